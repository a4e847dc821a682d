package io.quorate.ovs.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The right of way of processes that others wait for. Where the kernel shares processor time
 * between sessions (sched_autogroup, see sched(7)), a process's nice value counts in its own
 * session only, and the session's counts among the others: so such a process has a session of its
 * own, and that is given the same value.
 */
final class Urgency {

  private static final String NICE = "-15";

  /** Before a command: it gets a session of its own and the value for both. */
  static final List<String> PREFIX =
      List.of(
          "setsid",
          "nice",
          "-n",
          NICE,
          "sh",
          "-c",
          "{ echo " + NICE + " > /proc/self/autogroup; } 2> /dev/null; exec \"$@\"",
          "sh");

  private Urgency() {}

  /**
   * Gives the session of a daemon, which has made one when it detached itself, the value. A kernel
   * that knows no such thing needs none.
   */
  static void raise(RunningProcess process) {
    Path session = Path.of("/proc", Long.toString(process.pid()), "autogroup");
    try {
      if (Files.exists(session)) {
        Files.writeString(session, NICE);
      }
    } catch (IOException e) {
      // It has ended, or this kernel does not let us; then it waits as others do.
    }
  }
}
