package io.quorate.paxos.cluster;

import io.quorate.paxos.Replica;
import io.quorate.paxos.Succession;
import io.quorate.paxos.Timing;
import java.util.List;
import java.util.SplittableRandom;

/** What a random schedule demands at its end: everything is healed, and all is served in time. */
final class Healing {

  /** Elections that healing may take, counted in the longest silence before one. */
  private static final int ELECTIONS_MAX = 15;

  private final SplittableRandom random;
  private final Knobs knobs;
  private final Cluster cluster;
  private final Clients clients;
  private final Readers readers;
  private final SlowLinks links;
  private int ticksToHeal;

  Healing(
      SplittableRandom random,
      Knobs knobs,
      Cluster cluster,
      Clients clients,
      Readers readers,
      SlowLinks links) {
    this.random = random;
    this.knobs = knobs;
    this.cluster = cluster;
    this.clients = clients;
    this.readers = readers;
    this.links = links;
  }

  /** Ticks that it took until all was settled, the longest of its parts. */
  int ticksToHeal() {
    return ticksToHeal;
  }

  /**
   * Without faults, all requests complete and all replicas deliver the same slots, in time: that of
   * some elections, and of a repetition for each open request, for where the window is a few slots
   * wide, what overtakes is lost to it.
   */
  void heal() {
    cluster.heal();
    links.heal();
    cluster.syncAtOnce();
    for (int node = 1; node <= cluster.members(); node++) {
      if (cluster.isStopped(node)) {
        cluster.restart(node);
      }
    }
    Timing timing = knobs.setup().timing;
    for (int tick = 0; knobs.reckless() && tick < 40 * timing.retransmitTicks(); tick++) {
      deliverAll();
      cluster.tickAll();
    }
    if (cluster.isMemoryLost()) {
      demandReports();
      return;
    }
    settle(
        ELECTIONS_MAX * timing.electionTicksMax()
            + clients.open(cluster) * requestTicks()
            + handBackTicks(),
        3);
  }

  /** In a window of a few slots nearly every request waits for a heartbeat and a repetition. */
  private int requestTicks() {
    Timing timing = knobs.setup().timing;
    boolean narrow = knobs.setup().windowSlots < 8;
    return narrow
        ? 2 * (timing.heartbeatTicks() + timing.retransmitTicks())
        : timing.retransmitTicks();
  }

  /** When too many forget, nothing is asked of them but that they say so. */
  private void demandReports() {
    for (int node = 1; node <= cluster.members(); node++) {
      if (cluster.replica(node).isRecovering() && !cluster.invariants().reportsLoss(node)) {
        throw new AssertionError("node " + node + " is without memory for good and silent");
      }
    }
  }

  /** However often a preferred leader has failed, it is not asked for more than this. */
  private int handBackTicks() {
    return knobs.setup().succession.steadyTicks() << 7;
  }

  /**
   * Then a leader serves every request that reaches it, at the first asking: once its heartbeats
   * were answered, the whole window is open.
   */
  void serve() {
    for (int tick = 0; tick < knobs.setup().timing.heartbeatTicks(); tick++) {
      cluster.tickAll();
      deliverAll();
    }
    clients.requestOnce(cluster, cluster.leader());
    if (knobs.setup().machine) {
      readers.ask(cluster, cluster.leader());
    }
    settle(8 * knobs.setup().timing.retransmitTicks(), 0);
    if (knobs.setup().machine) {
      answerReads();
    }
  }

  /** A round that nobody waited for may never have been sent: the next heartbeats bring it. */
  private void answerReads() {
    int ticksLeft = 3 * knobs.setup().timing.heartbeatTicks();
    for (; !readers.isAnswered(); ticksLeft--) {
      if (ticksLeft == 0) {
        throw new AssertionError("the leader has not answered what it was asked: " + state());
      }
      cluster.tickAll();
      deliverAll();
    }
  }

  private void settle(int ticksMax, int repeatTicks) {
    for (int tick = 0; tick < ticksMax; tick++) {
      deliverAll();
      if (isSettled()) {
        ticksToHeal = Math.max(ticksToHeal, tick);
        return;
      }
      if (repeatTicks > 0 && tick % repeatTicks == 0) {
        clients.repeatOpen(cluster);
      }
      cluster.tickAll();
    }
    throw new AssertionError("not settled " + ticksMax + " ticks after healing: " + state());
  }

  private void deliverAll() {
    List<Packet> inFlight = cluster.inFlight();
    for (int deliveries = 0; !inFlight.isEmpty(); deliveries++) {
      if (deliveries > 1_000_000) {
        throw new AssertionError("the replicas never stop talking");
      }
      int index = random.nextInt(inFlight.size());
      Packet packet = inFlight.set(index, inFlight.getLast());
      inFlight.removeLast();
      cluster.repeat(packet);
    }
  }

  private boolean isSettled() {
    int leader = cluster.leader();
    if (leader == 0 || cluster.replica(leader).isHandingOver() || !isPreferred(leader)) {
      return false;
    }
    long delivered = cluster.replica(leader).nextSlot();
    Replica leads = cluster.replica(leader);
    if (!leads.configuration().equals(leads.newestConfiguration())
        || !cluster.needed().contains(leader)) {
      return false; // A change is under way, or has removed the leader, which will go.
    }
    for (int node : cluster.needed()) {
      Replica replica = cluster.replica(node);
      if (replica.trusted() != leader || replica.nextSlot() != delivered) {
        return false;
      }
    }
    return clients.open(cluster) == 0;
  }

  private boolean isPreferred(int leader) {
    Succession succession = knobs.setup().succession;
    return succession.steadyTicks() == 0
        || succession.preferred() == leader
        || !cluster.replica(leader).configuration().isAcceptor(succession.preferred());
  }

  private String state() {
    StringBuilder text = new StringBuilder(clients.open(cluster) + " requests open");
    for (int node = 1; node <= cluster.members(); node++) {
      Replica replica = cluster.replica(node);
      text.append("; " + node + (replica.isLeader() ? " leads" : " trusts " + replica.trusted()));
      text.append(" promised " + replica.promised() + " next slot " + replica.nextSlot());
    }
    return text.toString();
  }
}
