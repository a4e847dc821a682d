package io.quorate.paxos;

import io.quorate.paxos.message.Message.Join;
import io.quorate.paxos.message.Message.Recover;
import io.quorate.paxos.message.Message.Recovered;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Candidate;
import io.quorate.paxos.role.Learner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A member whose node was started again and kept nothing. It has promised and voted, and does not
 * know what: until it has asked enough others, it promises, votes, follows, leads, supports and
 * answers nobody. It takes in what is chosen, like any learner.
 *
 * <p><b>What it does.</b> It asks all others (RECOVER) for the highest ballot that they have
 * promised, how far they have delivered, and their votes from there on. When a <em>recovery
 * quorum</em> of members with a memory has answered, it takes the highest promise, and for each
 * slot the vote of the highest ballot; catches up with the one that has delivered most; and takes
 * part again.
 *
 * <p><b>Why that is safe</b> (after Michael, Ports, Sharma and Szekeres, "Recovering Shared Objects
 * Without Stable Storage", DISC 2017). The recovery of Viewstamped Replication Revisited (Liskov
 * and Cowling, 2012, section 4.3) asks as many members and is not safe, as that paper shows:
 * messages of the earlier self may still be on their way, the others may tell of a state before
 * those, and when they come in they are counted beside what the later self says. Hence the vectors
 * ({@link Incarnations}) in PROMISE, LEARN, ACK and RECOVERED. Whoever counts a set of messages
 * knows no later incarnation of any of their senders, from any of them: the set is
 * <em>consistent</em>.
 *
 * <p>Let n members vote, and let q of them, in a consistent set, have said something: promised a
 * ballot, voted, or delivered up to a slot. <em>Claim: any of them that recovers later knows it,
 * too.</em> Suppose not, and X in its incarnation i is the first to recover without. At least r
 * others answered it, and r ≥ n − q + 1, so one of them, Y, is among the q. Look at Y's incarnation
 * when it answered X.
 *
 * <ul>
 *   <li><i>The same in which it spoke.</i> If it spoke first, its answer told X. If it answered
 *       first, it knew of X's incarnation i when it spoke, and its vector makes X's earlier word
 *       void: the set is not consistent.
 *   <li><i>A later one.</i> Then Y had recovered before it answered; X was the first to recover
 *       without, so Y knew, and told.
 *   <li><i>An earlier one.</i> Then Y recovered in between. <em>Lemma: it then knew of X's
 *       incarnation i</em>, and again its vector voids X's word. For X and Y had an informant Z in
 *       common beside themselves: 2(r − 1) &gt; n − 2. If Z answered X first, its answer to Y named
 *       X's incarnation; if Y first, its answer to X named Y's, which voids Y's answer to X. And if
 *       Z itself recovered between the two, it kept what it knew, by the same lemma about an
 *       earlier pair of recoveries.
 * </ul>
 *
 * <p>So with q = phase 1, no recovered member votes below a ballot that an earlier self has
 * promised in a set that was counted, and no ballot that proposed anything is used twice by its
 * owner, who promised it first; with q = phase 2, whoever recovered holds a vote of that ballot or
 * a higher one for the slot, or has delivered it and says so; with q = n − phase1 + 1, what a
 * watermark stands for remains true. {@link Quorums#recovery} is large enough for all three, and
 * for the lemma. Votes that another member cast are told on as one's own. That is safe: whatever
 * was proposed in a ballot not below the one that has chosen, has the chosen value ("Paxos Made
 * Simple", P2b).
 *
 * <p>Three details carry weight. An answer repeats the incarnation of the asker, or one to an
 * earlier self could pass for it. Pages from different incarnations of a member make no answer. And
 * votes below what was delivered are not told, so that a recovered member must say from which slot
 * on it holds votes ({@link Acceptor#forgetBelow}): a candidate that is behind that must not take
 * the silence for a free slot.
 *
 * <p>Where configurations change, enough acceptors of each must have answered that is not over, as
 * this member knows them once it has caught up. It then knows all that govern an open slot: those
 * slots are open only because a watermark has passed the change, and the answers reach up to
 * watermarks.
 *
 * <p><b>When it cannot.</b> If so many lose their memory at once that no recovery quorum is left,
 * then a value may be chosen that nobody knows any more, and nothing that the rest could agree on
 * would be right. They stay as they are, and say so ({@link Effect.MemoryLost}).
 */
final class Recovery {

  /** What one member tells. */
  private static final class Answer {
    private Ballot promised = new Ballot(0, 0);
    private final List<Vote> votes = new ArrayList<>();
    private long chosenBelow;
    private long nextPage;
    private boolean whole;

    /** Takes a page in, if it is the next one. Whoever votes has delivered all but a window. */
    boolean take(Recovered page, int windowSlots) {
      if (whole || page.fromSlot() != nextPage) {
        return false;
      }
      promised = page.promised().compareTo(promised) > 0 ? page.promised() : promised;
      chosenBelow = Math.max(chosenBelow, page.deliveredBelow());
      if (!page.votes().isEmpty()) {
        chosenBelow = Math.max(chosenBelow, page.votes().getLast().slot() - windowSlots + 1);
      }
      votes.addAll(page.votes());
      whole = page.last();
      nextPage = page.nextSlot();
      return true;
    }
  }

  private final Member member;
  private final Members members;
  private final Learner learner;
  private final CatchUp catchUp;
  private final int incarnation;
  private final @Nullable Answer[] answers;

  /** Members that are without memory themselves, and those that are known not to be. */
  private final BitSet asking = new BitSet();

  private final BitSet remembering = new BitSet();
  private boolean lost;
  private int repeatIn;

  Recovery(Member member, CatchUp catchUp, int incarnation) {
    this.member = member;
    this.members = member.members();
    this.learner = member.learner();
    this.catchUp = catchUp;
    this.incarnation = incarnation;
    this.answers = new @Nullable Answer[members.size()];
  }

  void begin(Effects out) {
    repeatIn = member.config().timing().retransmitTicks();
    out.add(new Effect.Broadcast(new Recover(0)));
  }

  /** Asks again those who have not told everything; one without memory is to hear of us, too. */
  void tick(Effects out) {
    if (--repeatIn <= 0) {
      repeatIn = member.config().timing().retransmitTicks();
      for (int index = 0; index < members.size(); index++) {
        Answer answer = answers[index];
        if (index != members.selfIndex() && (answer == null || !answer.whole)) {
          ask(index, answer == null ? 0 : answer.nextPage, out);
        }
      }
    }
  }

  private void ask(int index, long fromSlot, Effects out) {
    out.add(new Effect.Send(members.node(index), new Recover(fromSlot)));
  }

  /** What an earlier self of this member has told is void. */
  void voidAnswer(int index) {
    answers[index] = null;
    remembering.clear(index);
  }

  /** A member does what only one with a memory does. */
  void remembers(int index, Effects out) {
    remembering.set(index);
    asking.clear(index);
    judge(out);
  }

  /** A member is in the same state; or was, if this is an old message. */
  void asks(int index, Effects out) {
    if (!remembering.get(index)) {
      asking.set(index);
      judge(out);
    }
  }

  private void judge(Effects out) {
    boolean now = !everywhere(rememberable());
    if (now != lost) {
      lost = now;
      out.add(new Effect.MemoryLost(now ? without() : List.of()));
    }
  }

  /** All others, but for those who are known to be without memory. */
  private BitSet rememberable() {
    BitSet others = new BitSet();
    others.set(0, members.size());
    others.clear(members.selfIndex());
    others.andNot(asking);
    return others;
  }

  private List<Integer> without() {
    BitSet indexes = (BitSet) asking.clone();
    indexes.set(members.selfIndex());
    return indexes.stream().mapToObj(members::node).toList();
  }

  /** True if they are a recovery quorum of each configuration that is not over. */
  private boolean everywhere(BitSet others) {
    return member.configurations().needed(member.window().watermark()).stream()
        .allMatch(each -> each.quorums().isRecoveryQuorum(others));
  }

  void onPage(int sender, int index, Recovered page, Effects out) {
    if (page.incarnation() != incarnation) {
      return;
    }
    Answer answer = answers[index];
    if (answer == null) {
      answer = new Answer();
      answers[index] = answer;
    }
    if (answer.take(page, member.config().limits().windowSlots())) {
      member.window().raise(page.watermark());
      catchUp.chosenBelow(page.deliveredBelow(), index);
      if (!answer.whole) {
        out.add(new Effect.Send(sender, new Recover(answer.nextPage)));
      }
    }
  }

  /** True if enough is known, and everything is here that is known to be chosen. */
  boolean isOver() {
    BitSet told = new BitSet();
    for (int index = 0; index < answers.length; index++) {
      Answer answer = answers[index];
      told.set(index, answer != null && answer.whole);
    }
    return learner.nextSlot() >= chosenBelow() && everywhere(told);
  }

  /** How far a recovered member must have come. */
  private long chosenBelow() {
    long below = 0;
    for (Answer answer : answers) {
      if (answer != null && answer.whole) {
        below = Math.max(below, answer.chosenBelow);
      }
    }
    return below;
  }

  /** Makes this member one that remembers, and lets the others know. */
  void end(Effects out) {
    long heldFrom = chosenBelow();
    Ballot promised = member.acceptor().promised();
    NavigableMap<Long, Vote> votes = new TreeMap<>();
    for (Answer answer : answers) {
      if (answer != null && answer.whole) {
        promised = answer.promised.compareTo(promised) > 0 ? answer.promised : promised;
        for (Vote vote : answer.votes) {
          if (vote.slot() >= heldFrom) {
            votes.merge(vote.slot(), vote, Candidate::higher);
          }
        }
      }
    }
    member.acceptor().remember(promised, votes.values(), heldFrom);
    if (lost) {
      out.add(new Effect.MemoryLost(List.of()));
    }
    out.add(new Effect.Broadcast(new Join(learner.nextSlot())));
  }
}
