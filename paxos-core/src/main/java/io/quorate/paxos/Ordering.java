package io.quorate.paxos;

import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.machine.Sessions;
import io.quorate.paxos.message.Message.Accept;
import io.quorate.paxos.message.Message.Learn;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Candidate;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Phase 2, the normal course of things: the leader proposes a value for the next slot, the
 * acceptors vote and tell every learner, and a value with a quorum of votes of one ballot is chosen
 * and delivered in slot order. Two message delays from the leader to all, with no word back to it.
 */
final class Ordering {

  /** ACCEPTs repeated in one go. */
  private static final int REPEAT_SLOTS = 64;

  private final Members members;
  private final Configurations configurations;
  private final Acceptor acceptor;
  private final Learner learner;
  private final Leadership leadership;
  private final Answers answers;
  private final Reconfiguration reconfiguration;
  private final Transition transition;
  private final Window window;
  private final Rebirths rebirths;
  private final Counters counters;
  private final Records records;
  private final Checkpoints checkpoints;
  private final Intake intake;
  private final int inFlightSlots;
  private boolean proposing;
  private boolean takingOver;

  Ordering(Member member, Leadership leadership, Answers answers, Checkpoints checkpoints) {
    this.members = member.members();
    this.configurations = member.configurations();
    this.acceptor = member.acceptor();
    this.learner = member.learner();
    this.window = member.window();
    this.rebirths = member.rebirths();
    this.counters = member.counters();
    this.records = member.records();
    this.checkpoints = checkpoints;
    this.leadership = leadership;
    this.answers = answers;
    this.intake = new Intake(member.config().limits());
    this.inFlightSlots = member.config().limits().inFlightSlots();
    this.reconfiguration = new Reconfiguration(member, answers);
    this.transition = new Transition(member, leadership, this);
  }

  /** What this node does about the next configuration while it leads. */
  Transition transition() {
    return transition;
  }

  // ---------------------------------------------------------------- the leader

  /** A client asks for a value to be ordered. */
  void request(Value value, Effects out) {
    Sessions.Admission known = answers.look(value);
    switch (known) {
      case REPEATED -> answers.reply(value, leadership.trusted(), out);
      case STALE -> refuse(value, Reason.STALE, out);
      case FRESH, EXPIRED -> {
        Leader leader = leadership.leader();
        if (leader == null) {
          refuse(value, Reason.NOT_LEADER, out);
        } else if (known == Sessions.Admission.EXPIRED) {
          // Only the leader may say so: whoever lags behind may not know the session yet.
          answers.expired(value, leader.ballot().node(), out);
        } else if (!window.fits(value)) {
          refuse(value, Reason.TOO_LARGE, out);
        } else if (leader.inHand().contains(value)) {
          return; // It has its slot already.
        } else {
          takeIn(leader, value, out);
        }
      }
    }
  }

  /** A request gets a slot, or waits for one, or there is no room to wait. */
  private void takeIn(Leader leader, Value value, Effects out) {
    boolean mayOvertake = intake.isEmpty() || value.isChange();
    Reason reason = value.isChange() ? reconfiguration.refusal(leader, value) : null;
    if (reason != null) {
      refuse(value, reason, out);
    } else if (!leader.isPaused() && mayOvertake && hasRoom(leader, out)) {
      leader.inHand().add(value);
      propose(leader, leader.takeSlot(), value, out);
    } else if (leader.isPaused() || intake.isFull() || value.isChange()) {
      refuse(value, Reason.BUSY, out);
    } else {
      leader.inHand().add(value);
      intake.add(leader, value);
    }
  }

  /** Gives slots to those that wait, as long as there are any. */
  private void proposeWaiting(Leader leader, Effects out) {
    if (proposing) {
      return; // What was proposed is delivered at once; whoever proposed it goes on with the next.
    }
    proposing = true;
    while (!intake.isEmpty() && !leader.isPaused() && hasRoom(leader, out)) {
      propose(leader, leader.takeSlot(), intake.next(), out);
    }
    proposing = false;
  }

  /** True while nobody waits for a slot. */
  boolean isServed() {
    return intake.isEmpty();
  }

  /** The end of a step: who waits for a slot of a leader that leads no more is told. */
  void refuseAbandoned(Effects out) {
    if (intake.isEmpty()) {
      return;
    }
    for (Value value : intake.abandoned(leadership.leader())) {
      refuse(value, Reason.NOT_LEADER, out);
    }
  }

  /**
   * True if one more slot may be in flight and the window has room for it, perhaps after another
   * look at it: then the others are told first, or the slot would find theirs closed.
   */
  private boolean hasRoom(Leader leader, Effects out) {
    if (leader.nextSlot() - learner.nextSlot() >= inFlightSlots || !transition.admits(leader)) {
      return false;
    }
    if (window.isOpen(leader.nextSlot())) {
      return true;
    }
    if (leadership.raiseWatermark(leader)) {
      leadership.heartbeat(leader, out);
    }
    return window.isOpen(leader.nextSlot());
  }

  void refuse(Value value, Reason reason, Effects out) {
    answers.refuse(value, reason, leadership.trusted(), out);
  }

  private void propose(Leader leader, long slot, Value value, Effects out) {
    Ballot ballot = leader.ballot();
    assert !acceptor.refuses(ballot) : "a leader whose own acceptor has promised " + ballot;
    if (value.isChange()) {
      leader.proposesChange(slot);
    }
    out.add(new Effect.Broadcast(new Accept(ballot, slot, value)));
    vote(ballot, slot, value, out);
  }

  /**
   * Begins to lead in the ballot that a quorum has promised: proposes anew every slot that may have
   * been chosen, and fills the gaps between them, for nothing is delivered above a gap.
   */
  void takeOver(Candidate elected, Effects out) {
    long end =
        Math.min(
            Math.max(elected.votesEnd(), learner.end()), configurations.endOf(elected.version()));
    if (end < learner.nextSlot()) {
      leadership.abdicate(out); // It took so long that others have gone on without this node.
      return;
    }
    Leader leader = leadership.lead(elected.ballot(), end, out);
    leader.promisedUpTo(elected.version());
    takingOver = true; // Where one vote chooses, slots are delivered while others are still open.
    for (long slot = learner.nextSlot(); slot < end; slot++) {
      // A slot may have been chosen meanwhile, in a higher ballot than ours: then it is too late
      // for another value, and ours would be refused.
      Value known = learner.chosen(slot);
      proposeAnew(leader, slot, known == null ? elected.valueFor(slot) : known, out);
    }
    takingOver = false;
    transition.proceed(leader, out);
  }

  /** Proposes what an earlier ballot may have chosen, or a no-op. */
  void proposeAnew(Leader leader, long slot, Value value, Effects out) {
    leader.inHand().addParts(value);
    propose(leader, slot, value, out);
  }

  /** One tick of the leader. */
  void tick(Leader leader, Effects out) {
    if (leader.heartbeatDue()) {
      leadership.heartbeat(leader, out);
    }
    if (leader.repeatDue()) {
      leader.turnRepeat();
      repeatAccepts(leader, out);
    }
    proposeWaiting(leader, out);
    transition.tick(leader, out);
    long nextSlot = learner.nextSlot();
    boolean followed = leader.followers().areQuorum(configurations.at(nextSlot));
    if (!followed || leader.isStuck(nextSlot, transition.isBlocked(leader))) {
      leadership.abdicate(out);
    }
  }

  /** Proposes again what was proposed at least one interval ago and is not chosen yet: a batch. */
  private void repeatAccepts(Leader leader, Effects out) {
    int left = REPEAT_SLOTS;
    long slot = learner.nextSlot();
    for (; slot < leader.repeatEnd() && left > 0; slot++) {
      if (learner.chosen(slot) == null) {
        Value value = acceptor.votedValue(slot);
        assert value != null : "a leader has voted for all that it proposed, slot " + slot;
        out.add(new Effect.Broadcast(new Accept(leader.ballot(), slot, value)));
        counters.acceptsRepeated++;
        left--;
      }
    }
    leader.repeated(slot);
  }

  // ---------------------------------------------------------------- the acceptor

  void onAccept(int sender, Accept accept, Effects out) {
    Ballot ballot = accept.ballot();
    long slot = accept.slot();
    if (!leadership.owns(sender, ballot) || !window.takes(slot, accept.value())) {
      return;
    }
    if (acceptor.refuses(ballot)) {
      leadership.refuse(sender, out);
      learner.offer(ballot.packed(), slot, accept.value());
      deliver(out);
      return;
    }
    leadership.follow(ballot, out);
    vote(ballot, slot, accept.value(), out);
  }

  /** What a proposal tells one who does not vote: the value, should the votes of others choose. */
  void overhear(int sender, Accept accept, Effects out) {
    if (leadership.owns(sender, accept.ballot()) && window.takes(accept.slot(), accept.value())) {
      learner.offer(accept.ballot().packed(), accept.slot(), accept.value());
      deliver(out);
    }
  }

  /**
   * Votes and tells every learner, again if the ACCEPT was a repeat: its LEARN may be lost. One who
   * is no acceptor in the slot keeps the value for its learner, and says nothing.
   */
  private void vote(Ballot ballot, long slot, Value value, Effects out) {
    if (acceptor.vote(ballot, slot, value)) {
      records.voted(ballot, slot, value, out);
    }
    if (configurations.at(slot).isAcceptor(members.selfIndex())) {
      out.add(new Effect.Broadcast(new Learn(ballot, slot, rebirths.told())));
    }
    learn(members.selfIndex(), ballot, slot, out);
  }

  // ---------------------------------------------------------------- the learner

  void onLearn(int member, Learn learn, Effects out) {
    if (window.takes(learn.slot())) {
      learn(member, learn.ballot(), learn.slot(), out);
    }
  }

  /**
   * LEARN brings no value; mostly the own vote is for the chosen one. Until a quorum has voted, and
   * once the value is known, there is nothing to be done.
   */
  private void learn(int member, Ballot ballot, long slot, Effects out) {
    boolean lacksValueAlone = learner.learn(member, ballot, slot);
    Value voted = lacksValueAlone ? acceptor.votedValue(slot) : null;
    if (voted != null) {
      learner.offer(acceptor.votedBallot(slot), slot, voted);
      deliver(out);
    }
  }

  /** Another replica knows the chosen value. */
  void choose(long slot, Value value, Effects out) {
    if (learner.chosen(slot) == null) {
      learner.choose(slot, value);
      deliver(out);
    }
  }

  /** Goes on at a later slot: the state after all slots below it has come as a whole. */
  void skipTo(long slot, Effects out) {
    long from = learner.nextSlot();
    learner.skipTo(slot);
    checkpoints.take(out);
    out.add(new Effect.Installed(from, slot, answers.stateDigest()));
    reconfiguration.tell(out);
    Leader leader = leadership.leader();
    if (leader != null && leader.nextSlot() < slot) {
      leadership.abdicate(out); // Others have chosen slots that it has not given out.
    } else if (leader != null) {
      intake.takeInHand(leader, slot, acceptor);
    }
    deliver(out);
  }

  /** Tells the client what became of its request; the sessions remember it from now on. */
  private void settle(Leader leader, Value value, Execution.Outcome outcome, Effects out) {
    switch (outcome) {
      case EXECUTED, RECONFIGURED, REJECTED -> answers.reply(value, leadership.trusted(), out);
      case STALE -> refuse(value, Reason.STALE, out);
      case EXPIRED -> answers.expired(value, leadership.trusted(), out);
      case REPEATED, NOOP -> {}
    }
    leader.inHand().remove(value);
  }

  /** Delivers what has become deliverable: slot by slot, each once, none before its turn. */
  private void deliver(Effects out) {
    Leader leader = leadership.leader();
    long slot = learner.nextSlot();
    for (Value value = learner.deliverNext(); value != null; value = learner.deliverNext()) {
      if (records.areKept()) {
        records.delivered(slot, value, acceptor.votedValue(slot), out);
      }
      if (value.isBatch()) {
        deliverParts(leader, slot, value.parts(), out);
      } else {
        deliver(leader, slot, 0, true, value, out);
      }
      reconfiguration.tell(out);
      slot++;
    }
    if (leader != null) {
      goOn(leader, slot, out);
    }
  }

  private void deliverParts(@Nullable Leader leader, long slot, List<Value> parts, Effects out) {
    int last = parts.size() - 1;
    for (int index = 0; index <= last; index++) {
      deliver(leader, slot, index, index == last, parts.get(index), out);
    }
  }

  private void deliver(
      @Nullable Leader leader, long slot, int index, boolean last, Value value, Effects out) {
    Execution.Outcome outcome = reconfiguration.execute(slot, value);
    out.add(new Effect.Deliver(slot, index, last, value, outcome, answers.stateDigest()));
    if (leader != null) {
      settle(leader, value, outcome, out);
    }
  }

  /** Does again what the delivery of the next slot did, before memory was lost, to the state. */
  void replay(Effects out) {
    long slot = learner.nextSlot();
    Value value = learner.deliverNext();
    assert value != null : "a slot is replayed that is not known";
    deliverParts(null, slot, value.parts(), out);
  }

  /** Tells the host of the configurations that are not the first, after a start. */
  void tellConfigurations(Effects out) {
    reconfiguration.tell(out);
  }

  /** The leader has delivered all below the slot: what waited for that may be done. */
  private void goOn(Leader leader, long slot, Effects out) {
    if (leader.nextSlot() < slot) {
      leadership.abdicate(out); // Others have chosen slots that it has not given out.
      return;
    }
    if (leader.mayRepeatMore(slot)) {
      repeatAccepts(leader, out);
    }
    if (!takingOver) {
      transition.proceed(leader, out);
      proposeWaiting(leader, out);
    }
  }
}
