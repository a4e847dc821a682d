package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.program.Directory;
import io.quorate.fabric.program.Journal;
import io.quorate.fabric.program.LogDisk;
import io.quorate.fabric.program.PaxosProcess;
import io.quorate.fabric.program.ProgramHost;
import io.quorate.fabric.program.Registers;
import io.quorate.fabric.program.ReplicaFactory;
import io.quorate.fabric.program.SwitchPrograms;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.trace.TraceDigest;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.Recovered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A switch's programs and replica for one of the fabric's services, as a deterministic machine:
 * what it is driven with decides what it does, to the last bit. A live switch drives it and records
 * with what; a replay drives it again and must come to the same digest.
 *
 * <p>For one thread.
 */
public final class SeatMachine implements ProgramHost {

  /** Kinds of record in the digest. */
  private static final int EMITTED = 1;

  private static final int HANDED_OVER = 2;
  private static final int DELIVERED = 3;
  private static final int INSTALLED = 4;
  private static final int LEADER = 5;
  private static final int RECONFIGURED = 6;
  private static final int MEMORY_LOST = 7;
  private static final int VERDICT = 8;
  private static final byte[] NOTHING = {};

  /**
   * Which seat.
   *
   * @param fabric the whole description
   * @param place of the service among the fabric's services
   * @param switchName the switch
   */
  public record Position(Fabric fabric, int place, String switchName) {

    /** The fabric as the service has it. */
    public Fabric view() {
      return fabric.views().get(place);
    }

    /** The switch's description. */
    public Switch at() {
      return fabric.switches().stream()
          .filter(each -> each.name().equals(switchName))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no switch " + switchName));
    }

    /** Paxos node id; 0 where there is no replica. */
    public int node() {
      List<String> members = view().group().members();
      return members.indexOf(switchName) + 1;
    }
  }

  private final int node;
  private final SwitchPrograms programs;
  private final SeatOutlet outlet;
  private final SeatWatcher watcher;
  private final TraceDigest digest = new TraceDigest();

  /**
   * Makes the machine and, where the switch is a member, its replica, from what its store gave
   * back. It has not booted yet.
   *
   * @param seed of the fabric's random numbers
   * @param incarnation how often the member was started, this time included
   * @param disk where its records go; null where it keeps none
   * @param registers what an earlier process left, or all 0
   */
  public SeatMachine(
      Position position,
      long seed,
      int incarnation,
      @Nullable LogDisk disk,
      Registers registers,
      SeatOutlet outlet,
      SeatWatcher watcher) {
    this.outlet = outlet;
    this.watcher = watcher;
    this.node = position.node();
    ReplicaFactory replicas =
        new ReplicaFactory(position.view(), position.place(), new SeededRandom(seed));
    String name = position.switchName();
    this.programs =
        new SwitchPrograms(
            new Directory(position.view()),
            position.at(),
            node == 0 ? null : replicas.start(name, incarnation, Recovered.NOTHING),
            replicas.valueBytesMax(),
            this,
            registers);
    PaxosProcess paxos = programs.paxos();
    if (paxos != null) {
      if (disk != null) {
        paxos.keepOn(disk);
        Journal journal = paxos.journal();
        assert journal != null : "it was just made";
        Recovered found = journal.read();
        if (found != null) {
          programs.startAgainFromDisk(replicas.start(name, incarnation, found));
        }
      } else if (incarnation > 1) {
        programs.startAgain(replicas.start(name, incarnation, Recovered.NOTHING));
      }
    }
    programs.resume();
  }

  /** Paxos node id; 0 where there is no replica. */
  public int node() {
    return node;
  }

  /** The programs. */
  public SwitchPrograms programs() {
    return programs;
  }

  /** The replica, or null. */
  public @Nullable Replica replica() {
    PaxosProcess paxos = programs.paxos();
    return paxos == null ? null : paxos.replica();
  }

  /** Where the replica's records go, or null. */
  public @Nullable Journal journal() {
    PaxosProcess paxos = programs.paxos();
    return paxos == null ? null : paxos.journal();
  }

  /** Digest of all effects so far. */
  public long digest() {
    return digest.value();
  }

  /** Runs a program on a frame that came to the switch's Paxos port. */
  public Verdict arrived(int program, Frame frame) {
    Verdict verdict = programs.run(program, frame);
    digest.add(VERDICT, node, 0, verdict == Verdict.STOP ? 1 : 0, frame.bytes());
    return verdict;
  }

  /** Steps the replica, if there is one. */
  public void step(Event event) {
    PaxosProcess paxos = programs.paxos();
    if (paxos != null) {
      paxos.step(event);
    }
  }

  /** Hands ordered packets over as far as they can be sent. */
  public void pump() {
    programs.pump();
  }

  /** Nobody knows which packets the service hosts were handed: they are given up. */
  public void doubt() {
    programs.doubt();
  }

  /** The replica is stopped: what waits for its disk is lost. */
  public void stop() {
    Journal journal = journal();
    if (journal != null) {
      journal.crash();
    }
  }

  // ---------------------------------------------------------------- what the programs ask

  @Override
  public void emit(byte[] frame) {
    digest.add(EMITTED, node, 0, 0, frame);
    outlet.emit(frame);
  }

  @Override
  public boolean handOver(Host to, byte[] frame) {
    boolean taken = outlet.handOver(to, frame);
    if (taken) {
      digest.add(HANDED_OVER, node, 0, to.ipv4(), frame);
    }
    return taken;
  }

  @Override
  public void submitted(Value value) {
    watcher.submitted(value);
  }

  @Override
  public void leaderChanged(int leader, Ballot ballot) {
    digest.add(LEADER, node, ballot.packed(), leader, NOTHING);
    watcher.leaderChanged(leader, ballot);
    outlet.leaderChanged(leader, ballot);
  }

  @Override
  public void delivered(Effect.Deliver delivery) {
    digest.add(DELIVERED, node, delivery.stateDigest(), delivery.slot(), delivery.value().bytes());
    watcher.delivered(delivery);
  }

  @Override
  public void installed(Effect.Installed installed) {
    digest.add(INSTALLED, node, installed.stateDigest(), installed.slot(), NOTHING);
    watcher.installed(installed);
  }

  @Override
  public void memoryLost(List<Integer> members) {
    digest.add(MEMORY_LOST, node, 0, members.hashCode(), NOTHING);
    outlet.memoryLost(members);
  }

  @Override
  public void reconfigured(Effect.Reconfigured reconfigured) {
    long version = reconfigured.configuration().version();
    digest.add(RECONFIGURED, node, reconfigured.fromSlot(), version, NOTHING);
    watcher.reconfigured(reconfigured);
    outlet.reconfigured(reconfigured);
  }

  @Override
  public void operatorAnswered(Message message) {
    outlet.operatorAnswered(message);
  }

  @Override
  public void sent(int to, Message message) {
    watcher.sent(to, message);
  }

  @Override
  public void received(int from, Message message) {
    watcher.received(from, message);
  }
}
