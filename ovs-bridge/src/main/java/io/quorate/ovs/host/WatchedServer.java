package io.quorate.ovs.host;

import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.Udp;
import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Somebody else's server on a service host, which knows nothing of us: runs its command as it is,
 * and writes down what comes in for it, from a raw port beside it.
 */
public final class WatchedServer {

  /** In the command's environment: the host's name, its IPv4 address, the service's UDP port. */
  static final String NAME = "HOST_NAME";

  static final String ADDRESS = "HOST_ADDRESS";
  static final String PORT = "SERVICE_PORT";

  private static final int IPV4 = 0x0800;
  private static final long LOOK_NS = 100_000_000;

  private WatchedServer() {}

  /**
   * Runs a server until it ends.
   *
   * @param host its name
   * @param ipv4 its address
   * @param port the service's UDP port
   * @param interfaceName in the namespace of this process
   * @param command for {@code sh}, with {@value #NAME}, {@value #ADDRESS} and {@value #PORT} in its
   *     environment; it must stay in the foreground
   * @param log what the host receives, see {@link DatagramLog}; made anew
   * @return the server's exit code
   */
  public static int run(
      String host, int ipv4, int port, String interfaceName, String command, Path log)
      throws IOException {
    List<Integer> types = List.of(IPV4);
    PortOptions options = PortOptions.defaults().withEtherTypes(types);
    try (DatagramLog record = new DatagramLog(log);
        RawPort frames = RawPorts.open(PortKind.FFM, interfaceName, options)) {
      Process server = start(host, ipv4, port, command);
      while (server.isAlive()) {
        frames.receive(
            LOOK_NS,
            (memory, offset, length, time) ->
                received(FrameHandler.copy(memory, offset, length), ipv4, port, record));
      }
      return server.exitValue();
    }
  }

  private static Process start(String host, int ipv4, int port, String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(NAME, host, ADDRESS, Ipv4Address.format(ipv4), PORT, Integer.toString(port)));
    return builder.start();
  }

  private static void received(byte[] frame, int ipv4, int port, DatagramLog record) {
    int ip = Ipv4.at(frame);
    int udp = ip < 0 || Ipv4.destination(frame, ip) != ipv4 ? -1 : Udp.at(frame, ip);
    if (udp < 0 || Udp.destinationPort(frame, udp) != port || !Udp.isIntact(frame, ip, udp)) {
      return;
    }
    try {
      record.received(Ipv4.source(frame, ip), Udp.sourcePort(frame, udp), Udp.payload(frame, udp));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write down what was received", e);
    }
  }
}
