package io.quorate.ovs.live;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the service hosts received, compared: all that were not given up must have the same packets
 * in the same order, and one that was given up the first of them.
 *
 * @param packets that the hosts received; of the one that has most
 * @param hosts compared
 * @param givenUp of those, the ones that were handed nothing more from some point on
 * @param differences in words; empty if there are none
 */
public record HostLogs(
    long packets, List<String> hosts, List<String> givenUp, List<String> differences) {

  private static final int HEADER_BYTES = 8;
  private static final int LENGTH_AT = 6;

  public HostLogs {
    hosts = List.copyOf(hosts);
    givenUp = List.copyOf(givenUp);
    differences = List.copyOf(differences);
  }

  /**
   * Compares the logs that {@code KeyValueServer} has written.
   *
   * @param logs by host
   * @param givenUp hosts whose switches say so
   */
  static HostLogs compare(Map<String, Path> logs, List<String> givenUp) {
    Map<String, byte[]> bytes = new TreeMap<>();
    logs.forEach((host, file) -> bytes.put(host, read(file)));
    byte[] longest = {};
    String longestOf = "";
    for (Map.Entry<String, byte[]> each : bytes.entrySet()) {
      if (each.getValue().length > longest.length) {
        longest = each.getValue();
        longestOf = each.getKey();
      }
    }
    TreeSet<String> differences = new TreeSet<>();
    for (Map.Entry<String, byte[]> each : bytes.entrySet()) {
      byte[] own = each.getValue();
      int equal = Arrays.mismatch(own, longest);
      boolean isPrefix = equal < 0 || equal == own.length;
      boolean fits = givenUp.contains(each.getKey()) ? isPrefix : equal < 0;
      if (!fits) {
        differences.add(
            each.getKey()
                + " differs from "
                + longestOf
                + (isPrefix
                    ? ": it has " + count(own, own.length) + " packets"
                    : " in packet " + (count(own, equal) + 1)));
      }
    }
    return new HostLogs(
        count(longest, longest.length),
        List.copyOf(bytes.keySet()),
        givenUp,
        List.copyOf(differences));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw BadFile.whole(file.toString(), "cannot be read: " + e.getMessage(), "is it there?");
    }
  }

  /** Whole packets that end before a place. */
  private static long count(byte[] log, int before) {
    long count = 0;
    int at = 0;
    while (at + HEADER_BYTES <= log.length) {
      int length = (log[at + LENGTH_AT] & 0xff) << 8 | (log[at + LENGTH_AT + 1] & 0xff);
      at += HEADER_BYTES + length;
      if (at > before) {
        break;
      }
      count++;
    }
    return count;
  }
}
