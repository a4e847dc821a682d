package io.quorate.paxos.role;

import io.quorate.paxos.Timing;
import java.util.random.RandomGenerator;

/**
 * Turns silence into suspicion: after a random number of ticks without word from a leader it is
 * time to stand for election. The number is drawn anew for each wait, so that rivals drift apart.
 */
public final class FailureDetector {

  private final Timing timing;
  private final RandomGenerator random;
  private int silentTicks;
  private int patienceTicks;

  public FailureDetector(Timing timing, RandomGenerator random) {
    this.timing = timing;
    this.random = random;
    rearm();
  }

  /** Word from a leader, or a reason to give another candidate its chance. */
  public void heard() {
    silentTicks = 0;
  }

  /** Starts a new wait, of a newly drawn length. */
  public void rearm() {
    silentTicks = 0;
    int spread = timing.electionTicksMax() - timing.electionTicksMin() + 1;
    // A plain remainder: its bias is below 2^-24 for such spreads, and it is the same on every JDK.
    patienceTicks = timing.electionTicksMin() + (random.nextInt() >>> 1) % spread;
  }

  /** One tick of silence; true if patience has run out. */
  public boolean tick() {
    silentTicks++;
    return silentTicks >= patienceTicks;
  }
}
