package io.quorate.ovs.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The named network namespaces of this machine. Those of a live fabric say whose they are in the
 * alias of their loopback interface, so that they are known even without a state file.
 */
final class Namespaces {

  /** What the names of all live fabrics' namespaces begin with. */
  static final String PREFIX = "q-";

  private static final Path DIRECTORY = Path.of("/run/netns");
  private static final String ALIAS = "quorate ";

  private Namespaces() {}

  static Path path(String namespace) {
    return DIRECTORY.resolve(namespace);
  }

  static boolean exists(String namespace) {
    return Files.exists(path(namespace));
  }

  /** All names, in order. */
  static List<String> all() {
    if (!Files.isDirectory(DIRECTORY)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sees that none of them is there: one of ours without a state file is a leftover.
   *
   * @throws TopologyException naming the first that is, and whose it is
   */
  static void refuseTaken(Shell shell, List<String> names) {
    for (String each : names) {
      if (exists(each)) {
        String owner = owner(shell, each);
        throw new TopologyException(
            "network namespace %s exists already, %s"
                .formatted(
                    each,
                    owner.isEmpty()
                        ? "and nobody of ours made it; ip netns del it if it is not needed"
                        : "left by " + owner + "; quorate live down takes it away"));
      }
    }
  }

  /** Creates them; each is marked as the fabric's before anything else is done to it. */
  static void create(Shell shell, Path owner, List<String> names) {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.add("ip netns add " + name);
      lines.add("ip -n " + name + " link set lo alias \"" + ALIAS + "$" + Shell.MARK + "\" up");
      lines.add(
          "nsenter --net="
              + path(name)
              + " sh -c 'cd /proc/sys/net/ipv6/conf 2>/dev/null || exit 0;"
              + " echo 1 >all/disable_ipv6; echo 1 >default/disable_ipv6'");
    }
    assert shell.builder(List.of("sh")).environment().containsValue(owner.toString());
    shell.feed(String.join("\n", lines) + "\n", "sh", "-e", "-s");
  }

  /** Who a namespace says that it belongs to: a run directory, or empty for nobody of ours. */
  static String owner(Shell shell, String name) {
    Shell.Outcome outcome = shell.attempt("", "ip", "-n", name, "link", "show", "lo");
    if (outcome.exit() != 0) {
      return "";
    }
    return outcome
        .output()
        .lines()
        .map(String::strip)
        .filter(each -> each.startsWith("alias " + ALIAS))
        .map(each -> each.substring(("alias " + ALIAS).length()))
        .findFirst()
        .orElse("");
  }

  /** Those that say that they belong to a run directory. */
  static List<String> ownedBy(Shell shell, Path directory) {
    return all().stream()
        .filter(each -> each.startsWith(PREFIX))
        .filter(each -> owner(shell, each).equals(directory.toString()))
        .toList();
  }

  static void delete(Shell shell, String name) {
    if (exists(name)) {
      Shell.Outcome outcome = shell.attempt("", "ip", "netns", "del", name);
      if (outcome.exit() != 0 && exists(name)) {
        throw new TopologyException("ip netns del " + name + ": " + outcome.output().strip());
      }
    }
  }

  /** Kernel numbers of the namespaces that exist, as /proc/PID/ns/net shows them. */
  static Set<Long> numbers(List<String> names) {
    Set<Long> numbers = new TreeSet<>();
    for (String name : names) {
      try {
        numbers.add(((Number) Files.getAttribute(path(name), "unix:ino")).longValue());
      } catch (NoSuchFileException e) {
        // It is gone already.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return numbers;
  }
}
