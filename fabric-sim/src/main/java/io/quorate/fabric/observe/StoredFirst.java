package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In a durable group nothing leaves a node, or is delivered there, before the disk has what it
 * says: no promise, no vote, no claim to have delivered, no answer to a command. It hears from the
 * disks what they hold, as it is read back from their bytes.
 */
public final class StoredFirst implements Observer {

  /** What a node's disk is known to hold. */
  private static final class Disk {
    Ballot promised;
    long deliveredBelow;

    /** By slot, the highest ballot of a vote. */
    final Map<Long, Ballot> votes = new LinkedHashMap<>();

    Disk(Ballot promised) {
      this.promised = promised;
    }
  }

  private final Report report;

  /** The slot in which a request was executed: the same at all nodes. */
  private final Map<Request, Long> executed = new LinkedHashMap<>();

  private final List<Disk> disks = new ArrayList<>();

  /**
   * @param members of the group
   * @param initial the ballot that all have promised from birth
   */
  public StoredFirst(int members, Ballot initial, Report report) {
    this.report = report;
    for (int node = 0; node <= members; node++) {
      disks.add(new Disk(initial));
    }
  }

  @Override
  public void durable(int node, List<StoreRecord> records) {
    Disk disk = disks.get(node);
    for (StoreRecord record : records) {
      switch (record) {
        case StoreRecord.Started started -> {}
        case StoreRecord.Promised(Ballot ballot) -> disk.promised = ballot;
        case StoreRecord.Voted voted -> {
          disk.promised = voted.ballot();
          disk.votes.put(voted.slot(), voted.ballot());
        }
        case StoreRecord.Delivered delivered -> disk.deliveredBelow = delivered.slot() + 1;
        case StoreRecord.Checkpoint checkpoint -> {
          disk.promised = checkpoint.promised();
          disk.deliveredBelow = checkpoint.nextSlot();
        }
      }
    }
  }

  @Override
  public void sent(int node, int to, Message message) {
    Disk disk = disks.get(node);
    if (message instanceof Message.Promise promise) {
      promised(node, promise.ballot(), message);
    } else if (message instanceof Message.Prepare prepare) {
      promised(node, prepare.ballot(), message);
    } else if (message instanceof Message.Ack ack) {
      promised(node, ack.ballot(), message);
      check(ack.deliveredBelow() <= disk.deliveredBelow, node, message);
    } else if (message instanceof Message.Trust trust) {
      check(trust.chosenBelow() <= disk.deliveredBelow, node, message);
    } else if (message instanceof Message.Learn learn) {
      Ballot voted = disk.votes.get(learn.slot());
      check(voted != null && voted.compareTo(learn.ballot()) >= 0, node, message);
    } else if (message instanceof Message.Reply(Value result)) {
      Long slot = executed.get(Request.of(result));
      check(slot == null || slot < disk.deliveredBelow, node, message);
    }
  }

  private void promised(int node, Ballot ballot, Message message) {
    check(ballot.compareTo(disks.get(node).promised) <= 0, node, message);
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    check(delivery.slot() < disks.get(node).deliveredBelow, node, delivery);
    if (delivery.outcome() == Execution.Outcome.EXECUTED) {
      Value value = delivery.value();
      executed.putIfAbsent(Request.of(value), delivery.slot());
    }
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    check(installed.slot() <= disks.get(node).deliveredBelow, node, installed);
  }

  private void check(boolean holds, int node, Object what) {
    if (!holds) {
      report.violation("stored first", "node " + node + " had not stored what it says: " + what);
    }
  }
}
