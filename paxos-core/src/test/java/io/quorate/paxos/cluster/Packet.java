package io.quorate.paxos.cluster;

import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.wire.EtherType;
import org.jspecify.annotations.Nullable;

/** A message on its way. Two packets are never equal, though they may say the same. */
public final class Packet {

  private final int to;
  private final Envelope envelope;
  private final byte @Nullable [] frame;

  /**
   * @param to the member it is for
   * @param envelope what was sent
   * @param frame the same as bytes, if the cluster frames its messages
   */
  Packet(int to, Envelope envelope, byte @Nullable [] frame) {
    this.to = to;
    this.envelope = envelope;
    this.frame = frame;
  }

  public int from() {
    return envelope.sender();
  }

  public int to() {
    return to;
  }

  public Envelope envelope() {
    return envelope;
  }

  byte @Nullable [] frame() {
    return frame;
  }

  public EtherType type() {
    return EtherType.of(envelope.message());
  }

  @Override
  public String toString() {
    return from() + "->" + to + " " + Notation.of(envelope.message());
  }
}
