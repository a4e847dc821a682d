package io.quorate.ovs.port;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/** What every call into the C library needs: handles that keep errno, and its values in words. */
final class Native {

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EMSGSIZE = 90;
  static final int ENETDOWN = 100;
  static final int ENOBUFS = 105;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private Native() {}

  static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }

  /** Refuses on another system, in words that name what was wanted. */
  static void demandLinux(String what, String instead) {
    if (!isLinux()) {
      throw new PortException(
          what + " needs Linux and this is " + System.getProperty("os.name") + "; " + instead);
    }
  }

  /**
   * A function of the C library. The handle's first parameter is the memory of {@link #newState},
   * into which errno goes.
   */
  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
    return handle(
        name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
  }

  /** The same for a function such as ioctl(2) with so many named parameters and then any. */
  static MethodHandle variadic(
      String name, int named, MemoryLayout result, MemoryLayout... parameters) {
    return handle(
        name,
        FunctionDescriptor.of(result, parameters),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(named));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment symbol =
        LIBRARY
            .find(name)
            .orElseThrow(() -> new PortException("the C library has no function " + name));
    return LINKER.downcallHandle(symbol, descriptor, options);
  }

  /** Memory into which a call's errno goes; one for each thread at a time. */
  static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** The system's word for an error number, with the number. */
  @SuppressWarnings("restricted")
  static String describe(int errno) {
    MethodHandle strerror = handle("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, INT));
    try {
      MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
      return text.reinterpret(256).getString(0) + " (error " + errno + ")";
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A downcall declares Throwable and throws nothing of its own. */
  static AssertionError unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    return new AssertionError(thrown);
  }
}
