package io.quorate.fabric.campaign;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.GroupLimits;
import io.quorate.fabric.Host;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Reads;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.Swarm;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.run.Scenario;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Lease;
import io.quorate.paxos.Quorums;

/**
 * Turns the knobs of a scenario by its seed: constants that somebody chose once, and with which
 * every run would otherwise be alike. (The idea is FoundationDB's: Zhou and others, "FoundationDB:
 * a distributed unbundled transactional key-value store", SIGMOD 2021, section 4.) A small window
 * fills up and is reused at once, short time-outs make elections, a small frame pages promises and
 * cuts snapshots; the more of that happens in a millisecond, the shorter a run may be.
 *
 * <p>What decides that a fabric is the one that is meant stays: switches, links, members, the
 * service. Nothing is drawn that a fabric file could not say.
 */
public final class Knobs {

  /** The most slots that a drawn window has; the fewest are 4. */
  private static final int WINDOW_SCALES = 7;

  /** Frames that still carry the longest value and the longest answer of the workload. */
  private static final int SMALL_MTU_BYTES = 800;

  private static final long THINK_NS_LEAST = 250_000;
  private static final int THINK_SCALES = 6;
  private static final int PROCESSES_MAX = 4;
  private static final int KEYS_MAX = 6;
  private static final int SESSIONS_MAX = 16;
  private static final int LEASE_HEARTBEATS = 4;
  private static final int LEASE_LENGTHS = 3;
  private static final int DRIFT_PPM = 100_000;
  private static final int DRIFT_SCALES = 3;
  private static final int IN_FLIGHT_SCALES = 4;
  private static final int BATCH_SCALES = 6;

  /** A drawn length is between a 64th and an eighth of the length that was asked for. */
  private static final int SHORTEST_SHIFT = 6;

  private static final int LENGTH_SCALES = 3;

  /** Of the fabric's intervals and window; the other knobs have streams of their own. */
  private final SeededRandom random;

  private Knobs(SeededRandom random) {
    this.random = random;
  }

  /**
   * The scenario of a seed: its constants, its load, its length and its faults are drawn.
   *
   * @param workload if it is the default, the pace is drawn; any other was asked for, and stays
   * @param durationNs how long the longest run may be; most are much shorter
   */
  public static Scenario drawn(Fabric fabric, Workload workload, long seed, long durationNs) {
    SeededRandom random = new SeededRandom(seed);
    Knobs knobs = new Knobs(random.split("knobs"));
    Fabric turned = knobs.fabric(fabric);
    Workload paced = knobs.pace(fabric, workload);
    long lengthNs = knobs.lengthNs(durationNs);
    FaultSchedule faults = Swarm.draw(turned, random.split("faults"), 0, lengthNs);
    return new Scenario(turned, paced, faults, seed, lengthNs);
  }

  private Fabric fabric(Fabric written) {
    boolean small = written.mtuBytes() > SMALL_MTU_BYTES && random.nextInt(3) == 0;
    return written.with(group(written.group()), small ? SMALL_MTU_BYTES : written.mtuBytes());
  }

  /** All intervals shrink alike, to a quarter at most; retransmission by itself. */
  private PaxosGroup group(PaxosGroup written) {
    int quarters = 1 + random.nextInt(4);
    int heartbeat = quartersOf(written.heartbeatTicks(), quarters);
    int least = Math.max(2 * heartbeat, quartersOf(written.electionTicksMin(), quarters));
    return written.turned(
        heartbeat,
        least,
        Math.max(least, quartersOf(written.electionTicksMax(), quarters)),
        quartersOf(written.retransmitTicks(), 1 + random.nextInt(4)),
        random.nextInt(3) > 0 ? 4 << random.nextInt(WINDOW_SCALES) : written.windowSlots(),
        random.nextInt(4) == 0 ? quorums(written) : written.quorums(),
        limits(written),
        reads(written.reads(), heartbeat));
  }

  /**
   * Where reads take no slot, some runs have leases and some have not. Leases may be longer than
   * the wait before an election, so that they matter, and clocks far apart.
   */
  private Reads reads(Reads written, int heartbeat) {
    if (written.path() == Reads.Path.LOG) {
      return written;
    }
    SeededRandom random = this.random.split("reads");
    int more = written.path() == Reads.Path.LEASE ? 4 : 2;
    return random.nextInt(more) == 0
        ? new Reads(Reads.Path.INDEX, Lease.NONE)
        : new Reads(
            Reads.Path.LEASE,
            new Lease(
                LEASE_HEARTBEATS * heartbeat * (1 + random.nextInt(LEASE_LENGTHS)),
                DRIFT_PPM << random.nextInt(DRIFT_SCALES)));
  }

  /**
   * Few sessions only where every operation has a slot: what became of a request of a forgotten
   * session is unknown, and without slots the checker would have to try every answer.
   */
  private GroupLimits limits(PaxosGroup written) {
    SeededRandom random = this.random.split("limits");
    GroupLimits limits = written.limits();
    if (random.nextInt(4) == 0 && written.reads().path() == Reads.Path.LOG) {
      limits = limits.withSessionsMax(1 + random.nextInt(SESSIONS_MAX));
    }
    return random.nextInt(4) == 0
        ? limits.withPipeline(
            1 << random.nextInt(IN_FLIGHT_SCALES), 1 << random.nextInt(BATCH_SCALES))
        : limits;
  }

  private static int quartersOf(int ticks, int quarters) {
    return Math.max(1, Math.ceilDiv(ticks * quarters, 4));
  }

  /**
   * Any size in phase 2, and the least in phase 1 that meets it; where members keep nothing, only
   * such as leave enough others to ask.
   */
  private Quorums quorums(PaxosGroup written) {
    SeededRandom random = this.random.split("quorums");
    int members = written.acceptors().size();
    int phase2 = 1 + random.nextInt(members);
    Quorums drawn = new Quorums(members, members - phase2 + 1, phase2);
    boolean fits = written.durability() == Durability.DURABLE || drawn.recovery() < members;
    return fits ? drawn : written.quorums();
  }

  private Workload pace(Fabric fabric, Workload written) {
    SeededRandom random = this.random.split("pace");
    if (!written.equals(Workload.DEFAULT) || random.nextInt(8) == 0) {
      return written;
    }
    return written.withPace(
        1 + random.nextInt(PROCESSES_MAX),
        readers(fabric),
        1 + random.nextInt(KEYS_MAX),
        THINK_NS_LEAST << random.nextInt(THINK_SCALES),
        written.timeoutNs() >> random.nextInt(4),
        written.timeoutMaxNs() >> random.nextInt(4));
  }

  /**
   * Some hosts that only read, so that a leader which is cut off from all others, and does not know
   * it, has nothing to do but what it can; but not all.
   */
  private int readers(Fabric fabric) {
    SeededRandom random = this.random.split("readers");
    long hosts = fabric.hosts().stream().filter(host -> host.role() == Host.Role.CLIENT).count();
    int more = fabric.group().reads().path() == Reads.Path.LOG ? 2 : 4;
    return random.nextInt(more) == 0 || hosts < 2 ? 0 : 1 + random.nextInt((int) hosts - 1);
  }

  private long lengthNs(long mostNs) {
    SeededRandom random = this.random.split("length");
    long scaleNs = Math.max(1, mostNs >> SHORTEST_SHIFT) << random.nextInt(LENGTH_SCALES);
    return scaleNs + random.nextLong(scaleNs);
  }
}
