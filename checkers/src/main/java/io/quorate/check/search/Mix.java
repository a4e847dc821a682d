package io.quorate.check.search;

/** Scatters the bits of a word (the finalizer of Stafford's variant 13 of MurmurHash3). */
final class Mix {
  private Mix() {}

  static int mix(long word) {
    long z = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) (z ^ (z >>> 31));
  }
}
