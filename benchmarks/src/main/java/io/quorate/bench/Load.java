package io.quorate.bench;

import io.quorate.paxos.Value;

/** What the clients of the core's benchmarks ask for: values of 64 bytes from 64 sessions. */
final class Load {

  /** Requests that are on their way at once; one of each session. */
  static final int OUTSTANDING = 64;

  /** Values that share a slot at most. */
  static final int BATCH = 64;

  /** Requests on their way at once where they are put into batches; one of each session. */
  static final int MANY = 256;

  private static final int VALUE_BYTES = 64;

  private Load() {}

  /** A fresh request, as it would come from the network. */
  static Value value(int session, long sequence) {
    return Value.of(session, sequence, bytes());
  }

  static byte[] bytes() {
    return new byte[VALUE_BYTES];
  }
}
