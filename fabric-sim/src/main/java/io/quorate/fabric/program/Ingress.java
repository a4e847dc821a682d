package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.EtherType;
import java.util.Arrays;
import java.util.LinkedHashMap;

/**
 * The program at the edge where clients are: an ordinary UDP packet for the service address is
 * stamped with its client's session and a sequence, and wrapped as a CLIENT message for the leader.
 *
 * <p>What cannot be ordered is refused in a way that the client's own stack understands: other
 * protocols, TCP above all, with ICMP "protocol unreachable", other ports with "port unreachable",
 * packets that do not fit a message with "fragmentation needed". Pings of the service address are
 * answered.
 */
public final class Ingress {

  private static final int SESSIONS_MAX = 1 << 16;

  private final Directory directory;
  private final ProgramHost host;
  private final ProgramCounters counters;
  private final int valueBytesMax;

  /** Last sequence of each session, the one unused for longest first. */
  private final LinkedHashMap<Long, Long> sequences = new LinkedHashMap<>();

  private final LinkedHashMap<Integer, RecentPackets> recent = new LinkedHashMap<>();

  private final Registers registers;

  private long stamped;

  /**
   * @param registers one of them is at least as high as any session's sequence, and as any horizon
   *     that was told
   * @param valueBytesMax longest packet, IPv4 header included, that a message can carry
   */
  public Ingress(
      Directory directory,
      ProgramHost host,
      ProgramCounters counters,
      Registers registers,
      int valueBytesMax) {
    this.directory = directory;
    this.registers = registers;
    this.host = host;
    this.counters = counters;
    this.valueBytesMax = valueBytesMax;
  }

  /** Packets stamped and wrapped so far. */
  public long stamped() {
    return stamped;
  }

  Verdict run(Frame frame) {
    byte[] bytes = frame.bytes();
    if (Ethernet.isWhole(bytes) && Ethernet.type(bytes) == EtherType.REFUSAL.code()) {
      return expired(bytes);
    }
    int ip = Ipv4.at(bytes);
    if (ip < 0 || !Ipv4.checksumVerifies(bytes, ip)) {
      return drop(Reason.BAD_PACKET);
    }
    Host client = directory.client(Ipv4.source(bytes, ip));
    if (client == null) {
      return drop(Reason.BAD_PACKET);
    }
    if (Ipv4.isFragment(bytes, ip)) {
      return drop(Reason.FRAGMENT);
    }
    return switch (Ipv4.protocol(bytes, ip)) {
      case Ipv4.PROTOCOL_UDP -> datagram(frame, ip, client);
      case Ipv4.PROTOCOL_ICMP -> ping(bytes, ip);
      default -> refuse(bytes, ip, Icmp.CODE_PROTOCOL, Reason.NOT_UDP);
    };
  }

  private Verdict datagram(Frame frame, int ip, Host client) {
    byte[] bytes = frame.bytes();
    int udp = Udp.at(bytes, ip);
    if (udp < 0 || !Udp.isIntact(bytes, ip, udp)) {
      return drop(Reason.BAD_PACKET);
    }
    if (Udp.destinationPort(bytes, udp) != directory.fabric().service().udpPort()) {
      return refuse(bytes, ip, Icmp.CODE_PORT, Reason.NOT_UDP);
    }
    if (Ipv4.totalBytes(bytes, ip) > valueBytesMax) {
      return refuse(bytes, ip, Icmp.CODE_FRAGMENTATION_NEEDED, Reason.PACKET_TOO_LONG);
    }
    if (isCopy(bytes, ip, udp, client)) {
      return drop(Reason.DUPLICATE_PACKET);
    }
    long session = SessionId.ofPacket(client.ipv4(), Udp.sourcePort(bytes, udp));
    byte[] packet = Arrays.copyOfRange(bytes, ip, Ipv4.end(bytes, ip));
    Value value = Value.of(session, stamp(session), packet);
    host.submitted(value);
    frame.replace(wrap(value));
    return Verdict.GO_ON;
  }

  private boolean isCopy(byte[] bytes, int ip, int udp, Host client) {
    if (!Ipv4.allowsFragments(bytes, ip)) {
      return false;
    }
    RecentPackets window = recent.computeIfAbsent(client.ipv4(), address -> new RecentPackets());
    int ports = Udp.sourcePort(bytes, udp) << 16 | Udp.destinationPort(bytes, udp);
    return !window.add(Ipv4.identification(bytes, ip), ports, checksum(bytes, ip, udp));
  }

  /** Of two copies one may have lost its checksum to a single wrong bit, and be whole even so. */
  private static int checksum(byte[] bytes, int ip, int udp) {
    if (Udp.checksum(bytes, udp) != 0) {
      return Udp.checksum(bytes, udp);
    }
    byte[] copy = bytes.clone();
    Udp.fillChecksum(copy, ip, udp);
    return Udp.checksum(copy, udp);
  }

  /**
   * The next sequence of a session. A session that was forgotten, or is new, starts above every
   * sequence given out so far, so it can never repeat one of its own.
   */
  private long stamp(long session) {
    Long last = sequences.remove(session);
    stamped++;
    long highest = registers.get(Registers.Places.STAMPED) + 1;
    registers.set(Registers.Places.STAMPED, highest);
    long sequence = last == null ? highest : last + 1;
    sequences.put(session, sequence);
    if (sequences.size() > SESSIONS_MAX) {
      sequences.pollFirstEntry();
    }
    return sequence;
  }

  /**
   * The group has forgotten a session, and the packet that it refused is lost. The session's next
   * packet will have a sequence that the group takes.
   */
  private Verdict expired(byte[] frame) {
    if (!(PaxosFrame.read(frame) instanceof Decoded.Frame read)) {
      return drop(Reason.MALFORMED_FRAME);
    }
    if (!(read.envelope().message() instanceof Message.Refusal refusal)
        || refusal.reason() != Message.Refusal.Reason.EXPIRED) {
      return drop(Reason.WRONG_PROGRAM);
    }
    long horizon = refusal.horizon();
    if (horizon - registers.get(Registers.Places.STAMPED) > 0) {
      registers.set(Registers.Places.STAMPED, horizon);
    }
    Long last = sequences.get(refusal.session());
    if (last != null && SessionId.goOn(last + 1, horizon) != last + 1) {
      sequences.put(refusal.session(), horizon);
      counters.count(Reason.SESSION_EXPIRED);
    }
    return Verdict.STOP;
  }

  private byte[] wrap(Value value) {
    int group = directory.fabric().group().id();
    Envelope envelope = new Envelope(group, 0, 0, new Message.Client(value));
    return PaxosFrame.of(Addressing.ofLeader(group), directory.fabric().service().mac(), envelope);
  }

  private Verdict ping(byte[] bytes, int ip) {
    int icmp = Icmp.at(bytes, ip);
    if (icmp < 0
        || !Icmp.checksumVerifies(bytes, ip, icmp)
        || Icmp.type(bytes, icmp) != Icmp.ECHO_REQUEST) {
      return drop(Reason.BAD_PACKET);
    }
    byte[] answer = Icmp.echoReply(bytes, ip, icmp);
    Ethernet.setSource(answer, directory.fabric().service().mac());
    host.emit(answer);
    return Verdict.STOP;
  }

  private Verdict refuse(byte[] bytes, int ip, int code, Reason reason) {
    int mtuBytes = code == Icmp.CODE_FRAGMENTATION_NEEDED ? valueBytesMax : 0;
    byte[] answer = Icmp.unreachable(bytes, ip, code, mtuBytes);
    Ethernet.setSource(answer, directory.fabric().service().mac());
    host.emit(answer);
    return drop(reason);
  }

  private Verdict drop(Reason reason) {
    counters.count(reason);
    return Verdict.STOP;
  }
}
