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
import java.util.LinkedHashMap;

/**
 * The program at the client's edge: of the answers that all service hosts send, one is unwrapped
 * and given to the client, as an ordinary packet from the service address.
 */
public final class Consolidation {

  private static final int CLIENTS_MAX = 1 << 12;

  private final Directory directory;
  private final ProgramCounters counters;
  private final AntiReplay[] seen;

  /** By session, the one unused for longest first. */
  private final LinkedHashMap<Long, ReplyLedger> ledgers = new LinkedHashMap<>();

  public Consolidation(Directory directory, ProgramCounters counters) {
    this.directory = directory;
    this.counters = counters;
    this.seen = new AntiReplay[directory.serviceHosts().size()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = new AntiReplay();
    }
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
    if (number >= seen.length || client == null || !Ipv4.isValid(packet, 0)) {
      return drop(Reason.BAD_REPLY);
    }
    int udp = Ipv4.payloadAt(packet, 0);
    if (Ipv4.protocol(packet, 0) != Ipv4.PROTOCOL_UDP || packet.length - udp < Udp.BYTES) {
      return drop(Reason.BAD_REPLY);
    }
    long count = reply.sequence() & ((1L << OnReply.NUMBER_BITS) - 1);
    if (!seen[number].isNew(count)) {
      return drop(Reason.REPEATED_REPLY);
    }
    if (!ledger(reply.session()).add(number, packet, udp, packet.length)) {
      return drop(Reason.REPEATED_REPLY);
    }
    frame.replace(unwrap(packet, client));
    return Verdict.GO_ON;
  }

  private ReplyLedger ledger(long session) {
    ReplyLedger ledger =
        ledgers.computeIfAbsent(
            session, key -> new ReplyLedger(seen.length, directory.fabric().service().agree()));
    ledgers.putLast(session, ledger);
    if (ledgers.size() > CLIENTS_MAX) {
      ledgers.pollFirstEntry();
    }
    return ledger;
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
