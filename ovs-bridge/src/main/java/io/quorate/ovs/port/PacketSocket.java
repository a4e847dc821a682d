package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A socket of packet(7), and what can be asked of it. Structures are those of linux/if_packet.h and
 * linux/if.h. Options are set before it is bound, so that no frame is heard that they exclude.
 */
final class PacketSocket implements AutoCloseable {

  static final int SOL_PACKET = 263;
  static final int SOL_SOCKET = 1;

  private static final int AF_PACKET = 17;
  private static final int RAW_NONBLOCK_CLOSE_ON_EXEC = 3 | 0x800 | 0x80000;
  private static final int ALL_PROTOCOLS = 3;
  private static final int SOCKADDR_BYTES = 20;

  private static final int SO_ERROR = 4;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int MEMBERSHIP_PROMISCUOUS = 1;

  private static final long SIOCGIFNAME = 0x8910;
  private static final long SIOCGIFFLAGS = 0x8913;
  private static final long SIOCGIFHWADDR = 0x8927;
  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_VALUE_AT = 16;
  private static final int NAME_BYTES = 16;
  private static final int FLAG_UP = 1;
  private static final int FLAG_RUNNING = 0x40;
  private static final int TYPE_ETHERNET = 1;
  private static final int TYPE_LOOPBACK = 772;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Native.newState(arena);
  private final MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
  private final MemorySegment statistics = arena.allocate(12, 4);
  private final MemorySegment length = arena.allocate(INT);
  private final String interfaceName;
  private final int index;
  private final int descriptor;
  private final long macAddress;
  private long drops;
  private boolean closed;

  /** Finds the interface and makes the socket, which hears nothing yet. */
  PacketSocket(String interfaceName) {
    this.interfaceName = interfaceName;
    index = indexOf(interfaceName);
    descriptor = Libc.socket(state, AF_PACKET, RAW_NONBLOCK_CLOSE_ON_EXEC, 0);
    if (descriptor < 0) {
      throw refusedSocket();
    }
    try {
      macAddress = readMacAddress();
      if ((flags() & FLAG_UP) == 0) {
        throw new PortException(
            "interface "
                + interfaceName
                + " is down; bring it up with: ip link set "
                + interfaceName
                + " up");
      }
    } catch (PortException e) {
      close();
      throw e;
    }
  }

  private int indexOf(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int found = 0;
    if (bytes.length > 0 && bytes.length < NAME_BYTES) {
      found = Libc.interfaceIndex(state, arena.allocateFrom(name));
    }
    if (found == 0) {
      arena.close();
      throw noSuchInterface(name);
    }
    return found;
  }

  static PortException noSuchInterface(String name) {
    return new PortException(
        "no interface '" + name + "' in this network namespace; ip link lists those that are");
  }

  private PortException refusedSocket() {
    int errno = Native.errno(state);
    arena.close();
    return errno == Native.EPERM || errno == Native.EACCES
        ? notPrivileged(interfaceName)
        : new PortException(
            "no packet socket for " + interfaceName + ": " + Native.describe(errno));
  }

  static PortException notPrivileged(String name) {
    return new PortException(
        "may not open a raw port on "
            + name
            + "; run as root (sudo) or with the capability CAP_NET_RAW");
  }

  private long readMacAddress() {
    putName(interfaceName);
    demand(Libc.ioctl(state, descriptor, SIOCGIFHWADDR, request), "asking for its address");
    int type = request.get(SHORT, IFREQ_VALUE_AT) & 0xffff;
    if (type != TYPE_ETHERNET && type != TYPE_LOOPBACK) {
      throw new PortException(
          "interface " + interfaceName + " carries no Ethernet frames; name one that does");
    }
    long address = 0;
    for (int i = 0; i < 6; i++) {
      address = address << 8 | (request.get(ValueLayout.JAVA_BYTE, IFREQ_VALUE_AT + 2 + i) & 0xff);
    }
    return address;
  }

  private void putName(String name) {
    request.fill((byte) 0);
    request.setString(0, name);
  }

  private int flags() {
    demand(Libc.ioctl(state, descriptor, SIOCGIFFLAGS, request), "asking for its state");
    return request.get(SHORT, IFREQ_VALUE_AT);
  }

  /** Throws with what was being done, if the call failed. */
  void demand(int result, String doing) {
    if (result < 0) {
      throw failure(doing, "");
    }
  }

  private PortException failure(String doing, String mend) {
    int errno = Native.errno(state);
    return new PortException(
        "interface " + interfaceName + ": " + doing + " failed: " + Native.describe(errno) + mend);
  }

  int descriptor() {
    return descriptor;
  }

  String interfaceName() {
    return interfaceName;
  }

  long macAddress() {
    return macAddress;
  }

  /** Sets an option that is a number. */
  boolean set(int level, int option, int value) {
    try (Arena local = Arena.ofConfined()) {
      return set(level, option, local.allocateFrom(INT, value));
    }
  }

  boolean set(int level, int option, MemorySegment value) {
    return Libc.setsockopt(state, descriptor, level, option, value) == 0;
  }

  void demandSet(int level, int option, MemorySegment value, String doing, String mend) {
    if (!set(level, option, value)) {
      throw failure(doing, mend);
    }
  }

  void demandSet(int level, int option, int value, String doing, String mend) {
    if (!set(level, option, value)) {
      throw failure(doing, mend);
    }
  }

  /** Begins to hear the interface. */
  void bind(boolean promiscuous) {
    demandSet(
        SOL_PACKET, PACKET_IGNORE_OUTGOING, 1, "leaving out own frames", "; it needs Linux 4.20");
    try (Arena local = Arena.ofConfined()) {
      MemorySegment address = local.allocate(SOCKADDR_BYTES, 4);
      address.set(SHORT, 0, (short) AF_PACKET);
      address.set(ValueLayout.JAVA_BYTE, 3, (byte) ALL_PROTOCOLS);
      address.set(INT, 4, index);
      demand(Libc.bind(state, descriptor, address), "binding a socket to it");
      if (promiscuous) {
        MemorySegment membership = local.allocate(16, 4);
        membership.set(INT, 0, index);
        membership.set(SHORT, 4, (short) MEMBERSHIP_PROMISCUOUS);
        demandSet(SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, "promiscuous mode", "");
      }
    }
  }

  /** The interface as it is now; its name may have changed. */
  PortState state() {
    request.fill((byte) 0);
    request.set(INT, IFREQ_VALUE_AT, index);
    if (Libc.ioctl(state, descriptor, SIOCGIFNAME, request) < 0
        || Libc.ioctl(state, descriptor, SIOCGIFFLAGS, request) < 0) {
      return PortState.GONE;
    }
    int both = FLAG_UP | FLAG_RUNNING;
    return (request.get(SHORT, IFREQ_VALUE_AT) & both) == both ? PortState.UP : PortState.DOWN;
  }

  /** Takes the error that waits on the socket, so that poll(2) reports it no longer. */
  int takeError() {
    length.set(INT, 0, Integer.BYTES);
    Libc.getsockopt(state, descriptor, SOL_SOCKET, SO_ERROR, statistics, length);
    return statistics.get(INT, 0);
  }

  /** Frames that the kernel dropped since the socket was made. Any thread; closed or not. */
  synchronized long drops() {
    if (!closed) {
      try (Arena local = Arena.ofConfined()) {
        MemorySegment counts = local.allocate(12, 4);
        MemorySegment room = local.allocateFrom(INT, 12);
        MemorySegment errno = Native.newState(local);
        if (Libc.getsockopt(errno, descriptor, SOL_PACKET, PACKET_STATISTICS, counts, room) == 0) {
          // Each reading begins the kernel's counts anew.
          drops += Integer.toUnsignedLong(counts.get(INT, 4));
        }
      }
    }
    return drops;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      drops();
      closed = true;
      Libc.close(state, descriptor);
      arena.close();
    }
  }
}
