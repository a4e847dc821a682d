package io.quorate.check.monitor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Blocks of operations that stand together in any order, and how they can follow one another. */
final class Zones {
  private final int[] name;
  private final int[] firstReturn;
  private final int[] lastInvocation;
  private final int[] lastReturn;
  private int size;

  /** The last return of two blocks that cannot follow one another. */
  private int conflictBy = -1;

  Zones(int sizeMax) {
    this.name = new int[sizeMax];
    this.firstReturn = new int[sizeMax];
    this.lastInvocation = new int[sizeMax];
    this.lastReturn = new int[sizeMax];
  }

  /** Adds a block; one that stands before all others has its first return at -1. */
  void add(int block, int returned, int invoked, int lastReturned) {
    name[size] = block;
    firstReturn[size] = returned;
    lastInvocation[size] = invoked;
    lastReturn[size] = lastReturned;
    size++;
  }

  /** Where the blocks have no order: the place of a return up to which they have none already. */
  int conflictBy() {
    return conflictBy;
  }

  private void conflict(int block, int other) {
    conflictBy = Math.max(lastReturn[block], lastReturn[other]);
  }

  /** The names of the blocks in an order that time allows, or null. */
  int @Nullable [] arrange() {
    long[] fixed = fixed();
    for (int i = 1; i < fixed.length; i++) {
      if (lastInvocation[(int) fixed[i - 1]] > firstReturn[(int) fixed[i]]) {
        conflict((int) fixed[i - 1], (int) fixed[i]);
        return null;
      }
    }
    long[] all = new long[size];
    for (int block = 0; block < size; block++) {
      long moment = isFixed(block) ? 2L * firstReturn[block] : moment(block, fixed);
      if (moment == NOWHERE) {
        return null;
      }
      all[block] = moment << 32 | block;
    }
    Arrays.sort(all);
    int[] names = new int[size];
    for (int i = 0; i < size; i++) {
      names[i] = name[(int) all[i]];
    }
    return names;
  }

  private static final long NOWHERE = Long.MIN_VALUE;

  private boolean isFixed(int block) {
    return firstReturn[block] < lastInvocation[block];
  }

  /** The blocks that occupy a zone, by its beginning. */
  private long[] fixed() {
    long[] fixed = new long[size];
    int count = 0;
    for (int block = 0; block < size; block++) {
      if (isFixed(block)) {
        fixed[count++] = (long) firstReturn[block] << 32 | block;
      }
    }
    Arrays.sort(fixed, 0, count);
    return Arrays.copyOf(fixed, count);
  }

  /**
   * Where a block that needs but a moment fits: at its last invocation, or behind the zone there.
   */
  private long moment(int block, long[] fixed) {
    int at = lastInvocation[block];
    int before = -1 - Arrays.binarySearch(fixed, (long) at << 32) - 1;
    if (before < 0) {
      return 2L * at;
    }
    int zoneEnd = lastInvocation[(int) fixed[before]];
    if (zoneEnd < at) {
      return 2L * at;
    }
    if (zoneEnd < firstReturn[block]) {
      return 2L * zoneEnd + 1;
    }
    conflict(block, (int) fixed[before]);
    return NOWHERE;
  }
}
