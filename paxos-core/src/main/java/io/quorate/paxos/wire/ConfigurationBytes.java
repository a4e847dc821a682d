package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.i64;
import static io.quorate.paxos.wire.Layout.put16;
import static io.quorate.paxos.wire.Layout.put64;
import static io.quorate.paxos.wire.Layout.u16;
import static io.quorate.paxos.wire.Layout.u8;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Quorums;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in bytes, as the value that changes to it carries it and as snapshots do. The
 * layout is in docs/wire-format.md.
 */
public final class ConfigurationBytes {

  private static final int FORMAT = 0;
  private static final int ZERO = 1;
  private static final int PHASE1 = 2;
  private static final int PHASE2 = 4;
  private static final int ACCEPTORS = 6;
  private static final int LEARNERS = 8;
  private static final int VERSION = 10;
  private static final int NODES = 18;
  private static final int FORMAT_VALUE = 1;

  private ConfigurationBytes() {}

  /** Writes the configuration down. */
  public static byte[] of(Configuration configuration) {
    int acceptors = configuration.acceptors().size();
    int learners = configuration.learners().size();
    byte[] bytes = new byte[NODES + Short.BYTES * (acceptors + learners)];
    bytes[FORMAT] = FORMAT_VALUE;
    put16(bytes, PHASE1, configuration.quorums().phase1());
    put16(bytes, PHASE2, configuration.quorums().phase2());
    put16(bytes, ACCEPTORS, acceptors);
    put16(bytes, LEARNERS, learners);
    put64(bytes, VERSION, configuration.version());
    putNodes(configuration.acceptors(), bytes, NODES);
    putNodes(configuration.learners(), bytes, NODES + Short.BYTES * acceptors);
    return bytes;
  }

  private static void putNodes(List<Integer> nodes, byte[] bytes, int at) {
    for (int i = 0; i < nodes.size(); i++) {
      put16(bytes, at + Short.BYTES * i, nodes.get(i));
    }
  }

  /**
   * Reads a configuration; null if the bytes are none, be they cut short, too long, of another
   * format, or of quorums that need not intersect.
   */
  public static @Nullable Configuration read(byte[] bytes) {
    if (bytes.length < NODES || u8(bytes, FORMAT) != FORMAT_VALUE || u8(bytes, ZERO) != 0) {
      return null;
    }
    int acceptors = u16(bytes, ACCEPTORS);
    int learners = u16(bytes, LEARNERS);
    if (bytes.length != NODES + Short.BYTES * (acceptors + learners)) {
      return null;
    }
    try {
      return new Configuration(
          i64(bytes, VERSION),
          nodes(bytes, NODES, acceptors),
          nodes(bytes, NODES + Short.BYTES * acceptors, learners),
          new Quorums(acceptors, u16(bytes, PHASE1), u16(bytes, PHASE2)));
    } catch (IllegalArgumentException impossible) {
      return null;
    }
  }

  private static List<Integer> nodes(byte[] bytes, int at, int count) {
    List<Integer> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(u16(bytes, at + Short.BYTES * i));
    }
    return nodes;
  }
}
