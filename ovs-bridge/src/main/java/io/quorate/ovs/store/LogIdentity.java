package io.quorate.ovs.store;

import io.quorate.fabric.file.BadFile;

/**
 * Whose log it is. Promises and votes of one member in the hands of another would break what was
 * agreed, so a log is opened only by the one that it belongs to.
 *
 * @param fabric name of the fabric, one printable line
 * @param group id of the Paxos group
 * @param node id of the member in that group, from 1
 */
public record LogIdentity(String fabric, int group, int node) {

  private static final int NAME_CHARS_MAX = 200;

  public LogIdentity {
    boolean printable = fabric.chars().allMatch(each -> each >= ' ' && each != 0x7F);
    if (fabric.isBlank() || !printable || fabric.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("a fabric's name is one line of 1 to 200 characters");
    }
    if (group < 0 || node < 1) {
      throw new IllegalArgumentException("group " + group + ", node " + node);
    }
  }

  /** What stands in the identity file before the log's own lines. */
  String text() {
    return "fabric " + fabric + "\ngroup " + group + "\nnode " + node + "\n";
  }

  /** Refuses a log of another. */
  void check(String folder, String found) {
    if (!found.equals(text())) {
      throw BadFile.whole(
          folder,
          "the log of " + line(found) + ", not of " + line(text()),
          "give each member of each group a folder of its own");
    }
  }

  private static String line(String text) {
    return text.strip().replace("\n", ", ");
  }
}
