package io.quorate.check.search;

import java.util.Arrays;

/**
 * The configurations that the search has entered. Each is a head of three parts, which are compared
 * exactly:
 *
 * <ul>
 *   <li>the rank (how many completed operations, by the time of their return, are all placed) and
 *       the number of the state;
 *   <li>the <em>updates</em>: a bit for each update that is pending at that rank and not yet
 *       placed;
 *   <li>the <em>burden</em>: a bit for each observation that is still to be placed, and for each
 *       crashed operation that was used.
 * </ul>
 *
 * <p>Of two configurations that differ only in the burden, the one whose burden is a subset can do
 * whatever the other can: it has fewer observations to place, and has used up fewer crashed
 * operations. So a configuration is <em>covered</em> by any that was entered with the same rank,
 * state and updates and a burden within its own, and need not be searched.
 */
final class Visited {
  private static final int CHUNK_BITS = 8;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int CHUNK_MASK = CHUNK - 1;
  private static final int HEADS_MAX = 1 << 30;

  private final int updateWords;
  private final int burdenWords;
  private final int stride;
  private final Share share;

  private int[] heads = new int[CHUNK];
  private long[][] words = new long[16][];
  private int[][] next = new int[16][];
  private int size;

  Visited(int updateWords, int burdenWords, Share share) {
    this.updateWords = updateWords;
    this.burdenWords = burdenWords;
    this.stride = 1 + updateWords + burdenWords;
    this.share = share;
    Arrays.fill(heads, -1);
  }

  /** What entering a configuration came to. */
  enum Entry {
    NEW,
    COVERED,
    OUT_OF_MEMORY
  }

  /** Enters a configuration; {@code bits} holds the updates, then the burden. */
  Entry enter(int rank, int state, long[] bits) {
    long head = (long) rank << 32 | state;
    int bucket = hash(head, bits, 0) & (heads.length - 1);
    for (int entry = heads[bucket];
        entry >= 0;
        entry = next[entry >> CHUNK_BITS][entry & CHUNK_MASK]) {
      long[] chunk = words[entry >> CHUNK_BITS];
      int at = (entry & CHUNK_MASK) * stride;
      if (chunk[at] != head || !sameUpdates(chunk, at + 1, bits)) {
        continue;
      }
      if (within(chunk, at + 1 + updateWords, bits)) {
        return Entry.COVERED;
      }
      if (contains(chunk, at + 1 + updateWords, bits)) {
        System.arraycopy(bits, updateWords, chunk, at + 1 + updateWords, burdenWords);
        return Entry.NEW;
      }
    }
    return add(bucket, head, bits);
  }

  private Entry add(int bucket, long head, long[] bits) {
    int entry = size;
    if ((entry & CHUNK_MASK) == 0 && !addChunk(entry >> CHUNK_BITS)) {
      return Entry.OUT_OF_MEMORY;
    }
    long[] chunk = words[entry >> CHUNK_BITS];
    int at = (entry & CHUNK_MASK) * stride;
    chunk[at] = head;
    System.arraycopy(bits, 0, chunk, at + 1, updateWords + burdenWords);
    next[entry >> CHUNK_BITS][entry & CHUNK_MASK] = heads[bucket];
    heads[bucket] = entry;
    size++;
    return size <= heads.length || rehash() ? Entry.NEW : Entry.OUT_OF_MEMORY;
  }

  private boolean addChunk(int number) {
    if (size > Integer.MAX_VALUE - CHUNK || !share.take((8L * stride + 4) * CHUNK)) {
      return false;
    }
    if (number == words.length) {
      words = Arrays.copyOf(words, number * 2);
      next = Arrays.copyOf(next, number * 2);
    }
    words[number] = new long[CHUNK * stride];
    next[number] = new int[CHUNK];
    return true;
  }

  private boolean rehash() {
    if (heads.length == HEADS_MAX) {
      return true;
    }
    if (!share.take(4L * heads.length)) {
      return false;
    }
    heads = new int[heads.length * 2];
    Arrays.fill(heads, -1);
    for (int entry = 0; entry < size; entry++) {
      long[] chunk = words[entry >> CHUNK_BITS];
      int at = (entry & CHUNK_MASK) * stride;
      int bucket = hash(chunk[at], chunk, at + 1) & (heads.length - 1);
      next[entry >> CHUNK_BITS][entry & CHUNK_MASK] = heads[bucket];
      heads[bucket] = entry;
    }
    return true;
  }

  /** Of rank, state and updates only: what may cover one another must meet in one bucket. */
  private int hash(long head, long[] bits, int from) {
    long hash = head * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < updateWords; i++) {
      hash = Long.rotateLeft(hash, 23) ^ (bits[from + i] * 0xC2B2AE3D27D4EB4FL);
    }
    return Mix.mix(hash);
  }

  private boolean sameUpdates(long[] chunk, int at, long[] bits) {
    for (int i = 0; i < updateWords; i++) {
      if (chunk[at + i] != bits[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the entry's burden is within that of {@code bits}. */
  private boolean within(long[] chunk, int at, long[] bits) {
    for (int i = 0; i < burdenWords; i++) {
      if ((chunk[at + i] & ~bits[updateWords + i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the entry's burden contains that of {@code bits}. */
  private boolean contains(long[] chunk, int at, long[] bits) {
    for (int i = 0; i < burdenWords; i++) {
      if ((bits[updateWords + i] & ~chunk[at + i]) != 0) {
        return false;
      }
    }
    return true;
  }
}
