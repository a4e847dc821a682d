package io.quorate.paxos;

import io.quorate.paxos.Configurations.Epoch;
import io.quorate.paxos.message.Message.Canvass;
import io.quorate.paxos.message.Message.HandOver;
import io.quorate.paxos.message.Message.Prepare;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Recover;
import io.quorate.paxos.message.Message.Support;
import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Candidate;
import io.quorate.paxos.role.FailureDetector;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.role.Poll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First a poll, then phase 1.
 *
 * <p>The poll (Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 9.6, pre-vote) asks
 * whether a candidacy would be welcome; whoever hears a leader does not answer. So a node that was
 * cut off, or hears badly, does not depose a leader that serves the others.
 *
 * <p>Phase 1 ("Paxos Made Simple", section 2.2): before a node proposes in a ballot of its own, a
 * quorum promises to accept nothing lower any more, and tells what it has accepted so far. Whatever
 * a lower ballot has chosen, or may yet be thought to have chosen, is among that.
 *
 * <p>One PREPARE is for all slots at once, from the first that the candidate has not delivered.
 */
final class Election {

  private final ReplicaConfig config;
  private final Members members;
  private final Configurations configurations;
  private final Membership membership;
  private final Acceptor acceptor;
  private final Learner learner;
  private final FailureDetector detector;
  private final Leadership leadership;
  private final Ordering ordering;
  private final CatchUp catchUp;
  private final Window window;
  private final Rebirths rebirths;
  private final Counters counters;
  private int repeatIn;

  /** The poll for a candidacy of this node; null while there is none. */
  private @Nullable Poll poll;

  Election(
      Member member,
      FailureDetector detector,
      Leadership leadership,
      Ordering ordering,
      CatchUp catchUp) {
    this.config = member.config();
    this.members = member.members();
    this.configurations = member.configurations();
    this.membership = member.membership();
    this.acceptor = member.acceptor();
    this.learner = member.learner();
    this.window = member.window();
    this.rebirths = member.rebirths();
    this.counters = member.counters();
    this.detector = detector;
    this.leadership = leadership;
    this.ordering = ordering;
    this.catchUp = catchUp;
  }

  /** One tick of a replica that does not lead. */
  void tick(Effects out) {
    Candidate standing = leadership.candidate();
    if (detector.tick()) {
      lookForLeader(out);
    } else if (standing != null && --repeatIn <= 0) {
      repeatPrepare(standing, out);
    } else if (poll != null && --repeatIn <= 0) {
      repeatCanvass(poll, out);
    }
  }

  /** A member said something: this node is not deaf. */
  void heardMember() {
    detector.heardMember();
  }

  // ---------------------------------------------------------------- the candidate

  private void canvassIfFree(Effects out) {
    if (isFreeFor(members.self(), null)) {
      canvass(out);
    }
  }

  /** False, and counted, while a pledge to some leader keeps this member from helping the node. */
  private boolean isFreeFor(int node, @Nullable Ballot handedOver) {
    if (leadership.pledge().bindsAgainst(node, handedOver)) {
      counters.heldByPledge++;
      return false;
    }
    return true;
  }

  /** Whoever plays no part in elections waits for others to hold one. */
  private void lookForLeader(Effects out) {
    if (membership.mayLead()) {
      canvassIfFree(out);
    } else {
      leadership.suspect(out);
      detector.rearm();
    }
  }

  /** The configurations of all slots that are open to this node. */
  private List<Epoch> open() {
    long nextSlot = learner.nextSlot();
    return configurations.governing(nextSlot, nextSlot + config.limits().windowSlots());
  }

  private void canvass(Effects out) {
    int round = leadership.highestRound();
    if (round == Integer.MAX_VALUE) {
      return; // No higher round exists; only a forged ballot can have brought us here.
    }
    Poll opened = new Poll(new Ballot(round + 1, members.self()), open());
    opened.support(members.selfIndex());
    poll = opened;
    detector.stood();
    repeatIn = config.timing().retransmitTicks();
    leadership.suspect(out);
    out.add(new Effect.Broadcast(new Canvass(opened.ballot())));
    standIfWelcome(opened, out);
  }

  private void repeatCanvass(Poll open, Effects out) {
    repeatIn = config.timing().retransmitTicks();
    for (int node : membership.audience()) {
      if (!open.supports(members.indexOf(node))) {
        out.add(new Effect.Send(node, new Canvass(open.ballot())));
      }
    }
  }

  /** Welcomes a candidacy, unless this node leads or hears who leads, or has promised more. */
  void onCanvass(int sender, Canvass canvass, Effects out) {
    if (!leadership.owns(sender, canvass.ballot())) {
      return;
    }
    if (leadership.leader() != null) {
      leadership.onJoin(sender, out);
    } else if (acceptor.promised().compareTo(canvass.ballot()) >= 0) {
      leadership.refuse(sender, out);
    } else if ((leadership.trusted() == 0 || !detector.hearsLeader()) && isFreeFor(sender, null)) {
      out.add(new Effect.Send(sender, new Support(canvass.ballot())));
    }
  }

  /**
   * A member would promise; when enough would, and no leader was heard meanwhile, they are asked.
   */
  void onSupport(int member, Support support, Effects out) {
    Poll open = poll;
    if (open != null && open.ballot().equals(support.ballot()) && leadership.trusted() == 0) {
      open.support(member);
      standIfWelcome(open, out);
    }
  }

  private void standIfWelcome(Poll open, Effects out) {
    int round = leadership.highestRound();
    if (open.isWelcome() && round < Integer.MAX_VALUE && isFreeFor(members.self(), null)) {
      poll = null;
      stand(new Ballot(round + 1, members.self()), null, out);
    }
  }

  /**
   * The leader has this node take its place: no poll, for who would object to the leader's wish?
   */
  void onHandOver(int sender, HandOver turn, Effects out) {
    boolean follows =
        leadership.owns(sender, turn.ballot())
            && membership.mayLead()
            && acceptor.hasPromised(turn.ballot())
            && leadership.trusted() == sender
            && learner.nextSlot() >= turn.deliveredBelow();
    int round = leadership.highestRound();
    if (follows && round < Integer.MAX_VALUE && isFreeFor(members.self(), turn.ballot())) {
      poll = null;
      detector.rearm();
      stand(new Ballot(round + 1, members.self()), turn.ballot(), out);
    }
  }

  /**
   * The direct way to a member is said to have gone: if that member leads, this node asks the
   * others now what it would have asked after a long silence.
   */
  void linkDown(int node, Effects out) {
    if (leadership.leader() == null && leadership.trusted() == node && membership.mayLead()) {
      counters.pollsAtHints++;
      canvassIfFree(out);
    }
  }

  private void stand(Ballot ballot, @Nullable Ballot handedOver, Effects out) {
    leadership.promise(ballot, out);
    Candidate standing =
        new Candidate(
            ballot,
            handedOver,
            learner.nextSlot(),
            config.limits().windowSlots(),
            members.size(),
            open());
    counters.candidacies++;
    repeatIn = config.timing().retransmitTicks();
    leadership.stand(standing, out);
    out.add(new Effect.Broadcast(new Prepare(ballot, standing.fromSlot(), handedOver)));
    promiseToSelf(standing, out);
  }

  private void promiseToSelf(Candidate standing, Effects out) {
    int self = members.selfIndex();
    while (!standing.isComplete(self)) {
      standing.promise(self, page(standing.ask(self).fromSlot()));
    }
    takeOverIfElected(standing, out);
  }

  private Promise page(long fromSlot) {
    return acceptor.page(fromSlot, window.watermark(), rebirths.told());
  }

  void onPromise(int sender, int member, Promise promise, Effects out) {
    Candidate standing = leadership.candidate();
    if (standing == null) {
      promisedToLeader(sender, member, promise, out);
      return;
    }
    if (!standing.promise(member, promise)) {
      return;
    }
    window.raise(promise.watermark());
    detector.heard();
    if (standing.isOutrun()) {
      catchUp.chosenBelow(standing.chosenBelow(), member);
      leadership.standDown(standing.ballot().round());
      return;
    }
    takeOverIfElected(standing, out);
    if (leadership.candidate() == standing && !standing.isComplete(member)) {
      out.add(new Effect.Send(sender, standing.ask(member)));
    }
  }

  private void promisedToLeader(int sender, int member, Promise promise, Effects out) {
    long chosenBelow = ordering.transition().promise(sender, member, promise, out);
    if (chosenBelow > 0) {
      catchUp.chosenBelow(chosenBelow, member);
      leadership.abdicate(out);
    }
  }

  private void takeOverIfElected(Candidate standing, Effects out) {
    if (standing.hasQuorum()) {
      counters.electionsWon++;
      counters.handOversTaken += standing.isHeir() ? 1 : 0;
      ordering.takeOver(standing, out);
    }
  }

  private void repeatPrepare(Candidate standing, Effects out) {
    repeatIn = config.timing().retransmitTicks();
    for (int node : membership.audience()) {
      int member = members.indexOf(node);
      if (!standing.isComplete(member)) {
        out.add(new Effect.Send(node, standing.ask(member)));
      }
    }
  }

  // ---------------------------------------------------------------- the acceptor

  /** Promises, unless a higher ballot is promised; the same page again to whoever asks again. */
  void onPrepare(int sender, Prepare prepare, Effects out) {
    if (!leadership.owns(sender, prepare.ballot())) {
      return;
    }
    if (acceptor.refuses(prepare.ballot())) {
      leadership.refuse(sender, out);
      return;
    }
    if (!isFreeFor(sender, prepare.handedOver())) {
      return; // It will ask again, and a leader may rely on this member until then.
    }
    leadership.makeWayFor(prepare.ballot(), prepare.fromSlot(), out);
    out.add(new Effect.Send(sender, page(prepare.fromSlot())));
  }

  /** Tells one without memory what this one knows; if that was the leader, it is no more. */
  void onRecover(int sender, int incarnation, Recover recover, Effects out) {
    if (config.durability() == Durability.VOLATILE) {
      if (leadership.trusted() == sender) {
        leadership.suspect(out);
      }
      long watermark = window.watermark();
      long below = learner.nextSlot();
      Incarnations known = rebirths.told();
      out.add(
          new Effect.Send(
              sender, acceptor.tell(incarnation, recover.fromSlot(), watermark, below, known)));
    }
  }
}
