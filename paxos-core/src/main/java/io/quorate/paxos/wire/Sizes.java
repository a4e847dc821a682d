package io.quorate.paxos.wire;

import io.quorate.paxos.Incarnations;

/** Sizes in bytes that the rest of the core must know to keep its messages within a frame. */
public final class Sizes {

  /** The fixed header, the same in every message. */
  public static final int HEADER = Layout.HEADER_BYTES;

  /** What one vote takes in a PROMISE, beside its value. */
  public static final int VOTE = Layout.VOTE_HEADER_BYTES;

  /** Longest value of a message: its length field has 16 bits. */
  public static final int VALUE_MAX = 0xFFFF;

  private Sizes() {}

  /** What the vector takes in a message; nothing while nobody is known to have started again. */
  public static int of(Incarnations known) {
    return known.size() == 0 ? 0 : ofIncarnations(known.size());
  }

  /** What a vector of so many entries takes, at least 1. */
  public static int ofIncarnations(int entries) {
    return Layout.KNOWN_COUNT_BYTES + entries * Layout.KNOWN_ENTRY_BYTES;
  }
}
