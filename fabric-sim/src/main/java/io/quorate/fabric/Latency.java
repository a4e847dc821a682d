package io.quorate.fabric;

/** Distribution of a link's propagation delay; all times in nanoseconds. */
public sealed interface Latency {

  /** Always the same. */
  record Constant(long delayNs) implements Latency {}

  /** Uniform between {@code minNs} and {@code maxNs}, both included. */
  record Uniform(long minNs, long maxNs) implements Latency {}

  /** Normal, cut off below at {@code minNs}. */
  record Normal(long meanNs, long deviationNs, long minNs) implements Latency {}

  /** {@code minNs} plus an exponential of mean {@code meanNs - minNs}. */
  record Exponential(long minNs, long meanNs) implements Latency {}
}
