package io.quorate.ovs.port;

import static io.quorate.ovs.port.Native.INT;
import static io.quorate.ovs.port.Native.LONG;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;

/** prctl(2): what a thread may set about itself. */
final class Prctl {

  private static final MethodHandle PRCTL =
      Native.variadic("prctl", 1, INT, INT, LONG, LONG, LONG, LONG);
  private static final int SET_TIMERSLACK = 29;

  private Prctl() {}

  /** How late the thread's waits may end; false if the system refused. */
  static boolean timerSlack(long ns) {
    return prctl(SET_TIMERSLACK, ns) == 0;
  }

  static int prctl(int option, long argument) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) PRCTL.invokeExact(Native.newState(arena), option, argument, 0L, 0L, 0L);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }
}
