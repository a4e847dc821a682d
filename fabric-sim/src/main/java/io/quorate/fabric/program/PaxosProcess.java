package io.quorate.fabric.program;

import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Effects;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.Encoder;
import io.quorate.paxos.wire.EtherType;
import io.quorate.paxos.wire.InPlace;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The programs on-client, on-accept, on-learn and on-control: they read a frame, step the switch's
 * replica with it, and turn the effects into frames.
 *
 * <p>A CLIENT becomes an ACCEPT and an ACCEPT a LEARN in place, as the switch would do it: the
 * frame that came in is the one that goes out, once for each peer.
 */
public final class PaxosProcess {

  private Replica replica;
  private final ProgramHost host;
  private final ProgramCounters counters;
  private final @Nullable Delivery delivery;
  private final long ownMac;

  /** Whom a broadcast is for, and their addresses. */
  private List<Integer> audience = List.of();

  private long[] peerMacs = {};
  private final Effects effects = new Effects();

  /** Where the replica's records go; null in a volatile group. */
  private @Nullable Journal journal;

  /**
   * How far deliveries have been acted on: the next slot, and the next value in it. They outlive
   * crashes, as what waits at the ports does.
   */
  private final Registers registers;

  /**
   * @param replica this switch's member of the group
   * @param registers tell how far deliveries have been acted on
   * @param delivery hands ordered packets to the local hosts; null where the replica's own state
   *     machine executes them
   */
  public PaxosProcess(
      Replica replica,
      ProgramHost host,
      ProgramCounters counters,
      Registers registers,
      @Nullable Delivery delivery) {
    this.replica = replica;
    this.registers = registers;
    this.host = host;
    this.counters = counters;
    this.delivery = delivery;
    int group = replica.config().group();
    int self = replica.config().self();
    this.ownMac = Addressing.ofNode(group, self);
    if (delivery != null) {
      delivery.serve(replica.config().initial().isLearner(self));
    }
  }

  public Replica replica() {
    return replica;
  }

  /** Goes on with another replica of the same member, which has been started again. */
  void startAgain(Replica next) {
    replica = next;
    effects.clear();
  }

  /** Has the replica's records kept on this disk; to be called before the first step. */
  public void keepOn(LogDisk disk) {
    journal = new Journal(disk, effect -> carryOut(effect, null, null));
  }

  /** Where the replica's records go; null in a volatile group. */
  public @Nullable Journal journal() {
    return journal;
  }

  /** Steps the replica with something that did not come as a frame. */
  public void step(Event event) {
    if (takesPart()) {
      replica.step(event, effects);
      carryOut(null, null);
    }
  }

  /** False once the replica knows what its store could not take, or its store has lost. */
  private boolean takesPart() {
    return journal == null || !journal.isOut();
  }

  /** Steps the replica with a frame, whose type must be one that the program is for. */
  public Verdict run(Frame frame, Set<EtherType> expected) {
    switch (PaxosFrame.read(frame.bytes())) {
      case Decoded.Malformed malformed -> counters.count(Reason.MALFORMED_FRAME);
      case Decoded.Frame read -> {
        Envelope envelope = read.envelope();
        if (!expected.contains(EtherType.of(envelope.message()))) {
          counters.count(Reason.WRONG_PROGRAM);
        } else if (takesPart()) {
          host.received(envelope.sender(), envelope.message());
          replica.receive(envelope, effects);
          carryOut(frame, envelope.message());
        }
      }
    }
    return Verdict.STOP;
  }

  /** Carries out what the step has asked for, in its order, but for what must wait. */
  private void carryOut(@Nullable Frame source, @Nullable Message cause) {
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (journal == null || journal.pass(effect)) {
        carryOut(effect, source, cause);
      }
    }
    effects.clear();
    if (journal != null) {
      journal.sync();
    }
  }

  private void carryOut(Effect effect, @Nullable Frame source, @Nullable Message cause) {
    switch (effect) {
      case Effect.Store store -> throw new AssertionError("there is no journal for " + store);
      case Effect.Restored restored -> restored(restored);
      case Effect.Redelivered redelivered -> redelivered(redelivered.before());
      case Effect.Send send -> send(send.to(), send.message());
      case Effect.Broadcast broadcast -> broadcast(broadcast.message(), source, cause);
      case Effect.Answer answer -> answer(answer.session(), answer.message());
      case Effect.Deliver deliver -> deliver(deliver);
      case Effect.Installed installed -> install(installed);
      case Effect.MemoryLost lost -> host.memoryLost(lost.members());
      case Effect.Reconfigured reconfigured -> reconfigured(reconfigured);
      case Effect.LeaderChanged change -> host.leaderChanged(change.leader(), change.ballot());
    }
  }

  private void send(int to, Message message) {
    host.sent(to, message);
    long mac = Addressing.ofNode(replica.config().group(), to);
    host.emit(PaxosFrame.of(mac, ownMac, replica.envelope(message)));
  }

  /** Whoever plays a role in a configuration that is needed. */
  private void findPeers() {
    List<Integer> now = replica.audience();
    if (!now.equals(audience)) {
      int group = replica.config().group();
      audience = now;
      peerMacs = now.stream().mapToLong(node -> Addressing.ofNode(group, node)).toArray();
    }
  }

  private void broadcast(Message message, @Nullable Frame source, @Nullable Message cause) {
    host.sent(0, message);
    findPeers();
    if (peerMacs.length == 0) {
      return;
    }
    byte[] frame = source == null ? null : inPlace(message, source, cause);
    if (frame == null) {
      frame = PaxosFrame.of(peerMacs[0], ownMac, replica.envelope(message));
    }
    for (int i = 0; i < peerMacs.length; i++) {
      byte[] copy = i == peerMacs.length - 1 ? frame : frame.clone();
      Ethernet.setDestination(copy, peerMacs[i]);
      host.emit(copy);
    }
  }

  /** The frame that came in, turned into the message; null if it is not the one to be turned. */
  private byte @Nullable [] inPlace(Message message, Frame source, @Nullable Message cause) {
    if (message instanceof Message.Accept accept
        && cause instanceof Message.Client client
        && accept.value().equals(client.value())) {
      return clientToAccept(source, accept.ballot(), accept.slot());
    }
    if (message instanceof Message.Learn learn
        && cause instanceof Message.Accept accept
        && learn.slot() == accept.slot()
        && learn.ballot().equals(accept.ballot())) {
      return acceptToLearn(source, learn);
    }
    return null;
  }

  private byte[] clientToAccept(Frame source, Ballot ballot, long slot) {
    byte[] bytes = turn(source.bytes().clone(), EtherType.ACCEPT);
    InPlace.clientToAccept(
        bytes, Ethernet.HEADER_BYTES, replica.config().self(), replica.incarnation(), ballot, slot);
    return bytes;
  }

  /** A LEARN is the header of its ACCEPT; of what stands behind that, nothing stays. */
  private byte[] acceptToLearn(Frame source, Message.Learn learn) {
    int end = Ethernet.HEADER_BYTES + Encoder.length(learn);
    byte[] bytes = turn(Arrays.copyOf(source.bytes(), end), EtherType.LEARN);
    InPlace.acceptToLearn(
        bytes,
        Ethernet.HEADER_BYTES,
        replica.config().self(),
        replica.incarnation(),
        learn.known());
    return bytes;
  }

  private byte[] turn(byte[] bytes, EtherType type) {
    Ethernet.setSource(bytes, ownMac);
    Ethernet.setType(bytes, type.code());
    return bytes;
  }

  private long nextSlot() {
    return registers.get(Registers.Places.NEXT_SLOT);
  }

  private void goOnAt(long slot, int index) {
    registers.set(Registers.Places.NEXT_SLOT, slot);
    registers.set(Registers.Places.NEXT_INDEX, index);
  }

  /** What the last checkpoint holds and was not acted on before the crash is missed for good. */
  private void restored(Effect.Restored restored) {
    if (restored.slot() > nextSlot()) {
      install(new Effect.Installed(nextSlot(), restored.slot(), restored.stateDigest()));
    }
  }

  private void redelivered(Effect.Deliver before) {
    boolean sameSlot = before.slot() == nextSlot();
    boolean isNext = before.index() >= registers.get(Registers.Places.NEXT_INDEX);
    if (before.slot() > nextSlot() || (sameSlot && isNext)) {
      deliver(before);
    }
  }

  private void deliver(Effect.Deliver deliver) {
    if (deliver.last()) {
      goOnAt(deliver.slot() + 1, 0);
    } else {
      goOnAt(deliver.slot(), deliver.index() + 1);
    }
    host.delivered(deliver);
    if (delivery != null
        && deliver.outcome() == io.quorate.paxos.machine.Execution.Outcome.EXECUTED) {
      delivery.deliver(deliver.value());
    }
  }

  private void install(Effect.Installed installed) {
    goOnAt(installed.slot(), 0);
    host.installed(installed);
    if (delivery != null) {
      delivery.skip();
    }
  }

  /** Service hosts are served as long as their switch is to act on what it delivers. */
  private void reconfigured(Effect.Reconfigured now) {
    host.reconfigured(now);
    if (delivery != null && now.inForce()) {
      delivery.serve(now.configuration().isLearner(replica.config().self()));
    }
  }

  /**
   * Answers a client. One that speaks our protocol is told, at the MAC address that its session
   * begins with; one whose packet was wrapped at the ingress cannot be: its packet counts as lost.
   * Only that a session is forgotten is told in its client's direction: the ingress reads it.
   */
  private void answer(long session, Message message) {
    if (message instanceof Message.Refusal refusal) {
      counters.count(
          switch (refusal.reason()) {
            case NOT_LEADER -> Reason.REFUSED_NOT_LEADER;
            case BUSY -> Reason.REFUSED_BUSY;
            case STALE -> Reason.REFUSED_STALE;
            case TOO_LARGE -> Reason.REFUSED_TOO_LARGE;
            case EXPIRED -> Reason.REFUSED_EXPIRED;
            case READ_ABANDONED -> Reason.REFUSED_READ_ABANDONED;
            case CHANGING -> Reason.REFUSED_CHANGING;
            case UNFIT -> Reason.REFUSED_UNFIT;
          });
    }
    if (session == SessionId.OPERATOR) {
      host.operatorAnswered(message);
      return;
    }
    boolean told = delivery == null || isExpired(message);
    if (told) {
      host.sent(0, message);
      long clientMac =
          delivery == null ? SessionId.mac(session) : delivery.mac(SessionId.ipv4(session));
      host.emit(PaxosFrame.of(clientMac, ownMac, replica.envelope(message)));
    }
  }

  private static boolean isExpired(Message message) {
    return message instanceof Message.Refusal refusal
        && refusal.reason() == Message.Refusal.Reason.EXPIRED;
  }
}
