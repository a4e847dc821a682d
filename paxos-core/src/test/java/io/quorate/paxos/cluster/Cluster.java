package io.quorate.paxos.cluster;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Counters;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Effects;
import io.quorate.paxos.Event;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Replicas and the messages between them. Nothing moves by itself: the test delivers, drops,
 * repeats and ticks. {@link Invariants} watches every step and throws on the first violation.
 */
public final class Cluster {

  /** The session of those who run the group. */
  static final long OPERATOR = 0x0F;

  private final Setup setup;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final Network network;
  private final boolean[] stopped;
  private final List<Disk> disks = new ArrayList<>();
  private final int[] incarnations;
  private final SplittableRandom random;
  private boolean syncsAtOnce = true;
  private final List<Counters> counters = new ArrayList<>();
  private final Effects effects = new Effects();
  private final Invariants invariants;

  /** A booted cluster; the first leader's first heartbeats are in flight. */
  public Cluster(Setup setup, Watcher... watchers) {
    this.setup = setup;
    this.network = new Network(setup);
    this.stopped = new boolean[setup.members + 1];
    this.invariants = new Invariants(setup);
    this.watchers.add(invariants);
    this.watchers.addAll(List.of(watchers));
    this.random = new SplittableRandom(setup.seed);
    this.incarnations = new int[setup.members + 1];
    for (int node = 1; node <= setup.members; node++) {
      disks.add(new Disk());
      replicas.add(start(node));
    }
    for (int node = 1; node <= setup.members; node++) {
      step(node, new Event.Booted());
    }
  }

  private Replica start(int node) {
    Recovered recovered = disk(node).read();
    Replica replica =
        new Replica(
            setup.config(node),
            ++incarnations[node],
            setup.machine ? invariants.machine(node) : null,
            random.split(),
            recovered);
    counters.add(replica.counters());
    watchers.forEach(watcher -> watcher.recovered(node, recovered));
    return replica;
  }

  public static Cluster of(int members) {
    return new Cluster(Setup.of(members));
  }

  public int members() {
    return replicas.size();
  }

  public Replica replica(int node) {
    return replicas.get(node - 1);
  }

  public Invariants invariants() {
    return invariants;
  }

  // ---------------------------------------------------------------- events

  /** Steps one replica and puts what it sends in flight. */
  public List<Effect> step(int node, Event event) {
    if (stopped[node]) {
      throw new AssertionError("node " + node + " is stopped, and was to be told " + event);
    }
    Replica replica = replica(node);
    effects.clear();
    replica.step(event, effects);
    List<Effect> done = effects.toList();
    for (Watcher watcher : watchers) {
      watcher.stepped(replica, event, done);
    }
    for (Effect effect : done) {
      if (disks.get(node - 1).pass(effect)) {
        carryOut(replica, effect);
      } else if (syncsAtOnce) {
        sync(node);
      }
    }
    return done;
  }

  private void carryOut(Replica replica, Effect effect) {
    for (Watcher watcher : watchers) {
      watcher.carriedOut(replica, effect);
    }
    switch (effect) {
      case Effect.Store store -> {}
      case Effect.Send send -> send(send.to(), replica.envelope(send.message()));
      case Effect.Broadcast broadcast -> broadcast(replica, broadcast.message());
      case Effect.Answer answer -> {}
      case Effect.Deliver deliver -> {}
      case Effect.Installed installed -> {}
      case Effect.Restored restored -> {}
      case Effect.Redelivered redelivered -> {}
      case Effect.MemoryLost lost -> {}
      case Effect.Reconfigured reconfigured -> {}
      case Effect.LeaderChanged changed -> {}
    }
  }

  private void broadcast(Replica replica, Message message) {
    Envelope envelope = replica.envelope(message);
    for (int member : replica.audience()) {
      send(member, envelope);
    }
  }

  /** The node is asked to order a text, in its own session and with the sequence that is given. */
  public List<Effect> propose(int node, long session, long sequence, String text) {
    return step(node, new Event.Proposed(Notation.value(session, sequence, text)));
  }

  /** The node is asked for the change, in a session of those who run the group. */
  public List<Effect> change(int node, long sequence, Configuration next) {
    byte[] bytes = ConfigurationBytes.of(next);
    return step(node, new Event.Proposed(Value.change(OPERATOR, sequence, bytes)));
  }

  public List<Effect> tick(int node) {
    return stopped[node] ? List.of() : step(node, new Event.Ticked());
  }

  /** So many ticks on one node; the others' clocks stand still. */
  public void tick(int node, int times) {
    for (int i = 0; i < times; i++) {
      tick(node);
    }
  }

  /**
   * The node hears nothing for as long as it waits, asks whether it should stand for election, and
   * all others say that they hear no leader either: it stands.
   */
  public void stand(int node) {
    tick(node, setup.timing.electionTicksMax());
    for (Packet asked : matching("CANVASS " + node + "->*")) {
      inFlight().remove(asked);
      Message.Canvass canvass = (Message.Canvass) asked.envelope().message();
      step(node, new Event.Received(from(asked.to(), new Message.Support(canvass.ballot()))));
    }
  }

  /** The message, as the node would send it in its present incarnation. */
  Envelope from(int node, Message message) {
    return new Envelope(1, node, incarnations[node], message);
  }

  public void tickAll() {
    for (int node = 1; node <= members(); node++) {
      tick(node);
    }
  }

  // ---------------------------------------------------------------- stores

  /** From now on a record is durable when {@link #sync} is called, and not at once. */
  public void syncLater() {
    syncsAtOnce = false;
  }

  /** Every record is durable now, and from now on at once. */
  public void syncAtOnce() {
    syncsAtOnce = true;
    for (int node = 1; node <= members(); node++) {
      sync(node);
    }
  }

  /** All that the node has stored becomes durable, and what waited for it is carried out. */
  public void sync(int node) {
    sync(node, disk(node).waiting());
  }

  /** As {@link #sync(int)}, for so many records only, the oldest. */
  public void sync(int node, int records) {
    disk(node).sync(records).forEach(effect -> carryOut(replica(node), effect));
  }

  /** A figure over all disks. */
  int ofDisks(ToIntFunction<Disk> figure) {
    return disks.stream().mapToInt(figure).sum();
  }

  Disk disk(int node) {
    return disks.get(node - 1);
  }

  // ---------------------------------------------------------------- starts and stops

  /** The node loses its memory, what it has not made durable, and what is sent to it. */
  public void stop(int node) {
    if (!stopped[node]) {
      stopped[node] = true;
      disk(node).crash(random);
    }
  }

  /** As {@link #stop}, when some of the oldest effects that were free to go had just gone. */
  public void stopAmidst(int node, int effects, int records) {
    List<Effect> free = disk(node).sync(records);
    free.subList(0, Math.min(free.size(), effects))
        .forEach(effect -> carryOut(replica(node), effect));
    stop(node);
  }

  public boolean isStopped(int node) {
    return stopped[node];
  }

  /** Stops the node, if it runs, and starts it with what its disk holds. */
  public List<Effect> restart(int node) {
    stop(node);
    stopped[node] = false;
    replicas.set(node - 1, start(node));
    return step(node, new Event.Booted());
  }

  /** True if the node has what it has said: it runs, and does not ask others; or it has a disk. */
  boolean remembers(int node) {
    return isDurable() || (!stopped[node] && !replica(node).isRecovering());
  }

  boolean isDurable() {
    return setup.durability == Durability.DURABLE;
  }

  /** True if so many are without memory that none of them can win it back. */
  boolean isMemoryLost() {
    int without = 0;
    for (int node = 1; node <= setup.beginners; node++) {
      without += replica(node).isRecovering() ? 1 : 0;
    }
    Quorums quorums = new Quorums(setup.beginners, setup.phase1, setup.phase2);
    return without > 0 && setup.beginners - without < quorums.recovery();
  }

  /** A figure over all replicas that ever ran. */
  public int counted(ToLongFunction<Counters> figure) {
    return Math.toIntExact(counters.stream().mapToLong(figure).sum());
  }

  // ---------------------------------------------------------------- network

  /** What is on its way, oldest first. */
  public List<Packet> inFlight() {
    return network.inFlight();
  }

  /** The links, for those who do more with them than cut and heal. */
  Network network() {
    return network;
  }

  /** Puts a message in flight; lost if the link is cut. */
  public void send(int to, Envelope envelope) {
    network.send(to, envelope);
  }

  /** Takes the packet out of flight and hands it to its receiver. */
  public List<Effect> deliver(Packet packet) {
    inFlight().remove(packet);
    return repeat(packet);
  }

  /** Hands the packet to its receiver and leaves it in flight. */
  public List<Effect> repeat(Packet packet) {
    if (stopped[packet.to()]) {
      return List.of();
    }
    return step(packet.to(), new Event.Received(Network.arriving(packet)));
  }

  /** Delivers what matches and is in flight now, in the order in which it was sent. */
  public int deliver(String which) {
    List<Packet> meant = matching(which);
    meant.forEach(this::deliver);
    return meant.size();
  }

  /** As {@link #deliver(String)}, and the packets stay in flight. */
  public int repeat(String which) {
    List<Packet> meant = matching(which);
    meant.forEach(this::repeat);
    return meant.size();
  }

  /** Loses what matches and is in flight now. */
  public int drop(String which) {
    List<Packet> meant = matching(which);
    inFlight().removeAll(meant);
    return meant.size();
  }

  /** What matches and is in flight now; at least one, or the test does not test what it says. */
  public List<Packet> matching(String which) {
    return network.matching(which);
  }

  /** Delivers until nothing is in flight; clocks stand still. */
  public void stabilize() {
    int deliveries = 0;
    while (!inFlight().isEmpty()) {
      if (++deliveries > 1_000_000) {
        throw new AssertionError("the replicas never stop talking: " + inFlight().subList(0, 10));
      }
      deliver(inFlight().getFirst());
    }
  }

  /** What is sent from now on between the two is lost, in both directions. */
  public void cut(int one, int other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  public void cutOneWay(int from, int to) {
    network.cut(from, to);
  }

  /** What is sent from now on to and from the node is lost. */
  public void isolate(int node) {
    network.isolate(node);
  }

  /** All links work again. */
  public void heal() {
    network.heal();
  }

  // ---------------------------------------------------------------- what can be asked

  /** The value of a slot as the node knows it, or the word {@code unknown}. */
  public String chosen(int node, long slot) {
    Value value = replica(node).chosen(slot);
    return value == null ? "unknown" : value.toString();
  }

  /** Nodes that play a role, in the eyes of whoever has delivered most. */
  public List<Integer> needed() {
    Replica furthest = replica(1);
    for (Replica each : replicas) {
      furthest = each.nextSlot() > furthest.nextSlot() ? each : furthest;
    }
    Replica judge = furthest;
    return IntStream.rangeClosed(1, members()).filter(judge::isNeeded).boxed().toList();
  }

  /** The node that leads and whose ballot is highest, 0 if none leads. */
  public int leader() {
    int best = 0;
    for (int node = 1; node <= members(); node++) {
      if (replica(node).isLeader()
          && !stopped[node]
          && (best == 0 || replica(node).promised().compareTo(replica(best).promised()) > 0)) {
        best = node;
      }
    }
    return best;
  }
}
