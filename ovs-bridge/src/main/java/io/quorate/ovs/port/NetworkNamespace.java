package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Runs code on the calling thread inside another network namespace (setns(2)). A socket, and so a
 * port, keeps the namespace in which it was opened; so does a child process that is started there.
 * It needs CAP_SYS_ADMIN.
 */
public final class NetworkNamespace {

  private static final MethodHandle OPEN = Native.variadic("open", 2, INT, ADDRESS, INT);
  private static final MethodHandle SETNS = Native.function("setns", INT, INT, INT);
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NETWORK = 0x40000000;
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  private NetworkNamespace() {}

  /** The file of a namespace that {@code ip netns add} made. */
  public static Path named(String name) {
    return Path.of("/run/netns", name);
  }

  /** The file of the namespace in which a process runs, such as a host of Mininet. */
  public static Path ofProcess(long pid) {
    return Path.of("/proc", Long.toString(pid), "ns/net");
  }

  /**
   * Runs the action in the namespace and comes back, whatever the action throws.
   *
   * @param namespace a namespace's file
   * @throws PortException if there is no such namespace, it may not be entered, or the thread is a
   *     virtual one (which may change its platform thread in between)
   */
  public static <T> T callIn(Path namespace, Supplier<T> action) {
    Native.demandLinux("network namespaces", "run without one");
    if (Thread.currentThread().isVirtual()) {
      throw new PortException(
          "a virtual thread cannot enter a network namespace; use a platform thread");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.newState(arena);
      int home = open(state, arena, OWN);
      try {
        enter(state, arena, namespace);
        try {
          return action.get();
        } finally {
          comeBack(state, home);
        }
      } finally {
        Libc.close(state, home);
      }
    }
  }

  private static void enter(MemorySegment state, Arena arena, Path namespace) {
    int there = open(state, arena, namespace);
    try {
      if (setns(state, there) < 0) {
        int errno = Native.errno(state);
        throw new PortException(
            "may not enter network namespace "
                + namespace
                + ": "
                + Native.describe(errno)
                + (errno == Native.EPERM
                    ? "; run as root or with CAP_SYS_ADMIN"
                    : "; name one of ip netns list"));
      }
    } finally {
      Libc.close(state, there);
    }
  }

  /** A thread in a wrong namespace would do wrong things quietly, so this is fatal. */
  private static void comeBack(MemorySegment state, int home) {
    if (setns(state, home) < 0) {
      throw new IllegalStateException(
          "cannot return to the own network namespace: " + Native.describe(Native.errno(state)));
    }
  }

  private static int open(MemorySegment state, Arena arena, Path file) {
    try {
      int descriptor =
          (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString()), CLOSE_ON_EXEC);
      if (descriptor >= 0) {
        return descriptor;
      }
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
    throw new PortException(
        "cannot open network namespace "
            + file
            + ": "
            + Native.describe(Native.errno(state))
            + "; ip netns list shows those that are");
  }

  private static int setns(MemorySegment state, int descriptor) {
    try {
      return (int) SETNS.invokeExact(state, descriptor, NETWORK);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
