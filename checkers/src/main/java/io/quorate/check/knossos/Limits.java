package io.quorate.check.knossos;

import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/**
 * Watches a budget from outside. What Knossos' tables take can only be seen as growth of the heap,
 * and only where a collection has counted what is reachable.
 */
final class Limits {
  /** A heap as full as this is as good as spent, whatever the budget. */
  private static final double FULL = 0.9;

  private final Budget budget;
  private final long reachableAtFirst;
  private final long beganNs;

  /** From now on. */
  Limits(Budget budget) {
    this.budget = budget;
    this.reachableAtFirst = reachableBytes();
    this.beganNs = budget.clockNs().getAsLong();
  }

  /** What is spent, null if nothing is. */
  @Nullable Exhaustion spent() {
    if (budget.cancelled().getAsBoolean()) {
      return Exhaustion.CANCELLED;
    }
    if (budget.clockNs().getAsLong() - beganNs >= budget.timeNs()) {
      return Exhaustion.TIME;
    }
    long reachable = reachableBytes();
    boolean full = reachable > FULL * Runtime.getRuntime().maxMemory();
    return full || reachable - reachableAtFirst > budget.memoryBytes() ? Exhaustion.MEMORY : null;
  }

  /** What the last collections left. */
  private static long reachableBytes() {
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      bytes += left == null ? 0 : left.getUsed();
    }
    return bytes;
  }
}
