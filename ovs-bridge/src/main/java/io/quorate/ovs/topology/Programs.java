package io.quorate.ovs.topology;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the machine's programs are: on the search path, or where Debian keeps root's. */
public final class Programs {

  private static final String ROOTS = "/usr/local/sbin:/usr/sbin:/sbin";
  private static final Pattern COLON = Pattern.compile(":");

  private final String path;

  /**
   * Looks in some directories.
   *
   * @param path directories, separated by colons, as in PATH
   */
  public Programs(String path) {
    this.path = path;
  }

  /** The search path of this process, and root's directories. */
  public static Programs ofThisProcess() {
    String path = System.getenv("PATH");
    return new Programs((path == null ? "/usr/bin:/bin" : path) + ":" + ROOTS);
  }

  /** The directories, separated by colons. */
  public String path() {
    return path;
  }

  /** The first file of this name that may be executed. */
  public Optional<Path> find(String program) {
    return all(program).findFirst();
  }

  /** All files of this name that may be executed, in the order of the path. */
  public Stream<Path> all(String program) {
    return COLON
        .splitAsStream(path)
        .filter(each -> !each.isEmpty())
        .map(each -> Path.of(each, program))
        .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each));
  }

  /**
   * The first file of this name that may be executed.
   *
   * @throws TopologyException when it is nowhere
   */
  public Path demand(String program) {
    return find(program)
        .orElseThrow(
            () ->
                new TopologyException(
                    program + " is not on this machine; install " + packageOf(program)));
  }

  /** The Debian package that has a program which live fabrics use. */
  public static String packageOf(String program) {
    return switch (program) {
      case "ip", "tc", "ss" -> "iproute2";
      case "nsenter", "setpriv" -> "util-linux";
      case "mn" -> "mininet";
      case "ethtool", "tshark" -> program;
      default -> program.startsWith("ov") ? "openvswitch-switch" : program;
    };
  }
}
