package io.quorate.ovs.live;

import io.quorate.ovs.port.Capabilities;
import io.quorate.ovs.topology.LiveSite;
import io.quorate.ovs.topology.RunUser;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the process behind a switch may do. It begins with no more than its start needs, and keeps
 * nothing of that: when its port is open it becomes an ordinary user's. Beside switches of somebody
 * else it stays root, because their OpenFlow sockets are root's and are made anew whenever that
 * Open vSwitch is started again; there it keeps what opening the port anew needs.
 */
final class Confinement {

  /** Raw sockets with large buffers, the network namespace, the program wherever it lies. */
  private static final String START = "+net_raw,+net_admin,+sys_admin,+dac_read_search";

  /** Giving its files away, and becoming another user in all threads. */
  private static final String CHANGE = ",+chown,+setuid,+setgid";

  private Confinement() {}

  /** Before the command: what is not named is taken from the process before it begins. */
  static List<String> before(boolean shared) {
    return List.of(
        "setpriv", "--bounding-set=-all," + START + (shared ? "" : CHANGE), "--no-new-privs");
  }

  /**
   * Gives up all privileges for good, if the run's files and the program can be had without them.
   *
   * @param told gets a line for people
   */
  static void on(LiveSite site, String switchName, Consumer<String> told) {
    if (site.isShared()) {
      return;
    }
    RunUser user = RunUser.of(site.runDirectory());
    String closed = user.closed(needed(site));
    if (!closed.isEmpty()) {
      told.accept(
          "stays root, confined: user "
              + user.user()
              + " cannot look into "
              + closed
              + "; chmod o+x it");
      return;
    }
    user.ownAll(new SwitchFiles(site.runDirectory(), switchName).own());
    openJars();
    Capabilities.becomeUser(user.user(), user.group());
  }

  /** Directories that are gone on with by their names. */
  private static List<Path> needed(LiveSite site) {
    List<Path> needed = new ArrayList<>();
    needed.add(site.runDirectory().toAbsolutePath());
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(each).toAbsolutePath();
      if (Files.isDirectory(path)) {
        needed.add(path);
      }
    }
    return needed;
  }

  /** Whoever looks for what is nowhere has opened all jars, and they stay open. */
  private static void openJars() {
    if (ClassLoader.getSystemResource("no/such/resource") != null) {
      throw new AssertionError("a resource that nobody has made");
    }
  }
}
