package io.quorate.check.txn;

/** Why one transaction must come before another. */
public enum Dependency {
  /** It wrote a version of a key, and the other a later one. */
  WW("ww"),
  /** The other read what it wrote. */
  WR("wr"),
  /** The other overwrote what it read: an anti-dependency. */
  RW("rw"),
  /** They are of one process, which ran it first. */
  PROCESS("process"),
  /** It ended before the other began. */
  REALTIME("realtime");

  private final String word;

  Dependency(String word) {
    this.word = word;
  }

  /** The word of the literature, such as {@code rw}. */
  public String word() {
    return word;
  }
}
