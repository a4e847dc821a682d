package io.quorate.fabric.link;

import io.quorate.fabric.Latency;
import io.quorate.fabric.random.SeededRandom;

/** Draws propagation delays from one distribution. */
@FunctionalInterface
public interface LatencyDraw {

  /** The next frame's delay in nanoseconds, 0 or more. */
  long nextNs();

  /** The distribution, resolved once so that no frame pays for asking which it is. */
  static LatencyDraw of(Latency latency, SeededRandom random) {
    return switch (latency) {
      case Latency.Constant(long delayNs) -> () -> delayNs;
      case Latency.Uniform(long minNs, long maxNs) ->
          minNs == maxNs ? () -> minNs : () -> random.nextLong(minNs, maxNs + 1);
      case Latency.Normal(long meanNs, long deviationNs, long minNs) ->
          () -> Math.max(minNs, (long) random.nextGaussian((double) meanNs, (double) deviationNs));
      case Latency.Exponential(long minNs, long meanNs) ->
          () -> minNs + (long) ((meanNs - minNs) * random.nextExponential());
    };
  }
}
