package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls by which a process changes who it is. */
final class Credentials {

  private static final MethodHandle SETGROUPS = Native.function("setgroups", INT, LONG, ADDRESS);
  private static final MethodHandle SETRESGID = Native.function("setresgid", INT, INT, INT, INT);
  private static final MethodHandle SETRESUID = Native.function("setresuid", INT, INT, INT, INT);
  private static final MethodHandle SYSCALL =
      Native.variadic("syscall", 1, LONG, LONG, LONG, LONG, ADDRESS);

  private static final int CAPABILITIES_MAX = 64;
  private static final int CAPBSET_DROP = 24;
  private static final int SET_NO_NEW_PRIVS = 38;

  private static final long SECCOMP_SET_MODE_FILTER = 1;
  private static final long SECCOMP_ALL_THREADS = 1;
  private static final int SECCOMP_ALLOW = 0x7fff0000;
  private static final int RETURN = 0x06;

  private Credentials() {}

  /** No program that this thread starts can hold a capability; those that it lacks are skipped. */
  static void limitBoundingSet() {
    for (int capability = 0; capability < CAPABILITIES_MAX; capability++) {
      Prctl.prctl(CAPBSET_DROP, capability);
    }
  }

  /** All threads: glibc and musl carry these calls from one thread to the others. */
  static void change(int user, int group) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.newState(arena);
      check((int) SETGROUPS.invokeExact(state, 0L, MemorySegment.NULL), state, "groups");
      check((int) SETRESGID.invokeExact(state, group, group, group), state, "group");
      check((int) SETRESUID.invokeExact(state, user, user, user), state, "user");
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static void check(int result, MemorySegment state, String what) {
    if (result < 0) {
      throw new PortException(
          "cannot change the "
              + what
              + " of this process: "
              + Native.describe(Native.errno(state))
              + "; it needs the capabilities SETUID and SETGID");
    }
  }

  /**
   * All threads. prctl(2) reaches the caller alone; but a seccomp filter that is given to all
   * threads takes the caller's bit along (seccomp(2), SECCOMP_FILTER_FLAG_TSYNC). This one allows
   * everything.
   */
  static void forbidNewPrivileges() {
    Prctl.prctl(SET_NO_NEW_PRIVS, 1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Native.newState(arena);
      MemorySegment instruction = arena.allocate(8, 8);
      instruction.set(Native.SHORT, 0, (short) RETURN);
      instruction.set(INT, 4, SECCOMP_ALLOW);
      MemorySegment program = arena.allocate(16, 8);
      program.set(Native.SHORT, 0, (short) 1);
      program.set(LONG, 8, instruction.address());
      long result =
          (long)
              SYSCALL.invokeExact(
                  state, seccomp(), SECCOMP_SET_MODE_FILTER, SECCOMP_ALL_THREADS, program);
      if (result != 0) {
        throw new PortException(
            "cannot forbid new privileges to all threads: "
                + (result < 0 ? Native.describe(Native.errno(state)) : "thread " + result)
                + "; the kernel needs CONFIG_SECCOMP_FILTER");
      }
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /** The call's number, which the C library does not tell. */
  private static long seccomp() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> 317;
      case "aarch64", "riscv64" -> 277;
      case "ppc64le" -> 358;
      case "s390x" -> 348;
      default ->
          throw new PortException(
              "no seccomp(2) known for "
                  + System.getProperty("os.arch")
                  + "; start the process by setpriv instead");
    };
  }
}
