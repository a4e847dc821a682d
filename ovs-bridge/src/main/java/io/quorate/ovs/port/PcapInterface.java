package io.quorate.ovs.port;

import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * What libpcap does not tell about an interface. On Linux a socket that hears nothing is asked,
 * since it stays in the namespace in which it was opened; elsewhere the JDK is.
 */
final class PcapInterface implements AutoCloseable {

  private final String name;
  private final @Nullable PacketSocket socket;
  private final long macAddress;

  /**
   * Finds the interface.
   *
   * @throws PortException if it is missing or down
   */
  PcapInterface(String name) {
    this.name = name;
    if (Native.isLinux()) {
      socket = new PacketSocket(name);
      macAddress = socket.macAddress();
    } else {
      socket = null;
      macAddress = askForAddress(name);
    }
  }

  private static long askForAddress(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found == null) {
        throw PacketSocket.noSuchInterface(name);
      }
      byte[] bytes = found.getHardwareAddress();
      long address = 0;
      for (int i = 0; bytes != null && i < bytes.length; i++) {
        address = address << 8 | (bytes[i] & 0xff);
      }
      return address;
    } catch (SocketException e) {
      throw new PortException("interface " + name + ": " + e.getMessage());
    }
  }

  String name() {
    return name;
  }

  long macAddress() {
    return macAddress;
  }

  /** Any thread. */
  synchronized PortState state() {
    if (socket != null) {
      return socket.state();
    }
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null ? PortState.GONE : found.isUp() ? PortState.UP : PortState.DOWN;
    } catch (SocketException e) {
      return PortState.DOWN;
    }
  }

  @Override
  public synchronized void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
