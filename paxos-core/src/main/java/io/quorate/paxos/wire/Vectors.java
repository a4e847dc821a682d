package io.quorate.paxos.wire;

import static io.quorate.paxos.wire.Layout.i32;
import static io.quorate.paxos.wire.Layout.put16;
import static io.quorate.paxos.wire.Layout.put32;
import static io.quorate.paxos.wire.Layout.u16;

import io.quorate.paxos.Incarnations;
import org.jspecify.annotations.Nullable;

/**
 * Incarnation vectors in bytes. They stand at the beginning of the value, behind a flag that is set
 * only where there is something to say: so a frame says nothing of it while nobody started again.
 */
final class Vectors {

  private Vectors() {}

  /** Writes the vector and sets its flag; returns where the rest of the value begins. */
  static int write(Incarnations known, byte[] bytes, int at) {
    int to = at + Layout.HEADER_BYTES;
    if (known.size() == 0) {
      return to;
    }
    bytes[at + Layout.FLAGS] |= Layout.FLAG_INCARNATIONS;
    put16(bytes, to, known.size());
    to += Layout.KNOWN_COUNT_BYTES;
    for (int place = 0; place < known.size(); place++) {
      put16(bytes, to + Layout.KNOWN_NODE, known.node(place));
      put32(bytes, to + Layout.KNOWN_INCARNATION, known.incarnation(place));
      to += Layout.KNOWN_ENTRY_BYTES;
    }
    return to;
  }

  /**
   * Reads the vector.
   *
   * @return null if it is none that was written here: cut short, empty, not ascending, or of
   *     incarnations that go without saying
   */
  static @Nullable Incarnations read(byte[] bytes, int at) {
    if (!isThere(bytes, at)) {
      return Incarnations.FIRST;
    }
    int from = at + Layout.HEADER_BYTES;
    int valueBytes = u16(bytes, at + Layout.LENGTH);
    int count = valueBytes < Layout.KNOWN_COUNT_BYTES ? 0 : u16(bytes, from);
    if (count == 0 || valueBytes < Sizes.ofIncarnations(count)) {
      return null;
    }
    from += Layout.KNOWN_COUNT_BYTES;
    int[] nodes = new int[count];
    int[] incarnations = new int[count];
    for (int place = 0; place < count; place++) {
      nodes[place] = u16(bytes, from + Layout.KNOWN_NODE);
      incarnations[place] = i32(bytes, from + Layout.KNOWN_INCARNATION);
      boolean ascends = place == 0 || nodes[place] > nodes[place - 1];
      if (!ascends || !Incarnations.isLater(1, incarnations[place])) {
        return null;
      }
      from += Layout.KNOWN_ENTRY_BYTES;
    }
    return Incarnations.of(nodes, incarnations);
  }

  static boolean isThere(byte[] bytes, int at) {
    return (bytes[at + Layout.FLAGS] & Layout.FLAG_INCARNATIONS) != 0;
  }
}
