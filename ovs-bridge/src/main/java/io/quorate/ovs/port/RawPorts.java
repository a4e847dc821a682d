package io.quorate.ovs.port;

/** Opens ports. */
public final class RawPorts {

  private RawPorts() {}

  /**
   * Opens a port on an interface of the calling thread's network namespace (see {@link
   * NetworkNamespace#callIn}); the port stays in it.
   *
   * @throws PortException if there is no such interface, it is down or no Ethernet, or the process
   *     may not open raw sockets
   */
  public static RawPort open(PortKind kind, String interfaceName, PortOptions options) {
    return switch (kind) {
      case FFM -> PacketPort.open(interfaceName, options);
      case PCAP4J -> PcapPort.open(interfaceName, options);
    };
  }
}
