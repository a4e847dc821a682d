package io.quorate.paxos.cluster;

import io.quorate.paxos.Counters;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Succession;
import io.quorate.paxos.Timing;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
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

  /** Elections that healing may take, counted in the longest silence before one. */
  private static final int ELECTIONS_MAX = 15;

  private static final int IN_FLIGHT_MAX = 20_000;

  private final SplittableRandom random;
  private final Knobs knobs;
  private final Clients clients;
  private final Changes changes;
  private final Cluster cluster;
  private final SlowDisks disks;
  private final SlowLinks links;
  private final Readers readers;
  private final Paces paces;
  private int ticksToHeal;

  private RandomSchedule(int members, Durability durability, long seed, Watcher... watchers) {
    random = new SplittableRandom(seed);
    knobs = Knobs.drawn(members, durability, random);
    clients = new Clients(knobs, random.split());
    changes = new Changes(members, random.split());
    readers = new Readers(random.split());
    List<Watcher> all = new ArrayList<>(List.of(watchers));
    all.addAll(List.of(clients, changes, readers));
    cluster = new Cluster(knobs.setup(), all.toArray(Watcher[]::new));
    readers.know(cluster.invariants());
    disks = new SlowDisks(cluster, knobs.setup().durability, random.split());
    links = new SlowLinks(cluster, random.split());
    double drift = knobs.setup().lease.driftPpm() / 1e6;
    paces = new Paces(cluster, random.split(), knobs.stepTicks(), 1 - drift, 1 + drift);
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
      act();
    }
    heal();
    if (!cluster.isMemoryLost()) {
      serve();
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
        ticksToHeal);
  }

  // ---------------------------------------------------------------- faults

  private void act() {
    boolean timely = knobs.setup().lease.isOn();
    int ticks = timely ? 0 : knobs.ticks();
    if (timely) {
      paces.step();
    }
    int deliveries = cluster.inFlight().isEmpty() ? 0 : 100;
    int draw =
        random.nextInt(
            deliveries
                + ticks
                + knobs.requests()
                + knobs.reads()
                + knobs.restarts()
                + knobs.stops()
                + knobs.cuts()
                + knobs.forgeries()
                + knobs.handOvers()
                + knobs.changes()
                + knobs.hints()
                + disks.weight()
                + links.weight());
    if ((draw -= knobs.changes()) < 0) {
      changes.ask(cluster);
    } else if ((draw -= deliveries) < 0) {
      deliverOne();
    } else if ((draw -= knobs.reads()) < 0) {
      readers.ask(cluster);
    } else if ((draw -= ticks) < 0) {
      cluster.tick(node());
    } else if ((draw -= knobs.requests()) < 0) {
      clients.request(cluster);
    } else if ((draw -= disks.weight()) < 0) {
      disks.act();
    } else if ((draw -= links.weight()) < 0) {
      links.act();
    } else if ((draw -= knobs.restarts()) < 0) {
      restart(node());
    } else if ((draw -= knobs.stops()) < 0) {
      stopOrStart(node());
    } else if ((draw -= knobs.cuts()) < 0) {
      cutOrHeal();
    } else if ((draw -= knobs.forgeries()) < 0) {
      forge();
    } else if ((draw -= knobs.handOvers()) < 0) {
      handOver();
    } else {
      hint();
    }
  }

  /** The leader, if there is one, as a rule: nobody else can hand over. */
  private void handOver() {
    int leader = cluster.leader();
    int from = leader == 0 || percent(10) ? node() : leader;
    if (!cluster.isStopped(from)) {
      cluster.step(from, new Event.HandOver(node()));
    }
  }

  /** A link came or went, or somebody has it that it did. */
  private void hint() {
    int at = node();
    int about = percent(50) ? cluster.replica(at).trusted() : node();
    if (!cluster.isStopped(at) && about != at) {
      cluster.step(at, new Event.Link(about, percent(30)));
    }
  }

  private int node() {
    return 1 + random.nextInt(cluster.members());
  }

  private boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  private void deliverOne() {
    List<Packet> inFlight = cluster.inFlight();
    int index = percent(knobs.oldestPercent()) ? 0 : random.nextInt(inFlight.size());
    if (inFlight.size() > IN_FLIGHT_MAX || percent(knobs.lossPercent())) {
      inFlight.remove(index);
    } else if (percent(knobs.repeatPercent())) {
      cluster.repeat(inFlight.get(index));
    } else {
      cluster.deliver(inFlight.remove(index));
    }
  }

  private void restart(int node) {
    if (knobs.reckless() || cluster.mayForget(node)) {
      cluster.restart(node);
    }
  }

  private void stopOrStart(int node) {
    if (cluster.isStopped(node)) {
      cluster.restart(node);
    } else if (knobs.reckless() || cluster.mayForget(node)) {
      cluster.stop(node);
    }
  }

  private void cutOrHeal() {
    switch (random.nextInt(4)) {
      case 0 -> cluster.heal();
      case 1 -> cluster.isolate(node());
      case 2 -> cluster.cutOneWay(node(), node());
      default -> cluster.cut(node(), node());
    }
  }

  /** Some member proposes a no-op in place of what the ballot's owner proposes. */
  private void forge() {
    List<Packet> accepts =
        cluster.inFlight().stream().filter(each -> each.type() == EtherType.ACCEPT).toList();
    int forger = node();
    if (accepts.isEmpty() || cluster.replica(forger).isRecovering()) {
      return; // Whoever is without memory is known by its silence.
    }
    Packet packet = accepts.get(random.nextInt(accepts.size()));
    Message.Accept accept = (Message.Accept) packet.envelope().message();
    if (forger != accept.ballot().node() && forger != packet.to()) {
      Message forged = new Message.Accept(accept.ballot(), accept.slot(), Value.NOOP);
      cluster.send(packet.to(), cluster.from(forger, forged));
    }
  }

  // ---------------------------------------------------------------- liveness

  /**
   * Without faults, all requests complete and all replicas deliver the same slots, in time: that of
   * some elections, and of a repetition for each open request, for where the window is a few slots
   * wide, what overtakes is lost to it.
   */
  private void heal() {
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
  private void serve() {
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
