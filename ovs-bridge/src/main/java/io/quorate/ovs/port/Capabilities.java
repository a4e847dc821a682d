package io.quorate.ovs.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Giving up the privileges that only the opening of ports needed.
 *
 * <p>On Linux capabilities belong to threads, and a JVM has many before it runs a line of Java, on
 * which nothing can be run; capset(2), which acts on its caller alone, would leave them privileged.
 * There are two ways that reach every thread, and this class has both:
 *
 * <ul>
 *   <li>{@link #becomeUser}, in the running process, once its sockets are open: the C library
 *       changes the user of all threads together, and the kernel takes every capability from a
 *       thread that ceases to be root (credentials(7), capabilities(7)). A synchronised seccomp
 *       filter that allows everything carries the no-new-privileges bit to all threads.
 *   <li>{@link #launcher}, before it runs: threads inherit what the process began with. This is the
 *       way for a process that must open ports again, say after an interface was replaced.
 * </ul>
 *
 * <p>Afterwards whatever is still to be loaded or written must be accessible for that user: class
 * files, the run's directory, the log.
 */
public final class Capabilities {

  /** What a process of ours can need. */
  public enum Capability {
    /** Opening raw ports. */
    NET_RAW,
    /** Receive buffers beyond the system's limit; changing interfaces. */
    NET_ADMIN,
    /** Entering network namespaces. */
    SYS_ADMIN;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the threads of this process hold.
   *
   * @param threads how many there are
   * @param capabilities those permitted, effective or ambient in any of them: bit n is capability n
   * @param root whether any runs as user 0
   * @param noNewPrivileges whether none can gain any by starting a program
   */
  public record Held(int threads, long capabilities, boolean root, boolean noNewPrivileges) {}

  private static final int NOBODY = 65_534;

  private Capabilities() {}

  /**
   * Makes all threads an ordinary user's: the one who called sudo, else {@code nobody}.
   *
   * @throws PortException as {@link #becomeUser}
   */
  public static void becomeOrdinaryUser() {
    becomeUser(ordinaryUser(), ordinaryGroup());
  }

  /** Number of the user who called sudo, else of {@code nobody}. */
  public static int ordinaryUser() {
    return idOf("SUDO_UID");
  }

  /** Number of that user's group. */
  public static int ordinaryGroup() {
    return idOf("SUDO_GID");
  }

  private static int idOf(String variable) {
    try {
      int id = Integer.parseInt(System.getenv().getOrDefault(variable, ""));
      return id > 0 ? id : NOBODY;
    } catch (NumberFormatException e) {
      return NOBODY;
    }
  }

  /**
   * Makes all threads that user's, without capabilities, supplementary groups or a way to new
   * privileges. A process that is nobody's root and holds nothing only gets the latter. There is no
   * way back.
   *
   * @param user a user's number, above 0
   * @param group a group's number, above 0
   * @throws PortException if a thread still holds something
   */
  public static void becomeUser(int user, int group) {
    Native.demandLinux("giving up capabilities", "run as an ordinary user");
    if (user <= 0 || group <= 0) {
      throw new PortException("user " + user + ":" + group + " is root's; name an ordinary user");
    }
    Held before = held();
    if (before.root()) {
      Credentials.limitBoundingSet();
      Credentials.change(user, group);
    }
    Credentials.forbidNewPrivileges();
    Held after = held();
    if (after.root() || after.capabilities() != 0 || !after.noNewPrivileges()) {
      throw new PortException(
          "privileges are still held after giving them up: "
              + after
              + "; start the process as root, or without them");
    }
  }

  /**
   * What to put before a command so that it runs as that user with these capabilities in every
   * thread, and can gain no others: setpriv(1) of util-linux, itself to be started by root.
   */
  public static List<String> launcher(List<Capability> keep, int user, int group) {
    String kept =
        "-all"
            + keep.stream()
                .map(capability -> ",+" + capability.word())
                .collect(Collectors.joining());
    return List.of(
        "setpriv",
        "--reuid=" + user,
        "--regid=" + group,
        "--clear-groups",
        "--bounding-set=" + kept,
        "--inh-caps=" + kept,
        "--ambient-caps=" + kept,
        "--no-new-privs");
  }

  /**
   * Looks at every thread of this process, in /proc.
   *
   * @throws PortException if it cannot be read
   */
  public static Held held() {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      int count = 0;
      long capabilities = 0;
      boolean root = false;
      boolean noNewPrivileges = true;
      for (Path thread : threads.toList()) {
        List<String> status = status(thread);
        if (!status.isEmpty()) {
          count++;
          capabilities |= mask(status, "CapPrm:") | mask(status, "CapEff:");
          capabilities |= mask(status, "CapAmb:");
          root |= List.of(value(status, "Uid:").split("\\s+")).contains("0");
          noNewPrivileges &= value(status, "NoNewPrivs:").equals("1");
        }
      }
      return new Held(count, capabilities, root, noNewPrivileges);
    } catch (IOException e) {
      throw new PortException(
          "cannot read /proc/self/task to see what is held: " + e.getMessage() + "; mount /proc");
    }
  }

  /** A thread's status; empty if it has ended meanwhile. */
  private static List<String> status(Path thread) throws IOException {
    try {
      return Files.readAllLines(thread.resolve("status"));
    } catch (NoSuchFileException e) {
      return new ArrayList<>();
    }
  }

  private static long mask(List<String> status, String name) {
    return Long.parseUnsignedLong(value(status, name), 16);
  }

  private static String value(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("0");
  }
}
