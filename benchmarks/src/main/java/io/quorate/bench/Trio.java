package io.quorate.bench;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Effects;
import io.quorate.paxos.Event;
import io.quorate.paxos.Limits;
import io.quorate.paxos.Replica;
import io.quorate.paxos.ReplicaConfig;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.StateMachine;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * Three replicas and a client on one thread. What a node sends is taken in by the receiver in the
 * order of sending; nothing is lost. A value goes the whole way: CLIENT to the leader, ACCEPT to
 * two, LEARN from all to all, execution on all three, REPLY to the client — ten messages a slot.
 *
 * @param <P> what a message is on its way
 */
final class Trio<P> {

  private static final int MEMBERS = 3;
  private static final int LEADER = 1;
  private static final int CLIENT = 0;
  private static final int GROUP = 1;

  private record Parcel<P>(int to, P packed) {}

  /** The cheapest machine there is; what a real one costs is not the core's. */
  private static final class Counter implements StateMachine {
    private static final byte[] DONE = {};
    private long commands;

    @Override
    public byte[] apply(byte[] command) {
      commands++;
      return DONE;
    }

    @Override
    public byte[] query(byte[] question) {
      return DONE;
    }

    @Override
    public long digest() {
      return commands;
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(Long.BYTES).putLong(commands).array();
    }

    @Override
    public void restore(byte[] snapshot) {
      commands = ByteBuffer.wrap(snapshot).getLong();
    }
  }

  private final Carrier<P> carrier;
  private final Replica[] replicas = new Replica[MEMBERS + 1];
  private final ArrayDeque<Parcel<P>> onTheWay = new ArrayDeque<>();
  private final Effects effects = new Effects();
  private long answered;

  Trio(Carrier<P> carrier) {
    this(carrier, Limits.DEFAULT);
  }

  Trio(Carrier<P> carrier, Limits limits) {
    this.carrier = carrier;
    for (int node = 1; node <= MEMBERS; node++) {
      ReplicaConfig config = ReplicaConfig.of(node, MEMBERS).withLimits(limits);
      replicas[node] = new Replica(config, new Counter(), new SplittableRandom(node));
    }
    for (int node = 1; node <= MEMBERS; node++) {
      step(node, new Event.Booted());
    }
    settle();
  }

  /** The client sends a request to the leader. */
  void request(Value value) {
    post(LEADER, new Envelope(GROUP, CLIENT, 0, new Message.Client(value)));
  }

  /** Lets every message arrive that is on its way. */
  void settle() {
    for (Parcel<P> next = onTheWay.poll(); next != null; next = onTheWay.poll()) {
      Envelope envelope = carrier.unpack(next.packed());
      if (next.to() == CLIENT) {
        answered++;
      } else {
        replicas[next.to()].receive(envelope, effects);
        carryOut(next.to());
      }
    }
  }

  /** Moves every replica's clock on by one, which now and then makes a heartbeat. */
  void tick() {
    for (int node = 1; node <= MEMBERS; node++) {
      step(node, new Event.Ticked());
    }
    settle();
  }

  private void step(int node, Event event) {
    replicas[node].step(event, effects);
    carryOut(node);
  }

  private void carryOut(int node) {
    for (int i = 0; i < effects.size(); i++) {
      carryOut(node, effects.get(i));
    }
    effects.clear();
  }

  private void carryOut(int node, Effect effect) {
    switch (effect) {
      case Effect.Broadcast(Message message) -> {
        Envelope envelope = replicas[node].envelope(message);
        for (int to = 1; to <= MEMBERS; to++) {
          if (to != node) {
            post(to, envelope);
          }
        }
      }
      case Effect.Send(int to, Message message) -> post(to, replicas[node].envelope(message));
      case Effect.Answer(long session, Message message) ->
          post(CLIENT, replicas[node].envelope(message));
      case Effect.Store store -> throw new AssertionError("the trio is volatile");
      case Effect.Restored restored -> throw new AssertionError("nobody restarts");
      case Effect.Redelivered redelivered -> throw new AssertionError("nobody restarts");
      case Effect.Deliver deliver -> {}
      case Effect.Installed installed -> throw new AssertionError("nobody falls behind");
      case Effect.MemoryLost lost -> {}
      case Effect.Reconfigured reconfigured -> {}
      case Effect.LeaderChanged change -> {}
    }
  }

  private void post(int to, Envelope envelope) {
    onTheWay.add(new Parcel<>(to, carrier.pack(envelope)));
  }

  /** Values that every replica has delivered and executed, and whose client was answered. */
  long committed() {
    long least = answered;
    for (int node = 1; node <= MEMBERS; node++) {
      least = Math.min(least, replicas[node].stateDigest());
    }
    return least;
  }

  /** Slots that every replica has delivered. */
  long slots() {
    long least = Long.MAX_VALUE;
    for (int node = 1; node <= MEMBERS; node++) {
      least = Math.min(least, replicas[node].nextSlot());
    }
    return least;
  }
}
