package io.quorate.paxos;

/**
 * How long a member that answers a leader's heartbeat promises nobody else, so that the leader may
 * answer reads alone meanwhile. Off unless asked for: it is the only part of the protocol that
 * trusts clocks, and wrong clocks make reads stale (never writes wrong).
 *
 * <p>A member's time is its ticks alone. <strong>The bound</strong>: between any two events that a
 * member takes in, a time <i>d</i> apart that is measured in ticks of a perfect clock, its host
 * gives it between (1 − ρ) <i>d</i> − 1 and (1 + ρ) <i>d</i> + 1 ticks. A host that stood still
 * must therefore give the ticks that it owes, or as many as a lease has, before anything else that
 * has waited.
 *
 * <p><strong>What follows from it.</strong> A follower answers a TRUST at time <i>f</i> and pledges
 * L ticks of its own. When it has counted L, at time <i>t</i>, L ≤ (1 + ρ)(<i>t</i> − <i>f</i>) +
 * 1, so it keeps its pledge until <i>f</i> + (L − 1)/(1 + ρ) at least. The leader sent that TRUST
 * at a time <i>s</i> ≤ <i>f</i>, whatever the network did. At a time <i>t</i> when it has counted k
 * ticks since then, k ≥ (1 − ρ)(<i>t</i> − <i>s</i>) − 1, so <i>t</i> is at most <i>s</i> + (k +
 * 1)/(1 − ρ). The pledge is kept at that time if
 *
 * <pre>   (k + 1) / (1 − ρ) ≤ (L − 1) / (1 + ρ)      that is      k ≤ (L − 1)(1 − ρ)/(1 + ρ) − 1,
 * </pre>
 *
 * <p>and the whole part of the right side is {@link #leaderTicks()}. No clock is ever compared with
 * another, so their offsets do not matter.
 *
 * <p>Leases are those of Gray and Cheriton ("Leases: an efficient fault-tolerant mechanism for
 * distributed file cache consistency", 1989, section 2), given to a leader as in Viewstamped
 * Replication (Liskov and Cowling, "Viewstamped Replication Revisited", 2012, section 6.2) and Raft
 * (Ongaro, 2014, section 6.4.1), whose lease rests on the time-out before an election; here a
 * pledge binds promises, and not only votes that a time-out suggests.
 *
 * @param ticks for which a follower is bound, of its own clock; 0: no leases
 * @param driftPpm ρ, in millionths, 0 to 500,000
 */
public record Lease(int ticks, int driftPpm) {

  /** No leases: every read costs a share in a round. */
  public static final Lease NONE = new Lease(0, 0);

  /** Highest bound that can be stated: clocks that are off by a half. */
  public static final int DRIFT_PPM_MOST = 500_000;

  /** Longest lease that can be stated. */
  public static final int TICKS_MOST = 1 << 24;

  private static final long MILLION = 1_000_000;

  public Lease {
    if (ticks < 0 || ticks > TICKS_MOST || driftPpm < 0 || driftPpm > DRIFT_PPM_MOST) {
      throw new IllegalArgumentException(
          "a lease of " + ticks + " ticks, clocks off by " + driftPpm + " ppm");
    }
    if (ticks > 0 && worth(ticks, driftPpm) < 1) {
      throw new IllegalArgumentException(
          "a lease of "
              + ticks
              + " ticks is worth nothing, clocks being off by "
              + driftPpm
              + " ppm");
    }
  }

  /** True if there are leases at all. */
  public boolean isOn() {
    return ticks > 0;
  }

  /** Ticks of the leader's own clock, since it sent the heartbeat, for which it may rely on it. */
  public int leaderTicks() {
    return worth(ticks, driftPpm);
  }

  /** What a lease would be worth to the leader, in its ticks; negative if nothing. */
  public static int worth(int ticks, int driftPpm) {
    return (int) ((ticks - 1) * (MILLION - driftPpm) / (MILLION + driftPpm)) - 1;
  }
}
