package io.quorate.ovs.port;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The implementations of {@link RawPort}, by the names that a user gives. */
public enum PortKind {
  /** AF_PACKET sockets of Linux, called through the foreign function interface. */
  FFM,
  /** libpcap through Pcap4J: slower, and wherever libpcap runs. */
  PCAP4J;

  /**
   * The kind of that name.
   *
   * @throws PortException if there is none
   */
  public static PortKind parse(String name) {
    for (PortKind kind : values()) {
      if (kind.toString().equals(name)) {
        return kind;
      }
    }
    String known =
        Arrays.stream(values()).map(PortKind::toString).collect(Collectors.joining(" or "));
    throw new PortException("no kind of raw port is called '" + name + "'; say " + known);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
