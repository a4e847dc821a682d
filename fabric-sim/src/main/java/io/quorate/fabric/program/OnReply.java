package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A service host's answer enters the fabric: its source becomes the service address, and it travels
 * as a REPLY to the client's edge, numbered, so that a copy made by the network is known there.
 */
public final class OnReply {

  /** Bits of a REPLY's sequence that number the host's answers; above them stands the host. */
  static final int NUMBER_BITS = 48;

  private final Directory directory;
  private final ProgramCounters counters;
  private final @Nullable Delivery delivery;
  private final int node;
  private final int valueBytesMax;
  private final long[] numbers;

  /**
   * @param delivery knows which hosts of this switch are out of step
   * @param node Paxos node id of this switch
   * @param valueBytesMax longest packet, IPv4 header included, that a message can carry
   */
  public OnReply(
      Directory directory,
      ProgramCounters counters,
      @Nullable Delivery delivery,
      int node,
      int valueBytesMax) {
    this.directory = directory;
    this.counters = counters;
    this.delivery = delivery;
    this.node = node;
    this.valueBytesMax = valueBytesMax;
    this.numbers = new long[directory.serviceHosts().size()];
  }

  Verdict run(Frame frame) {
    byte[] bytes = frame.bytes();
    int ip = Ipv4.at(bytes);
    int udp = ip < 0 ? -1 : Udp.at(bytes, ip);
    if (udp < 0 || !Ipv4.checksumVerifies(bytes, ip) || !Udp.isIntact(bytes, ip, udp)) {
      return drop();
    }
    Host from = directory.host(Ipv4.source(bytes, ip));
    Host client = directory.client(Ipv4.destination(bytes, ip));
    int number = from == null || isOutOfStep(from) ? -1 : directory.serviceHosts().indexOf(from);
    if (number < 0 || client == null || Ipv4.totalBytes(bytes, ip) > valueBytesMax) {
      return drop();
    }
    byte[] packet = Arrays.copyOfRange(bytes, ip, Ipv4.end(bytes, ip));
    Ipv4.setSource(packet, 0, directory.fabric().service().ipv4());
    long session = SessionId.ofPacket(client.ipv4(), Udp.destinationPort(bytes, udp));
    long sequence = (long) number << NUMBER_BITS | ++numbers[number];
    int group = directory.fabric().group().id();
    Envelope reply =
        new Envelope(group, node, 0, new Message.Reply(Value.of(session, sequence, packet)));
    frame.replace(PaxosFrame.of(client.mac(), Addressing.ofNode(group, node), reply));
    Ethernet.setSource(frame.writable(), Addressing.ofNode(group, node));
    return Verdict.GO_ON;
  }

  private boolean isOutOfStep(Host host) {
    return delivery != null && delivery.hasGivenUp(host);
  }

  private Verdict drop() {
    counters.count(Reason.BAD_REPLY);
    return Verdict.STOP;
  }
}
