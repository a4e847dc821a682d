package io.quorate.bench;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.wire.Decoded;

/**
 * How a message gets from one node to the next.
 *
 * @param <P> what it is on the way
 */
interface Carrier<P> {

  /** Called once for each receiver, also of a broadcast. */
  P pack(Envelope envelope);

  Envelope unpack(P packed);

  /** The message itself is handed over. */
  final class Direct implements Carrier<Envelope> {
    @Override
    public Envelope pack(Envelope envelope) {
      return envelope;
    }

    @Override
    public Envelope unpack(Envelope packed) {
      return packed;
    }
  }

  /** The message is written into an Ethernet frame of its own, checksum and all, and read back. */
  final class Encoded implements Carrier<byte[]> {
    private static final long ANY_MAC = 0x027A_0000_0000L;

    @Override
    public byte[] pack(Envelope envelope) {
      return PaxosFrame.of(ANY_MAC, ANY_MAC, envelope);
    }

    @Override
    public Envelope unpack(byte[] packed) {
      return switch (PaxosFrame.read(packed)) {
        case Decoded.Frame frame -> frame.envelope();
        case Decoded.Malformed malformed -> throw new AssertionError(malformed.reason());
      };
    }
  }
}
