package io.quorate.paxos.wire;

import io.quorate.paxos.message.Envelope;

/** What bytes from the network turned out to be. */
public sealed interface Decoded {

  /** A message, and who says to have sent it. */
  record Frame(Envelope envelope) implements Decoded {}

  /**
   * Not a message; to be counted and dropped.
   *
   * @param reason for people, a few words
   */
  record Malformed(String reason) implements Decoded {}
}
