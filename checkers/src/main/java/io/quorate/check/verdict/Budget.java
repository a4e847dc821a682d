package io.quorate.check.verdict;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How much an engine may spend on a verdict. Running out is the verdict {@link Verdict.Unknown},
 * never an error.
 *
 * @param timeNs nanoseconds of the clock, from the start of the check
 * @param memoryBytes bytes that the engine's own tables may take, beside the history
 * @param clockNs a clock that does not go back; read every few hundred steps
 * @param cancelled asked as often as the clock; once true, the engine stops. Both may be asked by
 *     threads of the engine as well as by the caller's
 */
public record Budget(
    long timeNs, long memoryBytes, LongSupplier clockNs, BooleanSupplier cancelled) {

  /** Checks that neither limit is negative. */
  public Budget {
    if (timeNs < 0 || memoryBytes < 0) {
      throw new IllegalArgumentException("a budget is not negative");
    }
  }

  /** This much time by the machine's clock, and half of the largest heap. */
  public static Budget of(Duration time) {
    return new Budget(time.toNanos(), defaultMemoryBytes(), System::nanoTime, () -> false);
  }

  /** As much time as it takes, and half of the largest heap. */
  public static Budget unlimitedTime() {
    return new Budget(Long.MAX_VALUE, defaultMemoryBytes(), System::nanoTime, () -> false);
  }

  /** What is left of the time, for an engine that takes over from one that began then. */
  public Budget since(long beganNs) {
    long leftNs = Math.max(0, timeNs - (clockNs.getAsLong() - beganNs));
    return new Budget(leftNs, memoryBytes, clockNs, cancelled);
  }

  /** The same with another limit of memory. */
  public Budget withMemoryBytes(long bytes) {
    return new Budget(timeNs, bytes, clockNs, cancelled);
  }

  /** The same with another clock. */
  public Budget withClock(LongSupplier clock) {
    return new Budget(timeNs, memoryBytes, clock, cancelled);
  }

  /** The same with a way to cancel, such as {@code flag::get} or {@code thread::isInterrupted}. */
  public Budget withCancellation(BooleanSupplier stop) {
    return new Budget(timeNs, memoryBytes, clockNs, stop);
  }

  private static long defaultMemoryBytes() {
    return Runtime.getRuntime().maxMemory() / 2;
  }
}
