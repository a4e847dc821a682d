package io.quorate.paxos;

import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.machine.StateMachine;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Accept;
import io.quorate.paxos.message.Message.Ack;
import io.quorate.paxos.message.Message.Canvass;
import io.quorate.paxos.message.Message.Chosen;
import io.quorate.paxos.message.Message.Client;
import io.quorate.paxos.message.Message.Fetch;
import io.quorate.paxos.message.Message.Join;
import io.quorate.paxos.message.Message.Learn;
import io.quorate.paxos.message.Message.Nack;
import io.quorate.paxos.message.Message.Piece;
import io.quorate.paxos.message.Message.Prepare;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Read;
import io.quorate.paxos.message.Message.Refusal;
import io.quorate.paxos.message.Message.Repair;
import io.quorate.paxos.message.Message.Reply;
import io.quorate.paxos.message.Message.Support;
import io.quorate.paxos.message.Message.Trust;
import io.quorate.paxos.role.FailureDetector;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.store.Recovered;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One member of a Paxos group: acceptor, learner and, at times, candidate or leader.
 *
 * <p>The contract in one paragraph: the host feeds in one {@link Event} at a time, beginning with
 * {@link Event.Booted}, and carries the {@link Effects} out in order. Messages may be lost,
 * repeated, reordered and delayed at will; ticks may come at any pace. Whatever happens, no two
 * replicas deliver different values in a slot, and each delivers slots in order, once. When all
 * members that run can talk to each other long enough, and they are a quorum, one of them leads and
 * what it is asked to order is delivered. (A member that can send and not hear may depose leaders
 * meanwhile, ever more rarely.)
 *
 * <p>This class only routes. To learn the protocol, read on in this order: {@code Ordering}, phase
 * 2, which is all that happens while nothing fails; {@code Election}, phase 1, which makes a new
 * leader; {@code CatchUp}, which fetches what was missed; {@code Leadership}, who obeys whom;
 * {@code Reads}, which take no slot.
 *
 * <p>Not thread-safe; deterministic given the generator.
 */
public final class Replica {

  private final Member member;
  private final Answers answers;
  private final Leadership leadership;
  private final Checkpoints checkpoints;
  private final Ordering ordering;
  private final Reads reads;
  private final CatchUp catchUp;
  private final Election election;
  private final HandOver handOver;
  private final HandBack handBack;
  private final int incarnation;

  /**
   * A member that starts.
   *
   * @param config the group, and which member this is; the same at every start but for timing
   * @param incarnation how many times the node has been started, this one counted; the host counts,
   *     or asks {@link Recovered#incarnation()}
   * @param machine executes delivered values and makes replies; null when the host acts on
   *     deliveries itself. It has executed nothing yet.
   * @param random the host's generator, this replica's alone
   * @param recovered what the node's store gave back; nothing at the first start
   * @throws IllegalArgumentException if no earlier start of this member can have written it
   */
  public Replica(
      ReplicaConfig config,
      int incarnation,
      @Nullable StateMachine machine,
      RandomGenerator random,
      Recovered recovered) {
    if (incarnation != 1 && config.durability() == Durability.VOLATILE) {
      // A node that has voted before and forgot its votes could vote again, for something else.
      throw new IllegalArgumentException(
          "incarnation " + incarnation + ": a node that starts again must have kept its memory");
    }
    this.incarnation = incarnation;
    member = Member.fresh(config);
    answers = new Answers(config, new Execution(config.limits().sessionsMax(), machine));
    FailureDetector detector =
        new FailureDetector(
            config.timing(),
            config.succession().patienceMin(config.self(), config.timing()),
            config.succession().patienceMax(config.self(), config.timing()),
            random);
    int firstPeer = (random.nextInt() >>> 1) % config.members().size();
    leadership = new Leadership(member, detector);
    checkpoints = new Checkpoints(member, answers);
    ordering = new Ordering(member, leadership, answers, checkpoints);
    catchUp = new CatchUp(member, ordering, answers, firstPeer);
    reads = new Reads(member, leadership, answers);
    election = new Election(member, detector, leadership, ordering, catchUp);
    handOver = new HandOver(member, leadership);
    handBack = new HandBack(member, leadership, handOver);
    new Replay(member, answers, ordering).of(recovered, incarnation);
  }

  /** A member that starts for the first time. */
  public Replica(ReplicaConfig config, @Nullable StateMachine machine, RandomGenerator random) {
    this(config, 1, machine, random, Recovered.NOTHING);
  }

  /** Takes one event in and adds what is to be done to {@code out}. */
  public void step(Event event, Effects out) {
    switch (event) {
      case Event.Received received -> receive(received.envelope(), out);
      case Event.Ticked ticked -> tick(out);
      case Event.Proposed proposed -> ordering.request(proposed.value(), out);
      case Event.HandOver(int node) -> handOver.begin(node, out);
      case Event.Link(int node, boolean up) -> {
        if (up) {
          leadership.linkUp(node, out);
        } else {
          election.linkDown(node, out);
        }
      }
      case Event.Asked asked -> reads.ask(asked.query(), out);
      case Event.Booted booted -> boot(out);
    }
    reads.settle(out);
  }

  /** As {@link #step(Event, Effects)}, for hosts that do not count allocations. */
  public List<Effect> step(Event event) {
    Effects out = new Effects();
    step(event, out);
    return out.toList();
  }

  private void boot(Effects out) {
    member.records().started(incarnation, out);
    if (incarnation == 1) {
      leadership.boot(out);
    } else {
      leadership.pledge().startedAgain();
      out.add(new Effect.Restored(member.learner().nextSlot(), answers.stateDigest()));
      leadership.bootAgain(out);
    }
  }

  private void tick(Effects out) {
    leadership.tick();
    Leader leader = leadership.leader();
    if (leader != null) {
      ordering.tick(leader, out);
      handOver.tick(out);
    } else {
      election.tick(out);
    }
    catchUp.tick(out);
    handBack.tick(out);
    checkpoints.takeIfDue(out);
  }

  private void receive(Envelope envelope, Effects out) {
    if (envelope.group() != member.config().group()) {
      member.counters().foreign++;
    } else if (envelope.message() instanceof Client client) {
      ordering.request(client.value(), out);
    } else if (envelope.message() instanceof Read read) {
      reads.ask(read.query(), out);
    } else {
      receiveFromMember(envelope.sender(), envelope.message(), out);
    }
  }

  private void receiveFromMember(int sender, Message message, Effects out) {
    int index = member.members().indexOf(sender);
    if (index < 0 || sender == member.members().self()) {
      member.counters().foreign++;
      return;
    }
    election.heardMember();
    switch (message) {
      case Accept accept -> ordering.onAccept(sender, accept, out);
      case Learn learn -> ordering.onLearn(index, learn, out);
      case Trust trust -> {
        if (leadership.onTrust(sender, trust, out)) {
          catchUp.chosenBelow(trust.chosenBelow(), index);
        }
      }
      case Prepare prepare -> election.onPrepare(sender, prepare, out);
      case Promise promise -> election.onPromise(sender, index, promise, out);
      case Nack nack -> leadership.onNack(nack, out);
      case Repair repair -> catchUp.onRepair(sender, repair, out);
      case Chosen chosen -> catchUp.onChosen(sender, chosen, out);
      case Join join -> leadership.onJoin(sender, out);
      case Ack ack -> {
        leadership.onAck(index, ack);
        catchUp.chosenBelow(ack.deliveredBelow(), index);
      }
      case Piece piece -> catchUp.onPiece(sender, piece, out);
      case Fetch fetch -> catchUp.onFetch(sender, fetch, out);
      case Canvass canvass -> election.onCanvass(sender, canvass, out);
      case Support support -> election.onSupport(index, support, out);
      case Message.HandOver turn -> election.onHandOver(sender, turn, out);
      // Between a client and its leader; a replica has nothing to learn from them.
      case Client client -> {}
      case Read read -> {}
      case Reply reply -> {}
      case Refusal refusal -> {}
      // Only where members lose their memory.
      case Message.Recover recover -> {}
      case Message.Recovered recovered -> {}
    }
    handOver.proceed(out);
  }

  // ---------------------------------------------------------------- what the host may ask

  /** Wraps a message of this replica for the wire. */
  public Envelope envelope(Message message) {
    return new Envelope(config().group(), config().self(), incarnation, message);
  }

  public ReplicaConfig config() {
    return member.config();
  }

  public int incarnation() {
    return incarnation;
  }

  /** The node that this replica believes to lead; 0 if it trusts nobody. */
  public int trusted() {
    return leadership.trusted();
  }

  public boolean isLeader() {
    return leadership.leader() != null;
  }

  /** True while this replica leads and is about to hand over to another: it orders nothing new. */
  public boolean isHandingOver() {
    return handOver.isUnderWay();
  }

  /** True if this replica stands for election. */
  public boolean isCandidate() {
    return leadership.candidate() != null;
  }

  /** The highest ballot promised. */
  public Ballot promised() {
    return member.acceptor().promised();
  }

  /** The slot that will be delivered next. */
  public long nextSlot() {
    return member.learner().nextSlot();
  }

  /** The chosen value of a slot, if it is known here. */
  public @Nullable Value chosen(long slot) {
    return member.learner().chosen(slot);
  }

  /** Digest of the state machine after the slots delivered so far; 0 without a machine. */
  public long stateDigest() {
    return answers.stateDigest();
  }

  public Counters counters() {
    return member.counters();
  }
}
