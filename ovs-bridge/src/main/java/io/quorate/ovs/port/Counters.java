package io.quorate.ovs.port;

import java.util.concurrent.atomic.AtomicLong;

/** A port's counters: written by the thread that uses the port, read by any. */
final class Counters {

  /** Written by one thread, so that adding needs no locked instruction. */
  static final class Counter {
    private final AtomicLong value = new AtomicLong();

    void add(long amount) {
      value.setOpaque(value.getPlain() + amount);
    }

    long get() {
      return value.getOpaque();
    }
  }

  final Counter received = new Counter();
  final Counter truncated = new Counter();
  final Counter unfinishedChecksums = new Counter();
  final Counter sent = new Counter();
  final Counter unsentSize = new Counter();
  final Counter unsentLinkDown = new Counter();
  final Counter unsentNoBuffer = new Counter();
  final Counter unsentOther = new Counter();

  PortStatistics with(long kernelDrops) {
    return with(kernelDrops, truncated.get());
  }

  PortStatistics with(long kernelDrops, long truncatedFrames) {
    return new PortStatistics(
        received.get(),
        kernelDrops,
        truncatedFrames,
        unfinishedChecksums.get(),
        sent.get(),
        unsentSize.get(),
        unsentLinkDown.get(),
        unsentNoBuffer.get(),
        unsentOther.get());
  }

  long unsent() {
    return unsentSize.get() + unsentLinkDown.get() + unsentNoBuffer.get() + unsentOther.get();
  }
}
