package io.quorate.paxos;

import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.store.StoreRecord;
import io.quorate.paxos.store.StoreRecord.Checkpoint;
import io.quorate.paxos.store.StoreRecord.Held;

/**
 * Makes a replica what it was when it wrote the last record that its store has kept.
 *
 * <p>Why that is safe. The records hold all the state that Paxos asks an acceptor to keep ("Paxos
 * Made Simple", section 2.5: "stable storage, preserved during failures, is used to maintain the
 * information that the acceptor must remember"), and what was delivered. A store may have lost its
 * last records, but only such as were not durable, and nothing that came after them has left the
 * node ({@link Effect}): to everybody else the replica is one that stood still since then.
 *
 * <p>What is not written down is what nobody relies on. Tallies of votes: the votes are with those
 * who cast them. Leadership and candidacy: a restarted leader cannot know what it has proposed, so
 * it leads no more; and it never proposes again in a ballot of old, because it promises its own
 * ballot before it asks anybody for a promise, so that the next one is higher. The first leader's
 * ballot, which nobody had to promise, belongs to its first incarnation alone.
 */
final class Replay {

  private final Acceptor acceptor;
  private final Learner learner;
  private final Window window;
  private final Records records;
  private final Answers answers;
  private final Ordering ordering;

  /** What was delivered since the last checkpoint, of this slot and this state. */
  private final Effects delivered = new Effects();

  private long fromSlot;
  private long fromDigest;

  Replay(Member member, Answers answers, Ordering ordering) {
    this.acceptor = member.acceptor();
    this.learner = member.learner();
    this.window = member.window();
    this.records = member.records();
    this.answers = answers;
    this.ordering = ordering;
  }

  /**
   * Takes in what the store gave back.
   *
   * @param incarnation of the start now; the records are of earlier ones
   * @throws IllegalArgumentException if no replica of this group can have written it
   */
  void of(Recovered recovered, int incarnation) {
    fromDigest = answers.stateDigest();
    for (StoreRecord record : recovered.records()) {
      records.replayed(record);
      switch (record) {
        case StoreRecord.Started started -> earlier(started.incarnation(), incarnation);
        case StoreRecord.Promised promised -> promise(promised.ballot());
        case StoreRecord.Voted voted -> vote(voted.ballot(), voted.slot(), voted.value());
        case StoreRecord.Delivered done -> deliver(done);
        case Checkpoint checkpoint -> {
          earlier(checkpoint.incarnation(), incarnation);
          restore(checkpoint);
        }
      }
    }
    window.recall();
  }

  /** Tells the host what this replica was made of; once. */
  void tell(Effects out) {
    out.add(new Effect.Restored(fromSlot, fromDigest));
    for (Effect effect : delivered) {
      out.add(new Effect.Redelivered((Effect.Deliver) effect));
    }
    delivered.clear();
  }

  private static void earlier(int before, int incarnation) {
    if (!Incarnations.isLater(before, incarnation)) {
      throw new IllegalArgumentException(
          "incarnation "
              + Integer.toUnsignedString(incarnation)
              + ", but the store is of incarnation "
              + Integer.toUnsignedString(before));
    }
  }

  private void promise(Ballot ballot) {
    if (acceptor.refuses(ballot)) {
      throw contradiction("promised " + acceptor.promised() + " and then " + ballot);
    }
    acceptor.promise(ballot);
  }

  private void vote(Ballot ballot, long slot, Value value) {
    promise(ballot);
    acceptor.vote(ballot, slot, value);
  }

  private void deliver(StoreRecord.Delivered record) {
    long slot = record.slot();
    Value value = record.value() == null ? acceptor.votedValue(slot) : record.value();
    if (value == null || slot != learner.nextSlot()) {
      throw contradiction("delivered slot " + slot + " when " + learner.nextSlot() + " was next");
    }
    learner.choose(slot, value);
    ordering.replay(delivered);
  }

  private void restore(Checkpoint checkpoint) {
    if (learner.nextSlot() != 0) {
      throw contradiction("a checkpoint that is not the first record");
    }
    answers.restore(checkpoint.state());
    fromSlot = checkpoint.nextSlot();
    fromDigest = answers.stateDigest();
    promise(checkpoint.promised());
    window.raise(checkpoint.watermark());
    acceptor.forgetBelow(Math.min(checkpoint.watermark(), checkpoint.nextSlot()));
    if (checkpoint.nextSlot() > 0) {
      learner.skipTo(checkpoint.nextSlot());
    }
    for (Held held : checkpoint.held()) {
      if (held.votedIn() != null && held.voted() != null) {
        acceptor.recall(held.votedIn(), held.slot(), held.voted());
      }
      if (held.chosen() != null) {
        learner.choose(held.slot(), held.chosen());
      }
    }
  }

  private static IllegalArgumentException contradiction(String what) {
    return new IllegalArgumentException("the store contradicts itself: " + what);
  }
}
