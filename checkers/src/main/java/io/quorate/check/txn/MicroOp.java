package io.quorate.check.txn;

import org.jspecify.annotations.Nullable;

/** One step of a transaction, with keys and versions as {@link Ledger} numbers them. */
final class MicroOp {
  /** What it does. */
  enum Verb {
    APPEND,
    WRITE,
    READ
  }

  /** The version of a register that nobody has written. */
  static final int NIL = -1;

  final Verb verb;
  final int key;

  /** What was written, or read of a register; {@link #NIL} of a list. */
  final int version;

  /** What was read of a list, the versions of its elements; null for all else. */
  final int @Nullable [] list;

  private MicroOp(Verb verb, int key, int version, int @Nullable [] list) {
    this.verb = verb;
    this.key = key;
    this.version = version;
    this.list = list;
  }

  static MicroOp write(Verb verb, int key, int version) {
    return new MicroOp(verb, key, version, null);
  }

  static MicroOp readRegister(int key, int version) {
    return new MicroOp(Verb.READ, key, version, null);
  }

  static MicroOp readList(int key, int[] list) {
    return new MicroOp(Verb.READ, key, NIL, list);
  }

  boolean writes() {
    return verb != Verb.READ;
  }

  /** The elements of a list that was read. */
  int[] elements() {
    if (list == null) {
      throw new IllegalStateException("no list was read");
    }
    return list;
  }
}
