package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls that sockets need. Each takes the memory for errno first, and returns what the C
 * function returns: -1 when it failed.
 */
final class Libc {

  private static final MethodHandle SOCKET = Native.function("socket", INT, INT, INT, INT);
  private static final MethodHandle BIND = Native.function("bind", INT, INT, ADDRESS, INT);
  private static final MethodHandle CLOSE = Native.function("close", INT, INT);
  private static final MethodHandle SETSOCKOPT =
      Native.function("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
  private static final MethodHandle GETSOCKOPT =
      Native.function("getsockopt", INT, INT, INT, INT, ADDRESS, ADDRESS);
  private static final MethodHandle IOCTL = Native.variadic("ioctl", 2, INT, INT, LONG, ADDRESS);
  private static final MethodHandle IF_NAMETOINDEX =
      Native.function("if_nametoindex", INT, ADDRESS);
  private static final MethodHandle MMAP =
      Native.function("mmap", ADDRESS, ADDRESS, LONG, INT, INT, INT, LONG);
  private static final MethodHandle MUNMAP = Native.function("munmap", INT, ADDRESS, LONG);
  private static final MethodHandle PPOLL =
      Native.function("ppoll", INT, ADDRESS, LONG, ADDRESS, ADDRESS);
  private static final MethodHandle RECVMMSG =
      Native.function("recvmmsg", INT, INT, ADDRESS, INT, INT, ADDRESS);
  private static final MethodHandle SENDMMSG =
      Native.function("sendmmsg", INT, INT, ADDRESS, INT, INT);
  private static final MethodHandle EVENTFD = Native.function("eventfd", INT, INT, INT);
  private static final MethodHandle EVENTFD_READ =
      Native.function("eventfd_read", INT, INT, ADDRESS);
  private static final MethodHandle EVENTFD_WRITE =
      Native.function("eventfd_write", INT, INT, LONG);

  private Libc() {}

  static int socket(MemorySegment state, int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(state, domain, type, protocol);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int bind(MemorySegment state, int descriptor, MemorySegment address) {
    try {
      return (int) BIND.invokeExact(state, descriptor, address, (int) address.byteSize());
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int close(MemorySegment state, int descriptor) {
    try {
      return (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int setsockopt(
      MemorySegment state, int descriptor, int level, int option, MemorySegment value) {
    try {
      return (int)
          SETSOCKOPT.invokeExact(state, descriptor, level, option, value, (int) value.byteSize());
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** The length is an int in memory: the value's room before, its length afterwards. */
  static int getsockopt(
      MemorySegment state,
      int descriptor,
      int level,
      int option,
      MemorySegment value,
      MemorySegment length) {
    try {
      return (int) GETSOCKOPT.invokeExact(state, descriptor, level, option, value, length);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int ioctl(MemorySegment state, int descriptor, long request, MemorySegment argument) {
    try {
      return (int) IOCTL.invokeExact(state, descriptor, request, argument);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** The index of the interface in the calling thread's namespace, or 0. */
  static int interfaceIndex(MemorySegment state, MemorySegment name) {
    try {
      return (int) IF_NAMETOINDEX.invokeExact(state, name);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Maps a descriptor's memory, shared, for reading and writing; address -1 when it failed. */
  static MemorySegment mmap(MemorySegment state, long bytes, int descriptor) {
    int readAndWrite = 3;
    int shared = 1;
    try {
      return (MemorySegment)
          MMAP.invokeExact(state, MemorySegment.NULL, bytes, readAndWrite, shared, descriptor, 0L);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int munmap(MemorySegment state, MemorySegment memory, long bytes) {
    try {
      return (int) MUNMAP.invokeExact(state, memory, bytes);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** Waits; a null timeout is for ever. */
  static int ppoll(MemorySegment state, MemorySegment set, long count, MemorySegment timeout) {
    try {
      return (int) PPOLL.invokeExact(state, set, count, timeout, MemorySegment.NULL);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int recvmmsg(
      MemorySegment state, int descriptor, MemorySegment messages, int count, int flags) {
    try {
      return (int)
          RECVMMSG.invokeExact(state, descriptor, messages, count, flags, MemorySegment.NULL);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int sendmmsg(
      MemorySegment state, int descriptor, MemorySegment messages, int count, int flags) {
    try {
      return (int) SENDMMSG.invokeExact(state, descriptor, messages, count, flags);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int eventfd(MemorySegment state, int flags) {
    try {
      return (int) EVENTFD.invokeExact(state, 0, flags);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int eventfdRead(MemorySegment state, int descriptor, MemorySegment value) {
    try {
      return (int) EVENTFD_READ.invokeExact(state, descriptor, value);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  static int eventfdWrite(MemorySegment state, int descriptor) {
    try {
      return (int) EVENTFD_WRITE.invokeExact(state, descriptor, 1L);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
