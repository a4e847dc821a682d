package io.quorate.ovs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames over virtual Ethernet pairs, by every implementation. */
@Live
final class RawPortTest {

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MS = 1_000_000L;

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

  @ParameterizedTest
  @MethodSource("ways")
  void framesOfEverySizePassBothWaysUnchanged(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      List<byte[]> sent = new ArrayList<>();
      for (int length = 14; length <= 1_514; length += length < 80 ? 1 : 239) {
        sent.add(frame(0x7a01, length, length));
      }
      sent.add(frame(0x7a01, 1_514, 9));
      for (byte[] frame : sent) {
        left.send(frame, frame.length);
        right.send(frame, frame.length);
      }
      assertThat(left.flush()).isZero();
      assertThat(right.flush()).isZero();

      Kept atRight = new Kept();
      receive(right, atRight, sent.size());
      Kept atLeft = new Kept();
      receive(left, atLeft, sent.size());

      assertThat(atRight.frames).containsExactlyElementsOf(sent);
      assertThat(atLeft.frames).containsExactlyElementsOf(sent);
      assertThat(left.statistics().sent()).isEqualTo(sent.size());
      assertThat(left.statistics().received()).isEqualTo(sent.size());
      assertThat(left.statistics().unsent()).isZero();
      long agoNs = System.currentTimeMillis() * MS - atLeft.lastTimestampNs;
      assertThat(agoNs).isBetween(-SECOND_NS, 10 * SECOND_NS);
    }
  }

  @Test
  void aMissingInterfaceIsOneClearLine() {
    assertThatThrownBy(() -> RawPorts.open(PortKind.FFM, "nosuch0", PortOptions.defaults()))
        .isInstanceOf(PortException.class)
        .hasMessage(
            "no interface 'nosuch0' in this network namespace; ip link lists those that are");
  }
}
