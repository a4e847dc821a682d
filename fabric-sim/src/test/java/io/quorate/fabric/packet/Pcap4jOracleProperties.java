package io.quorate.fabric.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4EchoPacket;
import org.pcap4j.packet.IcmpV4EchoReplyPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;

/** Packets that we build and rewrite, read and verified by Pcap4J. */
class Pcap4jOracleProperties {
  private static final long MAC_A = 0x020000000001L;
  private static final long MAC_B = 0x020000000002L;

  @Property(tries = 300)
  void readsTheUdpPacketsThatWeBuild(
      @ForAll int source,
      @ForAll int destination,
      @ForAll @IntRange(max = 65535) int sourcePort,
      @ForAll @IntRange(max = 65535) int destinationPort,
      @ForAll @Size(max = 1400) byte[] payload) {
    byte[] frame =
        Udp.frame(MAC_B, MAC_A, source, destination, sourcePort, destinationPort, payload);

    EthernetPacket ethernet = read(frame);
    assertThat(ethernet.getHeader().getDstAddr()).hasToString(MacAddress.format(MAC_B));
    assertThat(ethernet.getHeader().getSrcAddr()).hasToString(MacAddress.format(MAC_A));
    IpV4Packet ip = ethernet.get(IpV4Packet.class);
    assertThat(ip.getHeader().getSrcAddr()).isEqualTo(inet(source));
    assertThat(ip.getHeader().getDstAddr()).isEqualTo(inet(destination));
    UdpPacket udp = ip.get(UdpPacket.class);
    assertThat(udp.getHeader().getSrcPort().valueAsInt()).isEqualTo(sourcePort);
    assertThat(udp.getHeader().getDstPort().valueAsInt()).isEqualTo(destinationPort);
    assertThat(udp.getPayload() == null ? new byte[0] : udp.getPayload().getRawData())
        .isEqualTo(payload);
    assertUdpChecksums(frame);
  }

  @Property(tries = 300)
  void udpChecksumsStayRightWhenRewritten(
      @ForAll int address,
      @ForAll @IntRange(max = 65535) int port,
      @ForAll @IntRange(max = 255) int byteValue,
      @ForAll @Size(max = 100) byte[] payload) {
    byte[] frame = Udp.frame(MAC_B, MAC_A, 0x0a000001, 0x0a000002, 1000, 2000, payload);
    int ip = Ipv4.at(frame);
    int udp = Udp.at(frame);
    Ipv4.setDestination(frame, ip, address);
    Ipv4.setSource(frame, ip, ~address);
    Ipv4.setTtl(frame, ip, byteValue);
    Ipv4.setTos(frame, ip, byteValue);
    Udp.setSourcePort(frame, udp, port);
    Udp.setDestinationPort(frame, udp, port ^ 0xffff);

    IpV4Packet.IpV4Header header = read(frame).get(IpV4Packet.class).getHeader();
    assertThat(header.getDstAddr()).isEqualTo(inet(address));
    assertThat(header.getSrcAddr()).isEqualTo(inet(~address));
    assertThat(header.getTtlAsInt()).isEqualTo(byteValue);
    assertUdpChecksums(frame);
    assertThat(Udp.isIntact(frame, ip, udp)).isTrue();
  }

  @Property(tries = 300)
  void tcpChecksumsStayRightWhenRewritten(
      @ForAll int address,
      @ForAll @IntRange(max = 65535) int port,
      @ForAll @Size(max = 100) byte[] payload) {
    byte[] frame = tcpByPcap4j(payload);
    int ip = Ipv4.at(frame);
    int tcp = Tcp.at(frame);
    assertThat(Tcp.checksumVerifies(frame, ip, tcp)).isTrue();
    Ipv4.setSource(frame, ip, address);
    Tcp.setSourcePort(frame, tcp, port);
    Tcp.setDestinationPort(frame, tcp, port ^ 0xffff);

    assertThat(Tcp.checksumVerifies(frame, ip, tcp)).isTrue();
    IpV4Packet read = read(frame).get(IpV4Packet.class);
    IpV4Packet.IpV4Header header = read.getHeader();
    assertThat(header.hasValidChecksum(false)).isTrue();
    assertThat(
            read.get(TcpPacket.class)
                .hasValidChecksum(header.getSrcAddr(), header.getDstAddr(), false))
        .isTrue();
  }

  @Property(tries = 300)
  void aComputedUdpChecksumIsThatOfPcap4j(
      @ForAll int address, @ForAll @Size(max = 100) byte[] payload) {
    byte[] frame = Udp.frame(MAC_B, MAC_A, address, 0x0a000002, 1000, 2000, payload);
    int udp = Udp.at(frame);
    BigEndian.put16(frame, udp + 6, 0xbeef);
    Udp.fillChecksum(frame, Ipv4.at(frame), udp);
    assertUdpChecksums(frame);
  }

  @Property(tries = 200)
  void readsOurEchoRequestsAndReplies(
      @ForAll @IntRange(max = 65535) int identifier,
      @ForAll @IntRange(max = 65535) int sequence,
      @ForAll @Size(max = 100) byte[] payload) {
    byte[] request =
        Icmp.echoRequest(MAC_B, MAC_A, 0x0a000001, 0x0a000002, identifier, sequence, payload);
    byte[] reply = Icmp.echoReply(request, Ipv4.at(request), Icmp.at(request));

    IcmpV4CommonPacket common = read(request).get(IcmpV4CommonPacket.class);
    assertThat(common.hasValidChecksum(false)).isTrue();
    assertThat(common.get(IcmpV4EchoPacket.class).getHeader().getIdentifierAsInt())
        .isEqualTo(identifier);
    EthernetPacket answer = read(reply);
    assertThat(answer.getHeader().getDstAddr()).hasToString(MacAddress.format(MAC_A));
    assertThat(answer.get(IpV4Packet.class).getHeader().getDstAddr()).isEqualTo(inet(0x0a000001));
    assertThat(answer.get(IcmpV4CommonPacket.class).hasValidChecksum(false)).isTrue();
    IcmpV4EchoReplyPacket echo = answer.get(IcmpV4EchoReplyPacket.class);
    assertThat(echo.getHeader().getSequenceNumberAsInt()).isEqualTo(sequence);
    assertThat(echo.getPayload() == null ? new byte[0] : echo.getPayload().getRawData())
        .isEqualTo(payload);
  }

  @Property(tries = 100)
  void readsOurArp(
      @ForAll @LongRange(min = 0, max = MacAddress.MASK) long mac,
      @ForAll int sender,
      @ForAll int target) {
    ArpPacket.ArpHeader request =
        read(Arp.request(mac, sender, target)).get(ArpPacket.class).getHeader();
    assertThat(request.getOperation()).isEqualTo(ArpOperation.REQUEST);
    assertThat(request.getSrcHardwareAddr()).hasToString(MacAddress.format(mac));
    assertThat(request.getSrcProtocolAddr()).isEqualTo(inet(sender));
    assertThat(request.getDstProtocolAddr()).isEqualTo(inet(target));

    byte[] reply = Arp.reply(mac, sender, MAC_A, target);
    assertThat(read(reply).get(ArpPacket.class).getHeader().getOperation())
        .isEqualTo(ArpOperation.REPLY);
    assertThat(Ethernet.destination(reply)).isEqualTo(MAC_A);
    assertThat(Arp.senderMac(reply, Arp.at(reply))).isEqualTo(mac);
    assertThat(Arp.targetIp(reply, Arp.at(reply))).isEqualTo(target);
  }

  private static void assertUdpChecksums(byte[] frame) {
    IpV4Packet ip = read(frame).get(IpV4Packet.class);
    assertThat(ip.getHeader().hasValidChecksum(false)).isTrue();
    assertThat(
            ip.get(UdpPacket.class)
                .hasValidChecksum(ip.getHeader().getSrcAddr(), ip.getHeader().getDstAddr(), false))
        .isTrue();
  }

  private static byte[] tcpByPcap4j(byte[] payload) {
    TcpPacket.Builder tcp =
        new TcpPacket.Builder()
            .srcAddr(inet(0x0a000001))
            .dstAddr(inet(0x0a000002))
            .srcPort(TcpPort.getInstance((short) 1000))
            .dstPort(TcpPort.getInstance((short) 2000))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true)
            .payloadBuilder(new UnknownPacket.Builder().rawData(payload));
    byte[] packet =
        new IpV4Packet.Builder()
            .version(IpVersion.IPV4)
            .tos(IpV4Rfc791Tos.newInstance((byte) 0))
            .ttl((byte) 64)
            .protocol(IpNumber.TCP)
            .srcAddr(inet(0x0a000001))
            .dstAddr(inet(0x0a000002))
            .correctChecksumAtBuild(true)
            .correctLengthAtBuild(true)
            .payloadBuilder(tcp)
            .build()
            .getRawData();
    byte[] frame = new byte[Ethernet.HEADER_BYTES + packet.length];
    Ethernet.putHeader(frame, MAC_B, MAC_A, Ethernet.TYPE_IPV4);
    System.arraycopy(packet, 0, frame, Ethernet.HEADER_BYTES, packet.length);
    return frame;
  }

  private static EthernetPacket read(byte[] frame) {
    try {
      return EthernetPacket.newPacket(frame, 0, frame.length);
    } catch (IllegalRawDataException e) {
      throw new AssertionError(e);
    }
  }

  private static Inet4Address inet(int address) {
    byte[] bytes = new byte[4];
    BigEndian.put32(bytes, 0, address);
    try {
      return (Inet4Address) InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
