package io.quorate.ovs.link;

import java.time.Instant;

/** Nanoseconds since 1970 that never go back, from one reading of the clock at the start. */
final class WallTime {

  private static final long BASE_NS = base();

  private WallTime() {}

  private static long base() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
  }

  static long nowNs() {
    return BASE_NS + System.nanoTime();
  }
}
