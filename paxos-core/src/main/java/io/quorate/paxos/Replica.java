package io.quorate.paxos;

import io.quorate.paxos.log.Slots;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.machine.StateMachine;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Accept;
import io.quorate.paxos.message.Message.Chosen;
import io.quorate.paxos.message.Message.Client;
import io.quorate.paxos.message.Message.Join;
import io.quorate.paxos.message.Message.Learn;
import io.quorate.paxos.message.Message.Nack;
import io.quorate.paxos.message.Message.Prepare;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Refusal;
import io.quorate.paxos.message.Message.Repair;
import io.quorate.paxos.message.Message.Reply;
import io.quorate.paxos.message.Message.Trust;
import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Candidate;
import io.quorate.paxos.role.FailureDetector;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One member of a Paxos group: acceptor, learner and, at times, candidate or leader.
 *
 * <p>The contract in one paragraph: the host feeds in one {@link Event} at a time, beginning with
 * {@link Event.Booted}, and carries the {@link Effects} out in order. Messages may be lost,
 * repeated, reordered and delayed at will; ticks may come at any pace. Whatever happens, no two
 * replicas deliver different values in a slot, and each delivers slots in order, once. When a
 * majority can talk to each other long enough, whatever was proposed is delivered.
 *
 * <p>Not thread-safe; deterministic given the generator.
 */
public final class Replica {

  /** Slots that one REPAIR asks for; the answer is as many messages. */
  private static final int REPAIR_SLOTS = 32;

  /** ACCEPTs repeated in one go. */
  private static final int REPEAT_SLOTS = 64;

  private final ReplicaConfig config;
  private final int[] members;
  private final Acceptor acceptor;
  private final Learner learner;
  private final Execution execution;
  private final FailureDetector detector;
  private final Counters counters = new Counters();

  private int incarnation;
  private int highestRound;
  private @Nullable Candidate candidate;
  private @Nullable Leader leader;
  private int trusted;
  private long chosenBelow;
  private long repairedFrom;
  private int repairIn;
  private int repairPeer;
  private int candidateRepeatIn;

  /**
   * A member that starts with empty memory.
   *
   * @param config the group, and which member this is
   * @param incarnation how many times the node has been started, from 1; a later start without
   *     memory must not happen yet: such a node would forget its votes
   * @param machine executes delivered values and makes replies; null when the host acts on
   *     deliveries itself
   * @param random the host's generator, this replica's alone
   */
  public Replica(
      ReplicaConfig config,
      int incarnation,
      @Nullable StateMachine machine,
      RandomGenerator random) {
    this.config = config;
    this.incarnation = incarnation;
    this.members = config.members().stream().mapToInt(Integer::intValue).toArray();
    Ballot boot = new Ballot(0, config.firstLeader());
    this.acceptor = new Acceptor(boot, config.messageBytesMax());
    this.learner = new Learner(members.length, config.quorums().phase2());
    this.execution = new Execution(config.sessionsMax(), machine);
    this.detector = new FailureDetector(config.timing(), random);
    this.repairIn = config.timing().retransmitTicks();
    this.repairPeer = (random.nextInt() >>> 1) % members.length;
  }

  /** Takes one event in and adds what is to be done to {@code out}. */
  public void step(Event event, Effects out) {
    switch (event) {
      case Event.Received received -> receive(received.envelope(), out);
      case Event.Ticked ticked -> tick(out);
      case Event.Proposed proposed -> request(proposed.value(), out);
      case Event.Booted booted -> boot(out);
      case Event.Restarted restarted -> restart(out);
    }
  }

  /** As {@link #step(Event, Effects)}, for hosts that do not count allocations. */
  public List<Effect> step(Event event) {
    Effects out = new Effects();
    step(event, out);
    return out.toList();
  }

  // ---------------------------------------------------------------- start

  /** The first leader's ballot is promised by all from birth: it may lead at once. */
  private void boot(Effects out) {
    if (config.self() == config.firstLeader() && incarnation == 1) {
      lead(new Leader(acceptor.promised(), 0, config.timing(), config.sessionsMax()), out);
    } else {
      trust(config.firstLeader(), out);
    }
  }

  /** A restarted leader leads no more: it cannot know what it sent before it stopped. */
  private void restart(Effects out) {
    incarnation++;
    candidate = null;
    leader = null;
    detector.rearm();
    trust(0, out);
    out.add(new Effect.Broadcast(new Join(learner.nextSlot())));
  }

  // ---------------------------------------------------------------- messages

  private void receive(Envelope envelope, Effects out) {
    if (envelope.group() != config.group()) {
      counters.foreign++;
      return;
    }
    if (envelope.message() instanceof Client client) {
      request(client.value(), out);
      return;
    }
    int sender = envelope.sender();
    int member = memberIndex(sender);
    if (member < 0 || sender == config.self()) {
      counters.foreign++;
      return;
    }
    switch (envelope.message()) {
      case Accept accept -> onAccept(sender, accept, out);
      case Learn learn -> onLearn(member, learn, out);
      case Trust trust -> onTrust(sender, trust, out);
      case Prepare prepare -> onPrepare(sender, prepare, out);
      case Promise promise -> onPromise(sender, member, promise, out);
      case Nack nack -> onNack(nack, out);
      case Repair repair -> onRepair(sender, repair, out);
      case Chosen chosen -> onChosen(sender, chosen, out);
      case Join join -> onJoin(sender, out);
      // Between a client and its leader; a replica has nothing to learn from them.
      case Client client -> {}
      case Reply reply -> {}
      case Refusal refusal -> {}
    }
  }

  private int memberIndex(int node) {
    for (int i = 0; i < members.length; i++) {
      if (members[i] == node) {
        return i;
      }
    }
    return -1;
  }

  // ---------------------------------------------------------------- clients

  private void request(Value value, Effects out) {
    switch (execution.look(value)) {
      case REPEATED -> repeatReply(value, out);
      case STALE -> refuse(value, Refusal.Reason.STALE, out);
      case FRESH -> {
        if (leader == null) {
          refuse(value, Refusal.Reason.NOT_LEADER, out);
        } else if (value.bytes().length > config.valueBytesMax()) {
          refuse(value, Refusal.Reason.TOO_LARGE, out);
        } else if (!inWindow(leader.nextSlot())) {
          refuse(value, Refusal.Reason.BUSY, out);
        } else {
          propose(leader, value, out);
        }
      }
    }
  }

  /** A request that is on its way already has its slot; one that has become too old gets none. */
  private void propose(Leader leading, Value value, Effects out) {
    switch (leading.admit(value)) {
      case FRESH -> propose(leading.takeSlot(), value, out);
      case REPEATED -> {}
      case STALE -> refuse(value, Refusal.Reason.STALE, out);
    }
  }

  private void repeatReply(Value value, Effects out) {
    byte[] result = execution.result(value);
    if (result == null) {
      return;
    }
    if (result.length > config.valueBytesMax()) {
      refuse(value, Refusal.Reason.TOO_LARGE, out);
    } else {
      out.add(answer(value, new Reply(Value.of(value.session(), value.sequence(), result))));
    }
  }

  private void refuse(Value value, Refusal.Reason reason, Effects out) {
    out.add(answer(value, new Refusal(value.session(), value.sequence(), reason, trusted)));
  }

  private static Effect answer(Value value, Message message) {
    return new Effect.Answer(value.session(), message);
  }

  // ---------------------------------------------------------------- phase 2

  private void propose(long slot, Value value, Effects out) {
    assert leader != null : "only a leader proposes";
    Ballot ballot = leader.ballot();
    assert !acceptor.refuses(ballot) : "a leader whose own acceptor has promised " + ballot;
    out.add(new Effect.Broadcast(new Accept(ballot, slot, value)));
    vote(ballot, slot, value, out);
  }

  private void onAccept(int sender, Accept accept, Effects out) {
    Ballot ballot = accept.ballot();
    long slot = accept.slot();
    if (!owns(sender, ballot)) {
      return;
    }
    if (!isBearable(slot, accept.value())) {
      return;
    }
    if (acceptor.refuses(ballot)) {
      out.add(new Effect.Send(sender, new Nack(acceptor.promised())));
      learner.offer(ballot.packed(), slot, accept.value());
      deliver(out);
      return;
    }
    follow(ballot, out);
    vote(ballot, slot, accept.value(), out);
  }

  /** Votes and tells every learner, again if the ACCEPT was a repeat: its LEARN may be lost. */
  private void vote(Ballot ballot, long slot, Value value, Effects out) {
    acceptor.vote(ballot, slot, value);
    out.add(new Effect.Broadcast(new Learn(ballot, slot)));
    learn(memberIndex(config.self()), ballot, slot, out);
  }

  private void onLearn(int member, Learn learn, Effects out) {
    if (!inWindow(learn.slot())) {
      counters.outOfWindow++;
      return;
    }
    learn(member, learn.ballot(), learn.slot(), out);
  }

  private void learn(int member, Ballot ballot, long slot, Effects out) {
    learner.learn(member, ballot, slot);
    Value voted = acceptor.votedValue(slot);
    if (voted != null) {
      learner.offer(acceptor.votedBallot(slot), slot, voted);
    }
    deliver(out);
  }

  private void deliver(Effects out) {
    long slot = learner.nextSlot();
    for (Value value = learner.deliverNext(); value != null; value = learner.deliverNext()) {
      Execution.Outcome outcome = execution.execute(value);
      out.add(new Effect.Deliver(slot, value, outcome, execution.digest()));
      if (leader != null && outcome == Execution.Outcome.EXECUTED) {
        repeatReply(value, out);
      }
      slot++;
    }
    if (leader != null && leader.mayRepeatMore(slot)) {
      repeatAccepts(leader, out);
    }
  }

  /** A slot that is open to be worked on; bounds what a peer can make this replica hold. */
  private boolean inWindow(long slot) {
    return slot < learner.nextSlot() + config.windowSlots() && slot < Slots.SLOT_MAX;
  }

  /** False for what this replica could not keep, or could not tell in a promise. */
  private boolean isBearable(long slot, Value value) {
    if (!inWindow(slot)) {
      counters.outOfWindow++;
      return false;
    }
    if (value.bytes().length > config.valueBytesMax()) {
      counters.oversized++;
      return false;
    }
    return true;
  }

  // ---------------------------------------------------------------- leadership

  private boolean owns(int sender, Ballot ballot) {
    if (sender == ballot.node()) {
      return true;
    }
    counters.unauthorised++;
    return false;
  }

  private void onTrust(int sender, Trust trust, Effects out) {
    if (!owns(sender, trust.ballot())) {
      return;
    }
    if (acceptor.refuses(trust.ballot())) {
      out.add(new Effect.Send(sender, new Nack(acceptor.promised())));
      return;
    }
    follow(trust.ballot(), out);
    chosenBelow = Math.max(chosenBelow, trust.chosenBelow());
  }

  /** Word from the owner of a ballot at least as high as any promised: it leads, we do not. */
  private void follow(Ballot ballot, Effects out) {
    if (!acceptor.promised().equals(ballot)) {
      acceptor.promise(ballot);
    }
    if (candidate != null || leader != null) {
      standDown(ballot.round());
    }
    detector.heard();
    trust(ballot.node(), out);
  }

  private void standDown(int round) {
    highestRound = Math.max(highestRound, round);
    candidate = null;
    leader = null;
    detector.rearm();
  }

  private void trust(int node, Effects out) {
    if (trusted != node) {
      trusted = node;
      out.add(new Effect.LeaderChanged(node, acceptor.promised()));
    }
  }

  private void lead(Leader elected, Effects out) {
    candidate = null;
    leader = elected;
    trust(config.self(), out);
    heartbeat(elected, out);
  }

  private void heartbeat(Leader leading, Effects out) {
    out.add(new Effect.Broadcast(new Trust(leading.ballot(), learner.nextSlot())));
  }

  private void onNack(Nack nack, Effects out) {
    highestRound = Math.max(highestRound, nack.promised().round());
    boolean outbid =
        (leader != null && nack.promised().compareTo(leader.ballot()) > 0)
            || (candidate != null && nack.promised().compareTo(candidate.ballot()) > 0);
    if (outbid) {
      standDown(nack.promised().round());
      trust(0, out);
    }
  }

  private void onJoin(int sender, Effects out) {
    if (leader != null) {
      out.add(new Effect.Send(sender, new Trust(leader.ballot(), learner.nextSlot())));
    }
  }

  // ---------------------------------------------------------------- phase 1

  private void standForElection(Effects out) {
    int round = Math.max(highestRound, acceptor.promised().round());
    if (round == Integer.MAX_VALUE) {
      return; // No higher round exists; only a forged ballot can have brought us here.
    }
    highestRound = round + 1;
    Ballot ballot = new Ballot(highestRound, config.self());
    acceptor.promise(ballot);
    candidate =
        new Candidate(
            ballot,
            learner.nextSlot(),
            config.windowSlots(),
            members.length,
            config.quorums().phase1());
    counters.candidacies++;
    detector.rearm();
    candidateRepeatIn = config.timing().retransmitTicks();
    trust(0, out);
    out.add(new Effect.Broadcast(new Prepare(ballot, candidate.fromSlot())));
    promiseToSelf(candidate, out);
  }

  private void promiseToSelf(Candidate standing, Effects out) {
    int self = memberIndex(config.self());
    while (!standing.isComplete(self)) {
      standing.promise(self, acceptor.page(standing.ask(self).fromSlot()));
    }
    takeOverIfElected(standing, out);
  }

  private void onPrepare(int sender, Prepare prepare, Effects out) {
    if (!owns(sender, prepare.ballot())) {
      return;
    }
    if (acceptor.refuses(prepare.ballot())) {
      out.add(new Effect.Send(sender, new Nack(acceptor.promised())));
      return;
    }
    if (!acceptor.promised().equals(prepare.ballot())) {
      acceptor.promise(prepare.ballot());
      if (leader != null || candidate != null) {
        standDown(prepare.ballot().round());
        trust(0, out);
      }
    }
    detector.heard();
    out.add(new Effect.Send(sender, acceptor.page(prepare.fromSlot())));
  }

  private void onPromise(int sender, int member, Promise promise, Effects out) {
    Candidate standing = candidate;
    if (standing == null || !standing.promise(member, promise)) {
      return;
    }
    detector.heard();
    if (standing.isOutrun()) {
      chosenBelow = Math.max(chosenBelow, standing.chosenBelow());
      standDown(standing.ballot().round());
      return;
    }
    takeOverIfElected(standing, out);
    if (candidate == standing && !standing.isComplete(member)) {
      out.add(new Effect.Send(sender, standing.ask(member)));
    }
  }

  /** Proposes anew, in the new ballot, every slot that may be chosen, and fills the gaps. */
  private void takeOverIfElected(Candidate standing, Effects out) {
    if (!standing.hasQuorum()) {
      return;
    }
    counters.electionsWon++;
    long end = Math.max(standing.votesEnd(), learner.end());
    Leader elected = new Leader(standing.ballot(), end, config.timing(), config.sessionsMax());
    lead(elected, out);
    for (long slot = standing.fromSlot(); slot < end; slot++) {
      // A slot may have been chosen meanwhile, in a higher ballot than ours: then it is too late
      // for another value, and ours would be refused.
      Value known = learner.chosen(slot);
      Value value = known == null ? standing.valueFor(slot) : known;
      if (!value.isNoop()) {
        elected.admit(value);
      }
      propose(slot, value, out);
    }
  }

  // ---------------------------------------------------------------- repair

  private void onRepair(int sender, Repair repair, Effects out) {
    long end = repair.fromSlot() + Math.min(repair.count(), REPAIR_SLOTS);
    for (long slot = repair.fromSlot(); slot < end; slot++) {
      Value value = learner.chosen(slot);
      if (value != null) {
        out.add(new Effect.Send(sender, new Chosen(slot, value)));
      }
    }
  }

  /** Whoever has answered in full is asked for more at once; silence moves on to another member. */
  private void onChosen(int sender, Chosen chosen, Effects out) {
    if (!isBearable(chosen.slot(), chosen.value())) {
      return;
    }
    if (learner.chosen(chosen.slot()) == null) {
      learner.choose(chosen.slot(), chosen.value());
      deliver(out);
    }
    if (isBehind() && learner.nextSlot() >= repairedFrom + repairSlots()) {
      askForRepair(sender, out);
    }
  }

  /** No more than fits the window: what arrives beyond it is lost. */
  private int repairSlots() {
    return Math.min(REPAIR_SLOTS, config.windowSlots());
  }

  /** True if the next slot is known to be chosen but its value is not here. */
  private boolean isBehind() {
    return learner.nextSlot() < chosenBelow || learner.isDecided(learner.nextSlot());
  }

  private void askForRepair(int peer, Effects out) {
    counters.repairsAsked++;
    repairedFrom = learner.nextSlot();
    repairIn = config.timing().retransmitTicks();
    out.add(new Effect.Send(peer, new Repair(repairedFrom, repairSlots())));
  }

  /** The members in turn: whoever is asked may be unreachable or may not know either. */
  private int nextRepairPeer() {
    int peer;
    do {
      repairPeer = (repairPeer + 1) % members.length;
      peer = members[repairPeer];
    } while (peer == config.self());
    return peer;
  }

  // ---------------------------------------------------------------- time

  private void tick(Effects out) {
    if (leader != null) {
      tickLeader(leader, out);
    } else if (detector.tick()) {
      standForElection(out);
    } else if (candidate != null && --candidateRepeatIn <= 0) {
      repeatPrepare(candidate, out);
    }
    tickRepair(out);
  }

  private void tickLeader(Leader leading, Effects out) {
    if (leading.heartbeatDue()) {
      heartbeat(leading, out);
    }
    if (leading.repeatDue()) {
      leading.turnRepeat();
      repeatAccepts(leading, out);
    }
  }

  /** Proposes again what was proposed at least one interval ago and is not chosen yet: a batch. */
  private void repeatAccepts(Leader leading, Effects out) {
    int left = REPEAT_SLOTS;
    long slot = learner.nextSlot();
    for (; slot < leading.repeatEnd() && left > 0; slot++) {
      if (learner.chosen(slot) == null) {
        Value value = acceptor.votedValue(slot);
        assert value != null : "a leader has voted for all that it proposed, slot " + slot;
        out.add(new Effect.Broadcast(new Accept(leading.ballot(), slot, value)));
        counters.acceptsRepeated++;
        left--;
      }
    }
    leading.repeated(slot);
  }

  private void repeatPrepare(Candidate standing, Effects out) {
    candidateRepeatIn = config.timing().retransmitTicks();
    for (int member = 0; member < members.length; member++) {
      if (!standing.isComplete(member)) {
        out.add(new Effect.Send(members[member], standing.ask(member)));
      }
    }
  }

  /** Being behind is ordinary for the time of a round trip; only lasting backlog is repaired. */
  private void tickRepair(Effects out) {
    if (!isBehind()) {
      repairIn = config.timing().retransmitTicks();
      return;
    }
    if (--repairIn <= 0) {
      askForRepair(nextRepairPeer(), out);
    }
  }

  // ---------------------------------------------------------------- what the host may ask

  /** Wraps a message of this replica for the wire. */
  public Envelope envelope(Message message) {
    return new Envelope(config.group(), config.self(), incarnation, message);
  }

  public ReplicaConfig config() {
    return config;
  }

  public int incarnation() {
    return incarnation;
  }

  /** The node that this replica believes to lead; 0 if it trusts nobody. */
  public int trusted() {
    return trusted;
  }

  public boolean isLeader() {
    return leader != null;
  }

  /** True if this replica stands for election. */
  public boolean isCandidate() {
    return candidate != null;
  }

  /** The highest ballot promised. */
  public Ballot promised() {
    return acceptor.promised();
  }

  /** The slot that will be delivered next. */
  public long nextSlot() {
    return learner.nextSlot();
  }

  /** The chosen value of a slot, if it is known here. */
  public @Nullable Value chosen(long slot) {
    return learner.chosen(slot);
  }

  /** Digest of the state machine after the slots delivered so far; 0 without a machine. */
  public long stateDigest() {
    return execution.digest();
  }

  public Counters counters() {
    return counters;
  }
}
