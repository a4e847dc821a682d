package io.quorate.paxos.cluster;

import io.quorate.paxos.Durability;
import io.quorate.paxos.Lease;
import io.quorate.paxos.Succession;
import io.quorate.paxos.Timing;
import java.util.SplittableRandom;

/**
 * How wild a random schedule is. Everything is drawn from the seed, also which faults are on at
 * all: a schedule without restarts finds what one with everything drowns.
 *
 * @param setup the cluster
 * @param steps random actions before healing
 * @param lossPercent of packets that come up for delivery
 * @param repeatPercent of packets delivered, which stay in flight
 * @param oldestPercent of deliveries that take the oldest packet and not just any
 * @param ticks weight of a tick on one node, where a delivery weighs 100
 * @param requests weight of a client's request
 * @param reads weight of a read without a slot
 * @param restarts weight of a restart
 * @param stops weight of a stop
 * @param cuts weight of cutting or healing links
 * @param forgeries weight of an ACCEPT from a member that does not own its ballot
 * @param handOvers weight of asking a node to hand over
 * @param hints weight of telling a node, true or not, that a link came or went
 * @param changes weight of asking for another configuration
 * @param floodPercent of requests that go to every replica and not only to one
 * @param clients each with a session of its own
 * @param firstSequence of every client
 * @param reckless members that keep nothing may also stop when too many are without memory
 */
record Knobs(
    Setup setup,
    int steps,
    int lossPercent,
    int repeatPercent,
    int oldestPercent,
    int ticks,
    int requests,
    int reads,
    int restarts,
    int stops,
    int cuts,
    int forgeries,
    int handOvers,
    int hints,
    int changes,
    int floodPercent,
    int clients,
    long firstSequence,
    boolean reckless) {

  /** With leases, time is real, and clocks keep to this bound. */
  private static final Lease LEASE = new Lease(16, 100_000);

  static Knobs drawn(int members, Durability durability, SplittableRandom random) {
    boolean small = members <= 9;
    // Where nobody can do without any member, nobody can win its memory back.
    int least = durability == Durability.VOLATILE ? 2 : 1;
    int drawn = least + random.nextInt(members - 2 * (least - 1));
    int phase2 = random.nextInt(3) == 0 ? drawn : members / 2 + 1;
    int phase1 = phase2 == members / 2 + 1 ? phase2 : members - phase2 + 1;
    int clients = 1 + random.nextInt(4);
    Setup setup =
        Setup.of(members)
            .seed(random.nextLong())
            .firstLeader(1 + random.nextInt(members))
            .quorums(phase1, phase2)
            .timing(random.nextBoolean() ? new Timing(2, 8, 16, 4) : new Timing(5, 20, 50, 8))
            .messageBytesMax(random.nextBoolean() ? 256 : 1500)
            .windowSlots(pick(random, 1 + random.nextInt(5), 8, 64, 1 << 16))
            .sessionsMax(pick(random, 1, 2, 64, 64, 64))
            .pipeline(pick(random, 1, 2, 5, 1 << 20), pick(random, 1, 3, 64))
            .machine(random.nextBoolean())
            .durability(durability)
            .succession(succession(members, random))
            .framed(random.nextInt(4) == 0);
    boolean changing = members > 2 && small && random.nextInt(3) == 0;
    if (changing) {
      int fewest = durability == Durability.VOLATILE ? 3 : 1; // Of two, none could ask the others.
      setup
          .beginners(fewest + random.nextInt(members - fewest + 1))
          .windowSlots(pick(random, 1 + random.nextInt(5), 8, 64));
      setup.firstLeader(1 + random.nextInt(setup.beginners));
    }
    if (setup.machine && small && random.nextInt(3) == 0) {
      setup.lease(LEASE);
    }
    return new Knobs(
        setup,
        small ? 2500 : 12000,
        on(random) * random.nextInt(30),
        on(random) * random.nextInt(30),
        pick(random, 0, 50, 90),
        small ? pick(random, 10, 30, 60) : 40,
        small ? pick(random, 3, 10, 30) : 1,
        setup.machine && small ? pick(random, 0, 3, 10) : 0,
        on(random) * 2,
        on(random) * 2,
        on(random) * 3,
        members == 1 ? 0 : on(random) * 2,
        on(random) * 2,
        on(random) * 5,
        changing ? 1 + random.nextInt(3) : 0,
        on(random) * 40,
        clients,
        pick(random, 1, 1, 1 << 20) == 1 ? 1 : Long.MAX_VALUE - 10,
        durability == Durability.VOLATILE && !changing && random.nextInt(8) == 0);
  }

  /** Whatever it says, and it may differ from who leads first. */
  private static Succession succession(int members, SplittableRandom random) {
    if (members < 2 || random.nextInt(3) > 0) {
      return Succession.NONE;
    }
    int preferred = 1 + random.nextInt(members);
    int backup = 1 + random.nextInt(members);
    return new Succession(preferred, backup == preferred ? 0 : backup, random.nextInt(3) * 20);
  }

  private static int on(SplittableRandom random) {
    return random.nextInt(2);
  }

  private static int pick(SplittableRandom random, int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Where time is real: as much of a tick as would pass at random. */
  double stepTicks() {
    return ticks / (100.0 + ticks + requests) / setup.members;
  }
}
