package io.quorate.fabric.sim;

import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.fault.Change;
import io.quorate.fabric.program.SessionId;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whoever runs a group: wants it changed, and asks the switch that leads until the change is in
 * force or turns out to be impossible. Wishes are settled one after the other, in the order in
 * which they came; each is worked out against the configuration that is the newest then.
 *
 * <p>The operator asks out of band, as the control plane does, and remembers nothing that the group
 * relies on. It may ask a switch that leads no more, ask for the same twice, and ask for what the
 * log has overtaken: a change names the version that it follows, so it has effect once or not at
 * all.
 */
public final class Operator {

  private final Simulator simulator;
  private final PaxosGroup group;
  private final List<Seat> members;
  private final SwitchWatcher watcher;
  private final long intervalNs;
  private final ArrayDeque<Change> wishes = new ArrayDeque<>();
  private boolean asking;

  /** Number of the request under way; one that was answered is not used again. */
  private long sequence = 1;

  /** The newest version that was seen in force: who leads and knows less is behind. */
  private long seen;

  /** What was asked for last, and whether the answer was that it cannot be. */
  private @Nullable Configuration asked;

  private boolean unfit;

  /**
   * @param members of the group, each with the seat that it has there
   */
  Operator(Simulator simulator, PaxosGroup group, List<Seat> members, SwitchWatcher watcher) {
    this.simulator = simulator;
    this.group = group;
    this.members = List.copyOf(members);
    this.watcher = watcher;
    this.intervalNs = group.retransmitTicks() * group.tickNs();
    this.members.forEach(seat -> seat.answerTo(this::answered));
  }

  /** Wants the group changed. */
  public void want(Change change) {
    wishes.add(change);
    if (!asking) {
      asking = true;
      simulator.after(0, this::goOn, 0, null);
    }
  }

  /** Wishes that are neither in force nor known to be impossible. */
  public List<String> pending() {
    return wishes.stream().map(Change::describe).toList();
  }

  private void goOn(long code, @Nullable Object payload) {
    while (!wishes.isEmpty() && settles(wishes.getFirst())) {
      wishes.removeFirst();
      asked = null;
      unfit = false;
    }
    asking = !wishes.isEmpty();
    if (asking) {
      simulator.after(intervalNs, this::goOn, 0, null);
    }
  }

  /** Asks for what is wanted, or finds that there is no need to ask any more. */
  private boolean settles(Change wish) {
    Seat at = leader();
    Replica replica = at == null ? null : at.replica();
    if (at == null || replica == null || replica.newestConfiguration().version() < seen) {
      return false;
    }
    Configuration now = replica.newestConfiguration();
    boolean isInForce = replica.configuration().version() == now.version();
    Configuration next;
    try {
      next = wish.next(now, group);
    } catch (IllegalArgumentException nobodyVotes) {
      watcher.changeSettled(wish.describe(), nobodyVotes.getMessage());
      return true;
    }
    if (next.equals(now)) {
      seen = isInForce ? now.version() : seen;
      if (isInForce) {
        watcher.changeSettled(wish.describe(), null);
      }
      return isInForce;
    }
    String objection = replica.objection(next);
    if (unfit && isInForce && next.equals(asked) && objection != null) {
      watcher.changeSettled(wish.describe(), objection);
      return true;
    }
    ask(at, next);
    return false;
  }

  private void ask(Seat at, Configuration next) {
    if (!next.equals(asked)) {
      asked = next;
      unfit = false;
      sequence++;
    }
    at.propose(Value.change(SessionId.OPERATOR, sequence, ConfigurationBytes.of(next)));
  }

  /** Who leads now, as far as it knows; of several that which came last to it. */
  private @Nullable Seat leader() {
    return members.stream()
        .filter(seat -> seat.isRunning() && isLeader(seat.replica()))
        .max(Comparator.comparingLong(seat -> ballot(seat.replica())))
        .orElse(null);
  }

  private static boolean isLeader(@Nullable Replica replica) {
    return replica != null && replica.isLeader();
  }

  private static long ballot(@Nullable Replica replica) {
    return replica == null ? 0 : replica.promised().packed();
  }

  /**
   * What became of it is seen from the configurations. Only that the request has been dealt with
   * matters here: one that is asked again is another.
   */
  private void answered(Message message) {
    if (message instanceof Message.Reply reply && reply.result().sequence() == sequence) {
      sequence++;
    } else if (message instanceof Message.Refusal refusal && refusal.sequence() == sequence) {
      switch (refusal.reason()) {
        case UNFIT -> unfit = true;
        case EXPIRED -> sequence = SessionId.goOn(sequence + 1, refusal.horizon());
        case STALE -> sequence++;
        case NOT_LEADER, BUSY, TOO_LARGE, CHANGING, READ_ABANDONED -> {}
      }
    }
  }
}
