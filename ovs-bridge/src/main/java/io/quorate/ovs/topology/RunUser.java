package io.quorate.ovs.topology;

import io.quorate.ovs.port.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ordinary user that the processes behind a live fabric's switches become once their ports are
 * open: the one who called sudo when the fabric was built, else {@code nobody}. The files that they
 * keep are that user's, and so are the sockets on which the switches take OpenFlow connections.
 *
 * @param user its number, above 0
 * @param group its group's number, above 0
 */
public record RunUser(int user, int group) {

  /** Directories in the run directory in which those processes make files. */
  private static final List<String> OWN = List.of("switches", "inputs");

  /** In a directory's mode, that names in it may be looked up. */
  private static final int SEARCH = 1;

  private static final String UID = "unix:uid";
  private static final String GID = "unix:gid";

  /** Makes the directories of a new fabric. */
  static void settle(Path directory) throws IOException {
    RunUser user = new RunUser(Capabilities.ordinaryUser(), Capabilities.ordinaryGroup());
    for (String name : OWN) {
      user.own(Files.createDirectories(directory.resolve(name)));
    }
  }

  /**
   * Whose they are.
   *
   * @throws TopologyException if the fabric has none, or they are root's
   */
  public static RunUser of(Path directory) {
    Path own = directory.resolve(OWN.getFirst());
    try {
      RunUser user =
          new RunUser((int) Files.getAttribute(own, UID), (int) Files.getAttribute(own, GID));
      if (user.user() == 0 || user.group() == 0) {
        throw new TopologyException(own + " is root's; take the fabric down and up again");
      }
      return user;
    } catch (IOException e) {
      throw new TopologyException("cannot tell whose " + own + " is: " + e.getMessage(), e);
    }
  }

  /** Gives the user what is there of a switch; links are not followed. Only root can. */
  public void ownAll(Path own) {
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(own)) {
      for (Path each : files.toList()) {
        own(each);
      }
    } catch (IOException e) {
      throw new TopologyException("cannot give away " + own + ": " + e.getMessage(), e);
    }
  }

  private void own(Path path) throws IOException {
    Files.setAttribute(path, UID, user, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, GID, group, LinkOption.NOFOLLOW_LINKS);
  }

  /** Gives the user the sockets by which switches are spoken to; new ones are root's. */
  void ownSockets(List<Path> sockets) {
    for (Path each : sockets) {
      try {
        if (Files.exists(each)) {
          own(each);
        }
      } catch (IOException e) {
        throw new TopologyException("cannot give away " + each + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * The first of these directories that the user cannot look into; empty if there is none.
   *
   * @param directories absolute
   */
  public String closed(List<Path> directories) {
    for (Path directory : directories) {
      for (Path each = directory; each != null; each = each.getParent()) {
        if (Files.isDirectory(each) && !maySearch(each)) {
          return each.toString();
        }
      }
    }
    return "";
  }

  private boolean maySearch(Path directory) {
    try {
      int mode = (int) Files.getAttribute(directory, "unix:mode");
      boolean own = (int) Files.getAttribute(directory, UID) == user;
      boolean ofGroup = (int) Files.getAttribute(directory, GID) == group;
      int bits = own ? mode >> 6 : ofGroup ? mode >> 3 : mode;
      return (bits & SEARCH) != 0;
    } catch (IOException e) {
      return false;
    }
  }
}
