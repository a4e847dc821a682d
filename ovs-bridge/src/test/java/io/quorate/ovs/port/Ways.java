package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The implementations of raw ports, and what their tests have in common. */
final class Ways {

  static final long SECOND_NS = 1_000_000_000L;
  static final long MS = 1_000_000L;

  private Ways() {}

  /** An implementation, and how it hands frames over. */
  record Way(PortKind kind, PortOptions options) {
    RawPort left(Wire wire) {
      return wire.left(0, kind, options);
    }

    RawPort right(Wire wire) {
      return wire.right(0, kind, options);
    }

    Way with(PortOptions other) {
      return new Way(kind, other.with(options.reception()));
    }

    @Override
    public String toString() {
      return kind + " " + options.reception();
    }
  }

  static Stream<Way> ways() {
    PortOptions options = PortOptions.defaults();
    return Stream.concat(
        Arrays.stream(Reception.values())
            .map(reception -> new Way(PortKind.FFM, options.with(reception))),
        Stream.of(new Way(PortKind.PCAP4J, options)));
  }

  /** Keeps what it is given. */
  static final class Kept implements FrameHandler {
    final List<byte[]> frames = new ArrayList<>();
    final List<PortState> states = new ArrayList<>();
    long lastTimestampNs;

    @Override
    public void frame(MemorySegment memory, long offset, int length, long timestampNs) {
      frames.add(FrameHandler.copy(memory, offset, length));
      lastTimestampNs = timestampNs;
    }

    @Override
    public void changed(PortState state) {
      states.add(state);
    }
  }

  /** Counts. */
  static final class Counting implements FrameHandler {
    long frames;

    @Override
    public void frame(MemorySegment memory, long offset, int length, long timestampNs) {
      frames++;
    }
  }

  static byte[] frame(int type, int length, int seed) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (i * 31 + seed);
    }
    frame[0] = 2;
    frame[6] = 2;
    frame[12] = (byte) (type >> 8);
    frame[13] = (byte) type;
    return frame;
  }

  /** Receives until so many frames are there, or two seconds are over. */
  static void receive(RawPort port, Kept kept, int frames) {
    long end = System.nanoTime() + 2 * SECOND_NS;
    while (kept.frames.size() < frames && System.nanoTime() < end) {
      port.receive(50 * MS, kept);
    }
  }
}
