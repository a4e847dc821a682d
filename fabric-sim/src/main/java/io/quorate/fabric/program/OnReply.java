package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Verdict;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service host's answer enters the fabric: its source becomes the service address, and it travels
 * as a REPLY to the client's edge. It is numbered among all answers of that host to that edge, so
 * that there a copy made by the network is known, and how far behind others the host is.
 */
public final class OnReply {

  /** Bits of a REPLY's sequence that number the host's answers; above them stands the host. */
  static final int NUMBER_BITS = 48;

  private final Directory directory;
  private final ProgramCounters counters;
  private final @Nullable Delivery delivery;
  private final int node;
  private final int valueBytesMax;

  /** How many answers of each service host went to each edge switch. */
  private final Registers registers;

  /** By edge switch: the register for the first service host. */
  private final TreeMap<String, Integer> places = new TreeMap<>();

  /**
   * @param registers in which answers are counted
   * @param delivery knows which hosts of this switch are out of step
   * @param node Paxos node id of this switch
   * @param valueBytesMax longest packet, IPv4 header included, that a message can carry
   */
  public OnReply(
      Directory directory,
      ProgramCounters counters,
      Registers registers,
      @Nullable Delivery delivery,
      int node,
      int valueBytesMax) {
    this.directory = directory;
    this.registers = registers;
    for (Switch each : directory.fabric().switches()) {
      int before = places.size() * directory.serviceHosts().size();
      places.put(each.name(), Registers.Places.ANSWERS + before);
    }
    this.counters = counters;
    this.delivery = delivery;
    this.node = node;
    this.valueBytesMax = valueBytesMax;
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
    int number = from == null || isOutOfStep(from) ? -1 : directory.serviceNumber(from.ipv4());
    if (number < 0 || client == null || Ipv4.totalBytes(bytes, ip) > valueBytesMax) {
      return drop();
    }
    byte[] packet = Arrays.copyOfRange(bytes, ip, Ipv4.end(bytes, ip));
    Ipv4.setSource(packet, 0, directory.fabric().service().ipv4());
    long session = SessionId.ofPacket(client.ipv4(), Udp.destinationPort(bytes, udp));
    long sequence = (long) number << NUMBER_BITS | nextNumber(number, client.attachedTo());
    int group = directory.fabric().group().id();
    Envelope reply =
        new Envelope(group, node, 0, new Message.Reply(Value.of(session, sequence, packet)));
    frame.replace(PaxosFrame.of(client.mac(), Addressing.ofNode(group, node), reply));
    return Verdict.GO_ON;
  }

  private long nextNumber(int host, String edge) {
    int place = places.getOrDefault(edge, Registers.Places.ANSWERS) + host;
    long number = registers.get(place) + 1;
    registers.set(place, number);
    return number;
  }

  private boolean isOutOfStep(Host host) {
    return delivery != null && delivery.hasGivenUp(host);
  }

  private Verdict drop() {
    counters.count(Reason.BAD_REPLY);
    return Verdict.STOP;
  }
}
