package io.quorate.paxos;

import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.role.Rounds;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reads that take no slot: the leader answers them from its own state, once that state is known to
 * hold everything that anybody could have been told of when the read arrived (the read index of
 * Raft: Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 6.4).
 *
 * <p>Three things make the answer linearizable:
 *
 * <ol>
 *   <li><em>The index.</em> Values are chosen in this leader's ballot, in slots that it gave out;
 *       in lower ballots, in slots below the end of its take-over, for any phase-1 quorum has told
 *       it of them; or in higher ballots. The first two lie below the slot that it gives out next,
 *       which is noted when the read arrives. Not less will do: another replica may deliver a slot
 *       before the leader does, and answer for it. A leader that may not give out its next slot,
 *       because a new configuration has still to promise it or votes that it found there are still
 *       to be proposed, does not know what was chosen from there on, and takes no reads.
 *   <li><em>The round.</em> A round of heartbeats that was begun after the read arrived is answered
 *       by members without whom no later leader can have been elected ({@link Rounds}). So nothing
 *       was chosen in a higher ballot, in the index or above, when the read arrived. All reads that
 *       arrive while a round is under way share the next one. The configuration that counts is that
 *       of the index: whoever gets something chosen there or above, and is the first, had not
 *       delivered the index before, so its phase 1 has asked that configuration.
 *   <li><em>The state.</em> The leader has delivered every slot below the index.
 * </ol>
 *
 * <p>With a {@link Lease}, pledges that members gave in earlier rounds and that still bind them
 * take the place of the round.
 *
 * <p>A read that waits when its leader leads no more is refused: the client asks again. It changed
 * nothing, so no session remembers it.
 */
final class Reads {

  /** Before every round: a read that needs none. */
  private static final long NO_ROUND = -1;

  /**
   * A read that waits.
   *
   * @param index every slot below it must be delivered
   * @param after a later round than this one must be confirmed
   */
  private record Waiting(Value query, long index, long after) {}

  private final ReadRules rules;
  private final int windowSlots;
  private final Configurations configurations;
  private final Learner learner;
  private final Leadership leadership;
  private final Ordering ordering;
  private final Answers answers;
  private final Counters counters;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  /** The leadership that reads wait for; meaningless while none waits. */
  private @Nullable Leader asked;

  Reads(Member member, Leadership leadership, Ordering ordering, Answers answers) {
    this.rules = member.config().reads();
    this.windowSlots = member.config().limits().windowSlots();
    this.configurations = member.configurations();
    this.learner = member.learner();
    this.counters = member.counters();
    this.leadership = leadership;
    this.ordering = ordering;
    this.answers = answers;
  }

  /** A client asks. The answer, if it can be given at once, comes with {@link #settle}. */
  void ask(Value query, Effects out) {
    Leader leader = leadership.leader();
    if (!answers.readable()) {
      counters.foreign++;
    } else if (leader == null) {
      answers.refuse(query, Reason.NOT_LEADER, leadership.trusted(), out);
    } else if (waiting.size() >= rules.waitingMax() || !ordering.transition().admits(leader)) {
      answers.refuse(query, Reason.BUSY, leadership.trusted(), out);
    } else {
      asked = leader;
      waiting.add(new Waiting(query, leader.nextSlot(), roundBefore(leader)));
    }
  }

  private long roundBefore(Leader leader) {
    return isLeased(leader) ? NO_ROUND : leader.rounds().begun();
  }

  /** True if pledges bind so many that no other leader can be elected now. */
  private boolean isLeased(Leader leader) {
    Lease lease = rules.lease();
    long index = leader.nextSlot();
    return lease.isOn()
        && !leader.isLeaseReleased()
        && index < learner.nextSlot() + windowSlots // Else its configuration is not yet known.
        && leader.rounds().areFresh(lease.leaderTicks(), configurations.at(index));
  }

  /** True while no read waits, so that there is nothing to {@link #settle}. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** After every step: answers the reads that have what they waited for, in their order. */
  void settle(Effects out) {
    if (waiting.isEmpty()) {
      return;
    }
    Leader leader = leadership.leader();
    if (leader == null || leader != asked) {
      abandon(out);
      return;
    }
    beginRoundIfWanted(leader, out);
    Waiting next = waiting.peek();
    while (next != null && isReady(next, leader)) {
      waiting.remove();
      counters.readsAnswered++;
      counters.readsByLease += next.after() == NO_ROUND ? 1 : 0;
      answers.read(next.query(), leadership.trusted(), out);
      next = waiting.peek();
    }
    leader.rounds().want(next != null || rules.lease().isOn());
  }

  private boolean isReady(Waiting read, Leader leader) {
    if (learner.nextSlot() < read.index()) {
      return false;
    }
    return read.after() == NO_ROUND
        || read.after() < leader.rounds().confirmed(configurations.at(read.index()));
  }

  /** The latest read came after the latest round was begun, and no round is under way. */
  private void beginRoundIfWanted(Leader leader, Effects out) {
    Waiting last = waiting.getLast();
    Rounds rounds = leader.rounds();
    QuorumSystem quorums = configurations.at(last.index());
    if (last.after() == rounds.begun() && rounds.isConfirmed(quorums) && rounds.begin()) {
      counters.readRounds++;
      if (!rounds.isConfirmed(quorums)) {
        rounds.want(true);
        leadership.ask(leader, out);
      }
    }
  }

  private void abandon(Effects out) {
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      counters.readsAbandoned++;
      answers.refuse(next.query(), Reason.READ_ABANDONED, leadership.trusted(), out);
    }
  }
}
