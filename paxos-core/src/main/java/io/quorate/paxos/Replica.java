package io.quorate.paxos;

import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.machine.StateMachine;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Accept;
import io.quorate.paxos.message.Message.Client;
import io.quorate.paxos.message.Message.Learn;
import io.quorate.paxos.message.Message.Read;
import io.quorate.paxos.message.Message.Refusal.Reason;
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

  private final int group;
  private final Member member;
  private final Members members;
  private final Rebirths rebirths;
  private final Answers answers;
  private final Leadership leadership;
  private final Checkpoints checkpoints;
  private final Ordering ordering;
  private final Reads reads;
  private final CatchUp catchUp;
  private final Election election;
  private final Correspondence correspondence;
  private final HandOver handOver;
  private final HandBack handBack;
  private final Retirement retirement;
  private final Bygones bygones;
  private final Replay replay;
  private final int incarnation;

  /** What it is before anything else, if it has lost its memory; null once it has it back. */
  private @Nullable Amnesiac amnesiac;

  /**
   * False if nothing waits for what a step may bring: no read for its round, no request for a slot,
   * no hand-over for its heir. Phase 2 never begins to wait for anything, and is nearly all that
   * happens; so it asks no more than this.
   */
  private boolean mayWait = true;

  /**
   * A member that starts.
   *
   * @param config the group, and which member this is; the same at every start but for timing
   * @param incarnation how many times the node has been started, this one counted, as a number
   *     without a sign: higher than at any start before. The first is 1, and only the first may be,
   *     for the memory of a node that was never started is empty, and right. The host counts, or
   *     asks {@link Recovered#incarnation()}
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
    boolean isVolatile = config.durability() == Durability.VOLATILE;
    if (isVolatile && !recovered.records().isEmpty()) {
      throw new IllegalArgumentException("a volatile member has no store that gives back anything");
    }
    if (incarnation == 0) {
      throw new IllegalArgumentException(
          "incarnation 0: starts count from 1, and this node's 2^32 - 1 are used up");
    }
    this.incarnation = incarnation;
    group = config.group();
    member = Member.fresh(config, incarnation);
    members = member.members();
    rebirths = member.rebirths();
    answers =
        new Answers(
            config, member.configurations(), new Execution(config.limits().sessionsMax(), machine));
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
    reads = new Reads(member, leadership, ordering, answers);
    election = new Election(member, detector, leadership, ordering, catchUp);
    correspondence = new Correspondence(leadership, election, catchUp);
    handOver = new HandOver(member, leadership);
    handBack = new HandBack(member, leadership, handOver);
    amnesiac =
        isVolatile && incarnation != 1
            ? new Amnesiac(member, leadership, ordering, catchUp, reads, incarnation)
            : null;
    retirement = new Retirement(member, leadership, handOver);
    bygones = new Bygones(member, leadership, ordering);
    replay = new Replay(member, answers, ordering);
    replay.of(recovered, incarnation);
  }

  /** A member that starts for the first time. */
  public Replica(ReplicaConfig config, @Nullable StateMachine machine, RandomGenerator random) {
    this(config, 1, machine, random, Recovered.NOTHING);
  }

  /** Takes one event in and adds what is to be done to {@code out}. */
  public void step(Event event, Effects out) {
    if (event instanceof Event.Received(Envelope envelope)) {
      receive(envelope, out);
      return;
    }
    Amnesiac forgetful = amnesiac;
    mayWait = true;
    if (forgetful == null) {
      take(event, out);
    } else {
      forgetful.take(event, out);
    }
    conclude(forgetful, out);
  }

  /** As a step with {@link Event.Received}, for hosts that count every allocation. */
  public void receive(Envelope envelope, Effects out) {
    Amnesiac forgetful = amnesiac;
    dispatch(envelope, out);
    if (mayWait) {
      conclude(forgetful, out);
    }
  }

  /** The end of a step: what may have become possible by it is done. */
  private void conclude(@Nullable Amnesiac forgetful, Effects out) {
    if (forgetful == null) {
      reads.settle(out);
    } else if (forgetful.remembers(out)) {
      amnesiac = null;
    }
    ordering.refuseAbandoned(out);
    mayWait = amnesiac != null || !(reads.isEmpty() && ordering.isServed() && handOver.isIdle());
  }

  private void take(Event event, Effects out) {
    switch (event) {
      case Event.Received received -> throw new AssertionError("is received");
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
      replay.tell(out);
      ordering.tellConfigurations(out);
      leadership.bootAgain(out);
    }
  }

  private void tick(Effects out) {
    leadership.tick();
    Leader leader = leadership.leader();
    if (leader != null) {
      ordering.tick(leader, out);
      handOver.tick(out);
      retirement.tick(leader, out);
    } else {
      election.tick(out);
    }
    catchUp.tick(out);
    handBack.tick(out);
    checkpoints.takeIfDue(out);
  }

  private void dispatch(Envelope envelope, Effects out) {
    if (envelope.group() != group) {
      member.counters().foreign++;
    } else if (envelope.message() instanceof Client client) {
      mayWait = true;
      if (amnesiac == null) {
        ordering.request(client.value(), out);
      } else {
        ordering.refuse(client.value(), Reason.NOT_LEADER, out);
      }
    } else if (envelope.message() instanceof Read read) {
      mayWait = true;
      reads.ask(read.query(), out);
    } else {
      receiveFromMember(envelope, out);
    }
  }

  private void receiveFromMember(Envelope envelope, Effects out) {
    int sender = envelope.sender();
    int index = members.indexOf(sender);
    if (index < 0 || index == members.selfIndex()) {
      member.counters().foreign++;
    } else if (rebirths.isOutdated(index, envelope.incarnation())) {
      member.counters().outdated++;
    } else {
      bygones.hear(envelope, index, amnesiac);
      election.heardMember();
      if (amnesiac == null) {
        receive(sender, index, envelope, out);
      } else {
        amnesiac.overhear(sender, index, envelope.message(), out);
      }
    }
  }

  /** Phase 2 comes first and apart: it is nearly all that comes, and small enough to be inlined. */
  private void receive(int sender, int index, Envelope envelope, Effects out) {
    if (envelope.message() instanceof Learn learn) {
      ordering.onLearn(index, learn, out);
    } else if (envelope.message() instanceof Accept accept) {
      ordering.onAccept(sender, accept, out);
    } else {
      mayWait = true;
      correspondence.take(sender, index, envelope, out);
    }
    if (mayWait) {
      handOver.proceed(out);
    }
  }

  // ---------------------------------------------------------------- what the host may ask

  /** Wraps a message of this replica for the wire. */
  public Envelope envelope(Message message) {
    return new Envelope(group, members.self(), incarnation, message);
  }

  public ReplicaConfig config() {
    return member.config();
  }

  public int incarnation() {
    return incarnation;
  }

  /**
   * True while this replica has lost its memory and not yet won it back: it promises, votes, leads
   * and answers nothing.
   */
  public boolean isRecovering() {
    return amnesiac != null;
  }

  /** The latest incarnations that this replica knows of. */
  public Incarnations incarnations() {
    return member.rebirths().known();
  }

  /**
   * Node ids of the other members that play any role in a configuration that is needed, ascending:
   * whom {@link Effect.Broadcast} is for.
   */
  public List<Integer> audience() {
    return member.membership().audience();
  }

  /** The configuration that governs the slot to be delivered next. */
  public Configuration configuration() {
    return member.configurations().epochAt(nextSlot()).configuration();
  }

  /** The newest configuration known, in force or to come. */
  public Configuration newestConfiguration() {
    return member.configurations().newest().configuration();
  }

  /**
   * True if the node plays a role in a configuration that is needed, as far as is known here. A
   * node that has left may be switched off when this is false at the leader.
   */
  public boolean isNeeded(int node) {
    return node == config().self() ? member.membership().isNeeded() : audience().contains(node);
  }

  /** Why a configuration could not follow now, for people; null if it could. */
  public @Nullable String objection(Configuration next) {
    return member.configurations().objection(next, nextSlot());
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

  /** Packed ballot of its vote for the slot, or {@link Ballot#NONE}. */
  public long votedBallot(long slot) {
    return member.acceptor().votedBallot(slot);
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
