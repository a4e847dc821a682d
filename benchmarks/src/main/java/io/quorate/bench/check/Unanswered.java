package io.quorate.bench.check;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Counts what was given up. A checker that gave up once is not asked again in the same trial: it
 * would spend the rest of the measurement on the limit.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Unanswered {
  /** Operations of the benchmark that ended without an answer. */
  public long unanswered;

  private boolean gaveUp;

  /** A new trial, a new chance. */
  @Setup(Level.Trial)
  public void begin() {
    gaveUp = false;
  }

  /** Whether a checker gave up before; then it does now, too. */
  boolean givesUpAgain() {
    unanswered += gaveUp ? 1 : 0;
    return gaveUp;
  }

  boolean gaveUp() {
    return gaveUp;
  }

  void count() {
    gaveUp = true;
    unanswered++;
  }
}
