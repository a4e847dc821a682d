package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;

/**
 * The program at the client's edge: of the answers that all service hosts send, one is unwrapped
 * and given to the client, as an ordinary packet from the service address.
 */
public final class Consolidation {

  private final Directory directory;
  private final String switchName;
  private final ProgramCounters counters;
  private final ReplyLedger ledger;

  /**
   * @param switchName whose clients are given answers
   */
  public Consolidation(Directory directory, String switchName, ProgramCounters counters) {
    this.directory = directory;
    this.switchName = switchName;
    this.counters = counters;
    this.ledger =
        new ReplyLedger(directory.serviceHosts().size(), directory.fabric().service().agree());
  }

  Verdict run(Frame frame) {
    switch (PaxosFrame.read(frame.bytes())) {
      case Decoded.Malformed malformed -> counters.count(Reason.MALFORMED_FRAME);
      case Decoded.Frame read -> {
        if (read.envelope().message() instanceof Message.Reply reply) {
          return consolidate(frame, reply.result());
        }
        counters.count(Reason.WRONG_PROGRAM);
      }
    }
    return Verdict.STOP;
  }

  private Verdict consolidate(Frame frame, Value reply) {
    int number = (int) (reply.sequence() >>> OnReply.NUMBER_BITS);
    byte[] packet = reply.bytes();
    Host client = directory.client(SessionId.ipv4(reply.session()));
    // A wrong bit in the Ethernet destination may have brought it here: no checksum covers that.
    if (client == null || !client.attachedTo().equals(switchName)) {
      return drop(Reason.BAD_REPLY);
    }
    if (number >= directory.serviceHosts().size() || !Ipv4.isValid(packet, 0)) {
      return drop(Reason.BAD_REPLY);
    }
    int udp = Ipv4.payloadAt(packet, 0);
    if (Ipv4.protocol(packet, 0) != Ipv4.PROTOCOL_UDP || packet.length - udp < Udp.BYTES) {
      return drop(Reason.BAD_REPLY);
    }
    long count = reply.sequence() & ((1L << OnReply.NUMBER_BITS) - 1);
    return switch (ledger.add(number, count, reply.session(), packet, udp, packet.length)) {
      case PASS_ON -> {
        frame.replace(unwrap(packet, client));
        yield Verdict.GO_ON;
      }
      case HOLD, REPEATED -> drop(Reason.REPEATED_REPLY);
      case LATE -> drop(Reason.LATE_REPLY);
    };
  }

  private byte[] unwrap(byte[] packet, Host client) {
    byte[] frame = new byte[Ethernet.HEADER_BYTES + packet.length];
    Ethernet.putHeader(frame, client.mac(), directory.fabric().service().mac(), Ethernet.TYPE_IPV4);
    System.arraycopy(packet, 0, frame, Ethernet.HEADER_BYTES, packet.length);
    return frame;
  }

  private Verdict drop(Reason reason) {
    counters.count(reason);
    return Verdict.STOP;
  }
}
