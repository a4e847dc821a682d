package io.quorate.fabric.sim;

import io.quorate.fabric.Host;
import io.quorate.fabric.app.ClientHost;
import io.quorate.fabric.app.DatagramHandler;
import io.quorate.fabric.app.ReplyHandler;
import io.quorate.fabric.app.UdpService;
import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Icmp;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.MacAddress;
import io.quorate.fabric.packet.Udp;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host with one interface and a small, real network stack: ARP, IPv4, ICMP echo and UDP. All
 * hosts of a fabric are in one IP subnet, so every address is on the link.
 *
 * <p>Packets go out with a fresh IP identification and may be fragmented (DF is 0), as RFC 6864
 * wants of an ordinary sender, so that two datagrams differ even where their contents do not.
 * Fragments that come in are dropped: no link of a fabric is narrower than another.
 */
public final class HostNode implements Node, ClientHost {

  private static final int PORT = 1;

  /** Echo requests that may be unanswered at once. */
  private static final int PINGS_MAX = 64;

  private final Simulator simulator;
  private final Host host;
  private final int payloadBytesMax;
  private final ArpTable arp;
  private final Map<Integer, DatagramHandler> ports = new LinkedHashMap<>();
  private final Map<Long, ReplyHandler> sessions = new LinkedHashMap<>();
  private final Map<Integer, Ping> pings = new LinkedHashMap<>();
  private final long[] counts = new long[HostCount.CODES];
  private final int pingIdentifier;
  private int pingSequence;
  private int identification;
  private @Nullable Lane out;

  private record Ping(long sentNs, PingHandler handler) {}

  /** Takes the answer to an echo request. */
  @FunctionalInterface
  public interface PingHandler {

    /**
     * The answer came.
     *
     * @param roundTripNs time since the request
     */
    void answered(long roundTripNs);
  }

  /**
   * A host that is not attached to its link yet.
   *
   * @param random the run's generator; the host splits its own from it
   * @param mtuBytes longest IPv4 packet that its link takes
   */
  public HostNode(Simulator simulator, SeededRandom random, Host host, int mtuBytes) {
    this.simulator = simulator;
    this.host = host;
    this.payloadBytesMax = mtuBytes - Ipv4.HEADER_BYTES - Udp.BYTES;
    this.arp = new ArpTable(simulator, this);
    SeededRandom own = random.split("host/" + host.name());
    this.identification = own.nextInt(1 << 16);
    this.pingIdentifier = own.nextInt(1 << 16);
  }

  /** Gives the host the direction of its link in which it sends; once, before anything is sent. */
  public void attach(Lane lane) {
    out = lane;
  }

  @Override
  public String name() {
    return host.name();
  }

  public Host host() {
    return host;
  }

  public int ipv4() {
    return host.ipv4();
  }

  @Override
  public long mac() {
    return host.mac();
  }

  /**
   * Opens a UDP port.
   *
   * @throws IllegalStateException when it is open already
   */
  @Override
  public void listen(int port, DatagramHandler handler) {
    if (ports.putIfAbsent(port, handler) != null) {
      throw new IllegalStateException("UDP port " + port + " of " + name() + " is in use");
    }
  }

  /** Opens a session of our own protocol: its REPLYs go to the handler. */
  @Override
  public void open(long session, ReplyHandler handler) {
    sessions.put(session, handler);
  }

  /** Runs a service on a UDP port; its answers go back to where the request came from. */
  public ServedPort serve(int port, UdpService service) {
    ServedPort served = new ServedPort(this, port, service);
    listen(port, served);
    return served;
  }

  /**
   * Sends a datagram.
   *
   * @return false when it is too long for the link's MTU and was not sent
   */
  @Override
  public boolean send(int sourcePort, int destinationIp, int destinationPort, byte[] payload) {
    if (payload.length > payloadBytesMax) {
      count(HostCount.TOO_LONG, 1);
      return false;
    }
    byte[] frame = Udp.frame(0, mac(), ipv4(), destinationIp, sourcePort, destinationPort, payload);
    count(HostCount.DATAGRAMS_OUT, 1);
    sendIp(frame, destinationIp);
    return true;
  }

  /**
   * Sends an echo request.
   *
   * @param handler is told when the answer comes; never, when none does
   */
  public void ping(int destinationIp, byte[] payload, PingHandler handler) {
    if (pings.size() == PINGS_MAX) {
      pings.remove(pings.keySet().iterator().next());
    }
    pingSequence = (pingSequence + 1) & 0xffff;
    byte[] frame =
        Icmp.echoRequest(0, mac(), ipv4(), destinationIp, pingIdentifier, pingSequence, payload);
    pings.put(pingSequence, new Ping(simulator.nowNs(), handler));
    sendIp(frame, destinationIp);
  }

  private void sendIp(byte[] frame, int destinationIp) {
    identification = (identification + 1) & 0xffff;
    Ipv4.setIdentification(frame, Ethernet.HEADER_BYTES, identification, false);
    arp.send(destinationIp, frame);
  }

  @Override
  public void transmit(byte[] frame) {
    if (out == null) {
      throw new IllegalStateException(name() + " is not attached to a link");
    }
    count(HostCount.FRAMES_OUT, 1);
    out.send(frame);
  }

  @Override
  public void carrierChanged(int port, boolean up) {
    if (!up) {
      arp.clear();
    }
  }

  @Override
  public void receive(int port, byte[] frame) {
    assert port == PORT : "a host has one port";
    count(HostCount.FRAMES_IN, 1);
    long destination = Ethernet.destination(frame);
    if (destination != mac() && destination != MacAddress.BROADCAST) {
      count(HostCount.NOT_FOR_US, 1);
      return;
    }
    int arpAt = Arp.at(frame);
    if (arpAt >= 0) {
      arp.receive(frame, arpAt);
      return;
    }
    int ip = Ipv4.at(frame);
    if (ip < 0) {
      receiveOther(frame);
    } else if (!Ipv4.checksumVerifies(frame, ip)) {
      count(HostCount.BAD_IP_CHECKSUM, 1);
    } else if (Ipv4.destination(frame, ip) != ipv4()) {
      count(HostCount.WRONG_ADDRESS, 1);
    } else if (Ipv4.isFragment(frame, ip)) {
      count(HostCount.FRAGMENTS, 1);
    } else {
      receiveIp(frame, ip);
    }
  }

  /** A REPLY or REFUSAL of our own protocol, if anything. */
  private void receiveOther(byte[] frame) {
    boolean taken =
        !sessions.isEmpty()
            && PaxosFrame.read(frame) instanceof Decoded.Frame read
            && take(read.envelope().message());
    if (!taken) {
      count(HostCount.UNKNOWN_PROTOCOL, 1);
    }
  }

  private boolean take(Message message) {
    if (message instanceof Message.Reply(Value result)) {
      ReplyHandler handler = sessions.get(result.session());
      if (handler != null) {
        handler.replied(result);
        return true;
      }
    } else if (message instanceof Message.Refusal refusal) {
      ReplyHandler handler = sessions.get(refusal.session());
      if (handler != null) {
        handler.refused(refusal);
        return true;
      }
    }
    return false;
  }

  private void receiveIp(byte[] frame, int ip) {
    arp.confirm(Ipv4.source(frame, ip), Ethernet.source(frame));
    int udp = Udp.at(frame, ip);
    if (udp >= 0) {
      receiveUdp(frame, ip, udp);
      return;
    }
    int icmp = Icmp.at(frame, ip);
    if (icmp < 0) {
      count(HostCount.UNKNOWN_PROTOCOL, 1);
    } else if (!Icmp.checksumVerifies(frame, ip, icmp)) {
      count(HostCount.BAD_ICMP_CHECKSUM, 1);
    } else {
      receiveIcmp(frame, ip, icmp);
    }
  }

  private void receiveUdp(byte[] frame, int ip, int udp) {
    if (!Udp.isIntact(frame, ip, udp)) {
      count(HostCount.BAD_DATAGRAM, 1);
      return;
    }
    DatagramHandler handler = ports.get(Udp.destinationPort(frame, udp));
    if (handler != null) {
      count(HostCount.DATAGRAMS_IN, 1);
      handler.received(Ipv4.source(frame, ip), Udp.sourcePort(frame, udp), Udp.payload(frame, udp));
    } else {
      count(HostCount.PORT_UNREACHABLE, 1);
      refuse(frame, ip);
    }
  }

  /** Tells the sender that the port is closed; never about a broadcast (RFC 1122, 3.2.2). */
  private void refuse(byte[] frame, int ip) {
    if (!MacAddress.isGroup(Ethernet.destination(frame))) {
      sendIp(Icmp.portUnreachable(frame, ip), Ipv4.source(frame, ip));
    }
  }

  private void receiveIcmp(byte[] frame, int ip, int icmp) {
    switch (Icmp.type(frame, icmp)) {
      case Icmp.ECHO_REQUEST -> {
        count(HostCount.ECHOES_ANSWERED, 1);
        sendIp(Icmp.echoReply(frame, ip, icmp), Ipv4.source(frame, ip));
      }
      case Icmp.ECHO_REPLY -> {
        Ping ping =
            Icmp.identifier(frame, icmp) == pingIdentifier
                ? pings.remove(Icmp.sequence(frame, icmp))
                : null;
        if (ping != null) {
          ping.handler.answered(simulator.nowNs() - ping.sentNs);
        }
      }
      case Icmp.DESTINATION_UNREACHABLE -> count(HostCount.UNREACHABLE_IN, 1);
      default -> count(HostCount.UNKNOWN_PROTOCOL, 1);
    }
  }

  void count(HostCount what, long more) {
    counts[what.code()] += more;
  }

  /** What the stack has counted so far. */
  public long count(HostCount what) {
    return counts[what.code()];
  }
}
