package io.quorate.fabric.sim;

/** What a host's network stack counts. */
public enum HostCount {
  /** Frames that arrived. */
  FRAMES_IN(0, "frames in"),
  /** Frames that were given to the link. */
  FRAMES_OUT(1, "frames out"),
  /** Frames for another Ethernet address. */
  NOT_FOR_US(2, "frames for somebody else"),
  /** Frames of a type that the host does not speak, or cut short. */
  UNKNOWN_PROTOCOL(3, "frames of an unknown protocol"),
  /** IPv4 packets with a wrong header checksum. */
  BAD_IP_CHECKSUM(4, "bad IPv4 header checksums"),
  /** IPv4 packets for another address. */
  WRONG_ADDRESS(5, "IPv4 packets for another address"),
  /** Fragments; the stack does not reassemble. */
  FRAGMENTS(6, "fragments"),
  /** ICMP messages with a wrong checksum. */
  BAD_ICMP_CHECKSUM(7, "bad ICMP checksums"),
  /** UDP datagrams with a wrong checksum or length. */
  BAD_DATAGRAM(8, "damaged UDP datagrams"),
  /** UDP datagrams delivered to a port. */
  DATAGRAMS_IN(9, "UDP datagrams in"),
  /** UDP datagrams sent. */
  DATAGRAMS_OUT(10, "UDP datagrams out"),
  /** UDP datagrams to a port that nobody listens on; answered by ICMP. */
  PORT_UNREACHABLE(11, "UDP datagrams to a closed port"),
  /** ICMP messages that told that a datagram of ours was not delivered. */
  UNREACHABLE_IN(12, "ICMP unreachable messages in"),
  /** Echo requests answered. */
  ECHOES_ANSWERED(13, "echo requests answered"),
  /** ARP requests sent. */
  ARP_REQUESTS(14, "ARP requests sent"),
  /** Packets dropped because too many waited for an address. */
  ARP_QUEUE_FULL(15, "packets dropped while waiting for ARP"),
  /** Packets dropped because nobody answered for their address. */
  HOST_UNREACHABLE(16, "packets to an address that nobody answered for"),
  /** Datagrams that were too long to send. */
  TOO_LONG(17, "datagrams too long to send");

  /** Codes are 0 up to this, exclusive. */
  static final int CODES = 18;

  private final int code;
  private final String text;

  HostCount(int code, String text) {
    this.code = code;
    this.text = text;
  }

  int code() {
    return code;
  }

  /** Words for a person. */
  public String text() {
    return text;
  }
}
