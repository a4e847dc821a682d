package io.quorate.paxos.cluster;

import io.quorate.paxos.Counters;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything that can happen to a group, in an order drawn from a seed; then everything is healed
 * and whatever was asked for must complete. Same members and seed, same schedule.
 */
public final class RandomSchedule {

  /** Lines of the trace that a failure shows. */
  private static final int TRACE_LINES = 60;

  private final Knobs knobs;
  private final Clients clients;
  private final Cluster cluster;
  private final SlowDisks disks;
  private final Readers readers;
  private final Turmoil turmoil;
  private final Healing healing;

  private RandomSchedule(int members, Durability durability, long seed, Watcher... watchers) {
    SplittableRandom random = new SplittableRandom(seed);
    knobs = Knobs.drawn(members, durability, random);
    clients = new Clients(knobs, random.split());
    Changes changes = new Changes(knobs.setup(), random.split());
    readers = new Readers(random.split());
    List<Watcher> all = new ArrayList<>(List.of(watchers));
    all.addAll(List.of(clients, changes, readers));
    cluster = new Cluster(knobs.setup(), all.toArray(Watcher[]::new));
    readers.know(cluster.invariants());
    disks = new SlowDisks(cluster, knobs.setup().durability, random.split());
    SlowLinks links = new SlowLinks(cluster, random.split());
    double drift = knobs.setup().lease.driftPpm() / 1e6;
    Paces paces = new Paces(cluster, random.split(), knobs.stepTicks(), 1 - drift, 1 + drift);
    turmoil = new Turmoil(random, knobs, cluster, clients, changes, readers, disks, links, paces);
    healing = new Healing(random, knobs, cluster, clients, readers, links);
  }

  /** What a schedule came to, so that a test can tell that it tested something. */
  public record Summary(
      int requests,
      int chosen,
      int reproposed,
      int repeated,
      int expired,
      int batched,
      int elections,
      int installations,
      int recoveries,
      boolean memoryLost,
      int outdated,
      int changes,
      int handOversTaken,
      int handOversGivenUp,
      int pollsAtHints,
      int recordsLost,
      int checkpoints,
      int blackouts,
      int reads,
      int readsByLease,
      int ticksToHeal) {}

  /** As {@link #run(int, Durability, long)}, of members with stores. */
  public static Summary run(int members, long seed) {
    return run(members, Durability.DURABLE, seed);
  }

  /** Runs the schedule; a violation is thrown with its trace and the command that replays it. */
  public static Summary run(int members, Durability durability, long seed) {
    try {
      return new RandomSchedule(members, durability, seed).run();
    } catch (AssertionError | RuntimeException violation) {
      throw new AssertionError(
          violation.getMessage()
              + "\n"
              + trace(members, durability, seed)
              + "\nreplay: mvn -q -pl paxos-core test -Dtest=ReplayScheduleTest -Dschedule="
              + members
              + ":"
              + durability
              + ":"
              + seed,
          violation);
    }
  }

  /** Everything that the replicas asked for in a run, folded into a number. */
  public static long digest(int members, long seed) {
    long[] digest = {1};
    Watcher scribe =
        (replica, event, effects) ->
            effects.forEach(
                effect -> digest[0] = digest[0] * 0x100000001B3L ^ Notation.of(effect).hashCode());
    new RandomSchedule(members, Durability.DURABLE, seed, scribe).run();
    return digest[0];
  }

  private static String trace(int members, Durability durability, long seed) {
    Deque<String> lines = new ArrayDeque<>();
    Watcher scribe = (replica, event, effects) -> note(lines, replica, event, effects);
    String end;
    try {
      new RandomSchedule(members, durability, seed, scribe).run();
      end = "THE SECOND RUN DID NOT FAIL: the schedule is not deterministic";
    } catch (AssertionError | RuntimeException violation) {
      end = violation.toString();
    }
    return String.join("\n", lines) + "\n" + end;
  }

  private static void note(
      Deque<String> lines, Replica replica, Event event, List<Effect> effects) {
    if (event instanceof Event.Ticked && effects.isEmpty()) {
      return;
    }
    String what =
        switch (event) {
          case Event.Received e ->
              "from " + e.envelope().sender() + " " + Notation.of(e.envelope().message());
          case Event.Asked e -> "asked " + e.query();
          case Event.Proposed e -> "proposed " + e.value();
          case Event.Ticked e -> "ticked";
          case Event.Booted e -> "booted";
          case Event.HandOver e -> "to hand over to " + e.node();
          case Event.Link e -> "link to " + e.node() + (e.up() ? " up" : " down");
        };
    lines.add(replica.config().self() + ": " + what);
    effects.forEach(effect -> lines.add("     " + Notation.of(effect)));
    while (lines.size() > TRACE_LINES) {
      lines.removeFirst();
    }
  }

  private Summary run() {
    for (int step = 0; step < knobs.steps(); step++) {
      turmoil.act();
    }
    healing.heal();
    if (!cluster.isMemoryLost()) {
      healing.serve();
    }
    int elections = cluster.counted(Counters::electionsWon);
    int handOversTaken = cluster.counted(Counters::handOversTaken);
    int handOversGivenUp = cluster.counted(Counters::handOversGivenUp);
    int pollsAtHints = cluster.counted(Counters::pollsAtHints);
    Invariants seen = cluster.invariants();
    return new Summary(
        clients.issued(),
        seen.chosen(),
        seen.reproposed(),
        seen.repeated(),
        seen.expired(),
        seen.batched(),
        elections,
        seen.installations(),
        seen.recoveries(),
        cluster.isMemoryLost(),
        cluster.counted(Counters::outdated),
        seen.changes(),
        handOversTaken,
        handOversGivenUp,
        pollsAtHints,
        cluster.ofDisks(Disk::recordsLost),
        cluster.ofDisks(Disk::checkpoints),
        disks.blackouts(),
        readers.answered(),
        cluster.counted(Counters::readsByLease),
        healing.ticksToHeal());
  }
}
