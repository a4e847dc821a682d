package io.quorate.paxos;

import io.quorate.paxos.Configurations.Epoch;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the configuration as values: what a leader refuses to propose, and what a delivered
 * one does. A change is a request like any other: it has a session and a sequence, is executed once
 * however often it is asked for, and has a result, a line for people.
 */
final class Reconfiguration {

  private final Configurations configurations;
  private final Learner learner;
  private final Answers answers;

  /** Versions that the host was told of: the newest, and the newest in force. */
  private long told;

  private long toldInForce;

  /** The changes when the host was told all that there is to tell. */
  private int toldAll = -1;

  Reconfiguration(Member member, Answers answers) {
    this.configurations = member.configurations();
    this.learner = member.learner();
    this.answers = answers;
  }

  /** Why the leader does not propose a change now; null if it may. */
  @Nullable Reason refusal(Leader leader, Value change) {
    boolean isUnderWay = leader.changeSlot() >= learner.nextSlot();
    if (isUnderWay || configurations.newest().fromSlot() > leader.nextSlot()) {
      return Reason.CHANGING;
    }
    Configuration next = ConfigurationBytes.read(change.bytes());
    return next == null || configurations.objection(next, leader.nextSlot()) != null
        ? Reason.UNFIT
        : null;
  }

  /** Executes a value of the next slot, be it for the machine or for the group itself. */
  Execution.Outcome execute(long slot, Value value) {
    return value.isChange() ? change(slot, value) : answers.execute(value);
  }

  /** A change takes effect, unless the log speaks against it. */
  private Execution.Outcome change(long slot, Value change) {
    Execution.Outcome admission = answers.admit(change);
    if (admission != Execution.Outcome.EXECUTED) {
      return admission;
    }
    Configuration next = ConfigurationBytes.read(change.bytes());
    String objection = next == null ? "no configuration" : configurations.objection(next, slot);
    if (next == null || objection != null) {
      remember(change, "refused: " + objection);
      return Execution.Outcome.REJECTED;
    }
    Epoch begun = configurations.change(next, slot);
    remember(change, "version " + next.version() + " from slot " + begun.fromSlot());
    return Execution.Outcome.RECONFIGURED;
  }

  private void remember(Value change, String result) {
    answers.remember(change, result.getBytes(StandardCharsets.UTF_8));
  }

  /** Tells the host what is new since it was last told. */
  void tell(Effects out) {
    if (configurations.changes() == toldAll) {
      return; // As with nearly every slot.
    }
    Epoch newest = configurations.newest();
    if (newest.configuration().version() == toldInForce) {
      toldAll = configurations.changes();
      return;
    }
    Epoch now = configurations.epochAt(learner.nextSlot());
    if (now.configuration().version() > toldInForce) {
      tell(now, true, out);
    }
    if (newest.configuration().version() > told) {
      tell(newest, false, out);
    }
  }

  private void tell(Epoch epoch, boolean inForce, Effects out) {
    told = Math.max(told, epoch.configuration().version());
    toldInForce = inForce ? epoch.configuration().version() : toldInForce;
    out.add(new Effect.Reconfigured(epoch.configuration(), epoch.fromSlot(), inForce));
  }
}
