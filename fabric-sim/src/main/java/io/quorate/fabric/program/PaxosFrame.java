package io.quorate.fabric.program;

import io.quorate.fabric.packet.Ethernet;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.Decoder;
import io.quorate.paxos.wire.Encoder;
import io.quorate.paxos.wire.EtherType;

/** Paxos messages as whole Ethernet frames. */
public final class PaxosFrame {

  private PaxosFrame() {}

  /** A frame that carries the message. */
  public static byte[] of(long destinationMac, long sourceMac, Envelope envelope) {
    byte[] frame = new byte[Ethernet.HEADER_BYTES + Encoder.length(envelope.message())];
    int type = EtherType.of(envelope.message()).code();
    Ethernet.putHeader(frame, destinationMac, sourceMac, type);
    Encoder.encode(envelope, frame, Ethernet.HEADER_BYTES);
    return frame;
  }

  /** What the frame says; {@code Malformed} for anything that is not one of ours. */
  public static Decoded read(byte[] frame) {
    return Ethernet.isWhole(frame)
        ? Decoder.decode(Ethernet.type(frame), frame, Ethernet.HEADER_BYTES, frame.length)
        : new Decoded.Malformed("shorter than an Ethernet header");
  }
}
