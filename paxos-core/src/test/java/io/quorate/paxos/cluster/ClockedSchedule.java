package io.quorate.paxos.cluster;

import io.quorate.paxos.Counters;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Lease;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Timing;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A schedule in which time is real: every member's clock runs at a pace of its own, which changes
 * now and then. Clients write and read anywhere; leaders are cut off, stopped and started again.
 *
 * <p>Whether reads are linearizable has an exact criterion here, for writes stand in slots and a
 * read shows the state before one: it must not be before the slot after any write that was answered
 * before the read was asked, nor before what any read answered by then has shown.
 */
public final class ClockedSchedule implements Watcher {

  /** Steps in the time of one tick of a perfect clock. */
  private static final int STEPS = 8;

  /** Few: a write to a leader that is cut off holds up all reads there. */
  private static final int WRITE_ONE_IN = 80;

  private static final long WRITER = 50;
  private static final long READER = 60;

  private final SplittableRandom random;
  private final double paceMin;
  private final double paceMax;
  private final Cluster cluster;
  private final double[] pace;
  private final double[] elapsed;

  /** By the number of the read: the slot that must be delivered where it is answered. */
  private final Map<Long, Long> floors = new LinkedHashMap<>();

  private final Map<Long, Long> slots = new LinkedHashMap<>();
  private long told;
  private long writes;
  private long reads;
  private int answered;
  private int stale;

  /** What a schedule came to. */
  public record Summary(int answered, int byLease, int abandoned, int held, int won, int stale) {}

  private ClockedSchedule(int members, long seed, Lease lease, double paceMin, double paceMax) {
    this.random = new SplittableRandom(seed);
    this.paceMin = paceMin;
    this.paceMax = paceMax;
    Setup setup =
        Setup.of(members)
            .seed(random.nextLong())
            .timing(new Timing(4, 20, 40, 8))
            .machine(true)
            .lease(lease);
    cluster = new Cluster(setup, this);
    pace = new double[members + 1];
    elapsed = new double[members + 1];
    for (int node = 1; node <= members; node++) {
      pace[node] = drawn();
      elapsed[node] = random.nextDouble();
    }
  }

  /**
   * Runs a schedule.
   *
   * @param paceMin slowest pace of a clock, a perfect one's being 1
   * @param paceMax fastest
   */
  public static Summary run(int members, long seed, Lease lease, double paceMin, double paceMax) {
    ClockedSchedule schedule = new ClockedSchedule(members, seed, lease, paceMin, paceMax);
    for (int step = 0; step < 300 * STEPS; step++) {
      schedule.act();
    }
    Cluster cluster = schedule.cluster;
    return new Summary(
        schedule.answered,
        cluster.counted(Counters::readsByLease),
        cluster.counted(Counters::readsAbandoned),
        cluster.counted(Counters::heldByPledge),
        cluster.counted(Counters::electionsWon),
        schedule.stale);
  }

  /** The extremes are as likely as all between. */
  private double drawn() {
    return switch (random.nextInt(4)) {
      case 0 -> paceMin;
      case 1 -> paceMax;
      default -> paceMin + random.nextDouble() * (paceMax - paceMin);
    };
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  private int node() {
    return 1 + random.nextInt(cluster.members());
  }

  private void act() {
    for (int node = 1; node <= cluster.members(); node++) {
      elapsed[node] += pace[node] / STEPS;
      if (elapsed[node] >= 1) {
        elapsed[node]--;
        cluster.tick(node);
      }
      if (oneIn(60 * STEPS)) {
        pace[node] = drawn();
      }
    }
    for (int left = random.nextInt(6); left > 0; left--) {
      deliverOne();
    }
    ask();
    disturb();
  }

  private void deliverOne() {
    List<Packet> inFlight = cluster.inFlight();
    if (inFlight.isEmpty()) {
      return;
    }
    Packet packet = inFlight.remove(oneIn(4) ? random.nextInt(inFlight.size()) : 0);
    if (!oneIn(50)) {
      cluster.repeat(packet);
    }
  }

  private void ask() {
    int node = node();
    if (cluster.isStopped(node)) {
      return;
    }
    if (oneIn(WRITE_ONE_IN)) {
      Value value = Notation.value(WRITER, ++writes, "put k " + writes);
      cluster.step(node, new Event.Received(envelope(new Message.Client(value))));
    }
    if (oneIn(2)) {
      floors.put(++reads, told);
      Value query = Notation.value(READER, reads, "get k");
      cluster.step(node, new Event.Received(envelope(new Message.Read(query))));
    }
  }

  private static Envelope envelope(Message message) {
    return new Envelope(1, 0, 0, message);
  }

  private void disturb() {
    if (oneIn(40 * STEPS)) {
      cluster.isolate(oneIn(3) || cluster.leader() == 0 ? node() : cluster.leader());
    }
    if (oneIn(40 * STEPS)) {
      cluster.heal();
    }
    int node = node();
    if (cluster.isStopped(node)) {
      if (oneIn(5 * STEPS)) {
        cluster.restart(node);
      }
    } else if (oneIn(150 * STEPS)) {
      cluster.stop(node);
    }
  }

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Deliver deliver && deliver.value().session() == WRITER) {
        slots.putIfAbsent(deliver.value().sequence(), deliver.slot());
      } else if (effect instanceof Effect.Answer(long session, Message.Reply reply)) {
        if (session == READER) {
          shown(reply.result().sequence(), replica.nextSlot());
        } else {
          told = Math.max(told, slots.getOrDefault(reply.result().sequence(), -1L) + 1);
        }
      }
    }
  }

  private void shown(long read, long nextSlot) {
    answered++;
    stale += nextSlot < floors.getOrDefault(read, Long.MAX_VALUE) ? 1 : 0;
    told = Math.max(told, nextSlot);
  }
}
