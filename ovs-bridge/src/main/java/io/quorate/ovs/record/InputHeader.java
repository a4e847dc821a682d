package io.quorate.ovs.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Whose inputs a log holds. The incarnation and the seed of the replica stand in each {@link
 * Input.Started}, because one log may see several starts.
 *
 * @param fabric digest of the fabric file's text, see {@link #digestOf}; a replay with another text
 *     is not the same run
 * @param switchName the seat's switch
 * @param node Paxos node id; 0 where there is no replica
 * @param place of the service among the fabric's services, from 0
 */
public record InputHeader(String fabric, String switchName, int node, int place) {

  /** Longest text of a header. */
  static final int TEXT_BYTES_MAX = 1024;

  public InputHeader {
    if (node < 0 || place < 0) {
      throw new IllegalArgumentException("node " + node + ", place " + place);
    }
  }

  /** SHA-256 of the text, in lower-case hex. */
  public static String digestOf(String fabricText) {
    try {
      byte[] text = fabricText.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError("every JDK has SHA-256", absent);
    }
  }
}
