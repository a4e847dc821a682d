package io.quorate.paxos;

import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.store.StoreRecord.Checkpoint;
import io.quorate.paxos.store.StoreRecord.Held;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes checkpoints, so that a store need not keep all that was ever written to it.
 *
 * <p>What a checkpoint leaves out is what was <em>applied</em>, and is in the state that it brings,
 * and lies below the watermark. It keeps every vote from the watermark on, delivered or not: a
 * candidate that has delivered less may still have to be told of it. Of one that has delivered even
 * less, its promise says so ({@code heldFrom}), and that one does not lead.
 */
final class Checkpoints {

  private final Acceptor acceptor;
  private final Learner learner;
  private final Window window;
  private final Records records;
  private final Answers answers;
  private final int windowSlots;

  Checkpoints(Member member, Answers answers) {
    this.acceptor = member.acceptor();
    this.learner = member.learner();
    this.window = member.window();
    this.records = member.records();
    this.answers = answers;
    this.windowSlots = member.config().limits().windowSlots();
  }

  /** Takes one if the log has become long; called once a tick, between messages. */
  void takeIfDue(Effects out) {
    if (records.areMany()) {
      take(out);
    }
  }

  /** Takes one, if records are kept. */
  void take(Effects out) {
    if (records.areKept()) {
      Checkpoint checkpoint =
          new Checkpoint(
              records.incarnation(),
              acceptor.promised(),
              learner.nextSlot(),
              window.watermark(),
              answers.snapshot(),
              held());
      records.checkpoint(checkpoint, out);
    }
  }

  private List<Held> held() {
    List<Held> held = new ArrayList<>();
    long end = Math.max(acceptor.votesEnd(), learner.end());
    for (long slot = heldFrom(end); slot < end; slot++) {
      Value voted = acceptor.votedValue(slot);
      Value chosen = learner.chosen(slot);
      if (voted != null || chosen != null) {
        held.add(new Held(slot, votedIn(slot), voted, chosen));
      }
    }
    return held;
  }

  /**
   * From the watermark on nothing may be left out, be it that memory holds votes for much older
   * slots: after the start nobody would know that they were cast. A member that has fallen below
   * the watermark can be given the state, where the replicas have it. Where their hosts have it, it
   * can be given values only, so all are kept that memory holds.
   */
  private long heldFrom(long end) {
    long needed = Math.min(window.watermark(), learner.nextSlot());
    return answers.readable() ? needed : Math.min(needed, Math.max(0, end - windowSlots));
  }

  private @Nullable Ballot votedIn(long slot) {
    long packed = acceptor.votedBallot(slot);
    return packed == Ballot.NONE ? null : Ballot.ofPacked(packed);
  }
}
