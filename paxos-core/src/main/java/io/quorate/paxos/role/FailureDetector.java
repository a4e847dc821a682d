package io.quorate.paxos.role;

import io.quorate.paxos.Timing;
import java.util.random.RandomGenerator;

/**
 * Turns silence into suspicion: after a random number of ticks without word from a leader it is
 * time to stand for election. The number is drawn anew for each leader and each candidacy, so that
 * rivals drift apart.
 */
public final class FailureDetector {

  private static final int BACK_OFF_MAX = 3;

  private final Timing timing;
  private final int leastTicks;
  private final int mostTicks;
  private final RandomGenerator random;
  private int silentTicks;
  private int patienceTicks;
  private int backOff;
  private boolean heardAnybody = true;

  /** As patient as the timing says. */
  public FailureDetector(Timing timing, RandomGenerator random) {
    this(timing, timing.electionTicksMin(), timing.electionTicksMax(), random);
  }

  /**
   * @param leastTicks least silence that is borne, in the place of what the timing says
   * @param mostTicks most such silence
   */
  public FailureDetector(Timing timing, int leastTicks, int mostTicks, RandomGenerator random) {
    this.timing = timing;
    this.leastTicks = leastTicks;
    this.mostTicks = mostTicks;
    this.random = random;
    rearm();
  }

  /** Word from a leader, or a reason to give another candidate its chance. */
  public void heard() {
    silentTicks = 0;
  }

  /** True if the last word from a leader is so fresh that nobody can be impatient yet. */
  public boolean hearsLeader() {
    return silentTicks < timing.electionTicksMin();
  }

  /** Starts a new wait, of a newly drawn length. */
  public void rearm() {
    silentTicks = 0;
    int spread = mostTicks - leastTicks + 1;
    // A plain remainder: its bias is below 2^-24 for such spreads, and it is the same on every JDK.
    int drawn = leastTicks + (random.nextInt() >>> 1) % spread;
    patienceTicks = drawn << backOff;
  }

  /**
   * This node stands for election. If no member has said anything since it last did, it may be that
   * it hears nobody; the others may hear it all the same, and each candidacy disturbs them. So it
   * waits twice as long before the next, up to 2<sup>{@value #BACK_OFF_MAX}</sup> times.
   */
  public void stood() {
    backOff = heardAnybody ? 0 : Math.min(backOff + 1, BACK_OFF_MAX);
    heardAnybody = false;
    rearm();
  }

  /** A member said something, whatever it was. */
  public void heardMember() {
    heardAnybody = true;
    if (backOff > 0) {
      backOff = 0;
      rearm();
    }
  }

  /** One tick of silence; true if patience has run out. */
  public boolean tick() {
    silentTicks++;
    return silentTicks >= patienceTicks;
  }
}
