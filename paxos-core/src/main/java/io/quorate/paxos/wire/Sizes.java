package io.quorate.paxos.wire;

/** Sizes in bytes that the rest of the core must know to keep its messages within a frame. */
public final class Sizes {

  /** The fixed header, the same in every message. */
  public static final int HEADER = Layout.HEADER_BYTES;

  /** What one vote takes in a PROMISE, beside its value. */
  public static final int VOTE = Layout.VOTE_HEADER_BYTES;

  /** Longest value of a message: its length field has 16 bits. */
  public static final int VALUE_MAX = 0xFFFF;

  private Sizes() {}
}
