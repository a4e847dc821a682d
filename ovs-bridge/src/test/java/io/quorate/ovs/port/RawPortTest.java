package io.quorate.ovs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @ParameterizedTest
  @MethodSource("ways")
  void jumboFramesPassAndLongerOnesAreCountedNotCut(Way way) {
    Way large = way.with(PortOptions.defaults().withFrameBytesMax(9_014));
    try (Wire wire = new Wire(1, 9_000);
        RawPort left = large.left(wire);
        RawPort right = large.right(wire);
        RawPort narrow = way.right(wire)) {
      byte[] jumbo = frame(0x7a01, 9_014, 3);
      byte[] small = frame(0x7a02, 64, 4);
      left.send(jumbo, jumbo.length);
      left.send(small, small.length);
      assertThat(left.flush()).isZero();

      Kept kept = new Kept();
      receive(right, kept, 2);
      assertThat(kept.frames).containsExactly(jumbo, small);

      Kept cut = new Kept();
      receive(narrow, cut, 1);
      assertThat(cut.frames).containsExactly(small);
      assertThat(narrow.statistics().truncated()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void framesOfWrongSizesAreNotSentAndCounted(Way way) {
    Way large = way.with(PortOptions.defaults().withFrameBytesMax(4_000));
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = large.left(wire);
        RawPort right = way.right(wire)) {
      byte[] good = frame(0x7a01, 100, 1);
      left.send(good, 13);
      left.send(good, 0);
      left.send(new byte[5_000], 5_000);
      left.send(frame(0x7a01, 1_519, 2), 1_519);
      left.send(good, good.length);
      assertThat(left.flush()).isEqualTo(4);
      assertThat(left.flush()).isZero();
      assertThatThrownBy(() -> left.send(good, 101)).isInstanceOf(IndexOutOfBoundsException.class);

      Kept kept = new Kept();
      receive(right, kept, 1);
      assertThat(kept.frames).containsExactly(good);
      assertThat(left.statistics().unsentSize()).isEqualTo(4);
      assertThat(left.statistics().sent()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void batchesKeepTheirOrderAndOwnFramesAreNotSeen(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        sent.add(frame(0x7a01, 64 + i % 3, i));
      }
      for (byte[] frame : sent) {
        left.send(frame, frame.length);
      }
      assertThat(left.flush()).isZero();

      Kept kept = new Kept();
      receive(right, kept, sent.size());
      assertThat(kept.frames).containsExactlyElementsOf(sent);
      Kept own = new Kept();
      assertThat(left.receive(20 * MS, own)).isZero();
      assertThat(own.frames).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aReceivedFrameCanBeSentOnFromWhereItStands(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] frame = frame(0x7a01, 300, 5);
      left.send(frame, frame.length);
      left.flush();
      FrameHandler echo =
          (memory, offset, length, timestampNs) -> right.send(memory, offset, length);
      assertThat(right.receive(SECOND_NS, echo)).isEqualTo(1);
      assertThat(right.flush()).isZero();

      Kept kept = new Kept();
      receive(left, kept, 1);
      assertThat(kept.frames).containsExactly(frame);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void onlyTheEtherTypesAskedForAreReceived(Way way) {
    Way some = way.with(PortOptions.defaults().withEtherTypes(List.of(0x7a40, 0x7a01, 0x7a02)));
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = some.right(wire)) {
      List<byte[]> wanted = new ArrayList<>();
      for (int type : new int[] {0x7a00, 0x7a01, 0x0800, 0x7a02, 0x7a03, 0x7a40, 0x7a41}) {
        byte[] frame = frame(type, 80, type);
        left.send(frame, frame.length);
        if (type == 0x7a01 || type == 0x7a02 || type == 0x7a40) {
          wanted.add(frame);
        }
      }
      left.flush();
      Kept kept = new Kept();
      receive(right, kept, 3);
      right.receive(20 * MS, kept);
      assertThat(kept.frames).containsExactlyElementsOf(wanted);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void vlanTagsStayInPlace(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] tagged = frame(0x8100, 118, 7);
      tagged[14] = 0x20;
      tagged[15] = 0x65;
      tagged[16] = 0x7a;
      tagged[17] = 0x01;
      byte[] service = tagged.clone();
      service[12] = (byte) 0x88;
      service[13] = (byte) 0xa8;
      left.send(tagged, tagged.length);
      left.send(service, service.length);
      left.flush();
      Kept kept = new Kept();
      receive(right, kept, 2);
      assertThat(kept.frames).containsExactly(tagged, service);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aWaitLastsAsLongAsAsked(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire)) {
      for (long timeoutNs : new long[] {0, -1, 3 * MS, 40 * MS}) {
        // The shortest of several: a busy machine may wake anybody late.
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
          long start = System.nanoTime();
          assertThat(left.receive(timeoutNs, new Kept())).isZero();
          least = Math.min(least, System.nanoTime() - start);
        }
        assertThat(least).isBetween(Math.max(timeoutNs, 0), Math.max(timeoutNs, 0) + 5 * MS);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anotherThreadEndsAWait(Way way) throws InterruptedException {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire)) {
      left.wakeUp();
      left.wakeUp();
      assertThat(left.receive(Long.MAX_VALUE, new Kept())).isZero();

      Thread other = new Thread(left::wakeUp);
      other.start();
      assertThat(left.receive(Long.MAX_VALUE, new Kept())).isZero();
      other.join();

      long start = System.nanoTime();
      assertThat(left.receive(5 * MS, new Kept())).isZero();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5 * MS);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aLinkGoesDownAndComesUpAgain(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] frame = frame(0x7a01, 100, 1);
      Kept kept = new Kept();
      wire.onLeft("link", "set", "a0", "down");
      receiveUntil(left, kept, PortState.DOWN);
      assertThat(left.state()).isEqualTo(PortState.DOWN);
      for (int i = 0; i < 3; i++) {
        left.send(frame, frame.length);
      }
      assertThat(left.flush()).isEqualTo(3);
      assertThat(left.statistics().unsentLinkDown()).isEqualTo(3);
      assertThat(cpuOf(() -> left.receive(200 * MS, kept))).isLessThan(100 * MS);

      wire.onLeft("link", "set", "a0", "up");
      receiveUntil(left, kept, PortState.UP);
      assertThat(kept.states).containsExactly(PortState.DOWN, PortState.UP);
      assertThat(left.state()).isEqualTo(PortState.UP);
      wire.awaitCarrier(0);
      right.send(frame, frame.length);
      assertThat(right.flush()).isZero();
      receive(left, kept, 1);
      assertThat(kept.frames).containsExactly(frame);
      left.send(frame, frame.length);
      assertThat(left.flush()).isZero();
      Kept atRight = new Kept();
      receive(right, atRight, 1);
      assertThat(atRight.frames).containsExactly(frame);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anInterfaceDeletedUnderAPortIsToldOnceAndDoesNotSpin(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire)) {
      Kept kept = new Kept();
      wire.onLeft("link", "del", "a0");
      receiveUntil(left, kept, PortState.GONE);
      assertThat(left.state()).isEqualTo(PortState.GONE);
      byte[] frame = frame(0x7a01, 100, 1);
      left.send(frame, frame.length);
      left.send(frame, frame.length);
      assertThat(left.flush()).isEqualTo(2);
      assertThat(left.statistics().unsentLinkDown()).isEqualTo(2);
      long start = System.nanoTime();
      assertThat(cpuOf(() -> left.receive(200 * MS, kept))).isLessThan(100 * MS);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200 * MS);
      assertThat(kept.states).endsWith(PortState.GONE).doesNotHaveDuplicates();
    }
  }

  private static void receiveUntil(RawPort port, Kept kept, PortState state) {
    long end = System.nanoTime() + 5 * SECOND_NS;
    while (!kept.states.contains(state) && System.nanoTime() < end) {
      port.receive(20 * MS, kept);
    }
    assertThat(kept.states).contains(state);
  }

  private static long cpuOf(Runnable action) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    action.run();
    return threads.getCurrentThreadCpuTime() - before;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatNobodyReadsInTimeIsCounted(Way way) {
    Way small = way.with(PortOptions.defaults().withBufferBytes(1 << 16));
    int sent = 30_000;
    PortStatistics statistics;
    RawPort closed;
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = small.right(wire)) {
      byte[] frame = frame(0x7a01, 1_000, 1);
      for (int i = 0; i < sent; i++) {
        left.send(frame, frame.length);
      }
      assertThat(left.flush()).isZero();
      Counting counting = new Counting();
      while (right.receive(100 * MS, counting) > 0) {
        // Until nothing comes any more.
      }
      statistics = right.statistics();
      assertThat(statistics.received()).isEqualTo(counting.frames);
      closed = right;
    }
    assertThat(statistics.kernelDrops()).isPositive();
    assertThat(statistics.received()).isPositive();
    assertThat(statistics.received() + statistics.kernelDrops()).isEqualTo(sent);
    assertThat(closed.statistics()).isEqualTo(statistics);
    closed.wakeUp();
  }

  /** Counts. */
  static final class Counting implements FrameHandler {
    long frames;

    @Override
    public void frame(MemorySegment memory, long offset, int length, long timestampNs) {
      frames++;
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatAHandlerThrowsComesOutAndThePortGoesOn(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] frame = frame(0x7a01, 100, 1);
      left.send(frame, frame.length);
      left.flush();
      assertThatThrownBy(
              () ->
                  right.receive(
                      SECOND_NS,
                      (memory, offset, length, timestampNs) -> {
                        throw new IllegalStateException("ours");
                      }))
          .hasMessage("ours");
      byte[] second = frame(0x7a01, 100, 2);
      left.send(second, second.length);
      left.flush();
      Kept kept = new Kept();
      receive(right, kept, 1);
      assertThat(kept.frames).containsExactly(second);
    }
  }

  @ParameterizedTest
  @EnumSource(PortKind.class)
  void whatCannotBeOpenedIsOneClearLine(PortKind kind) {
    try (Wire wire = new Wire(1, 1_500)) {
      assertThatThrownBy(() -> RawPorts.open(kind, "nosuch0", PortOptions.defaults()))
          .isInstanceOf(PortException.class)
          .hasMessage(
              "no interface 'nosuch0' in this network namespace; ip link lists those that are");
      assertThatThrownBy(() -> RawPorts.open(kind, "a-name-far-too-long", PortOptions.defaults()))
          .isInstanceOf(PortException.class)
          .hasMessageContaining("no interface");
      wire.onLeft("link", "set", "a0", "down");
      assertThatThrownBy(() -> wire.left(0, kind, PortOptions.defaults()))
          .isInstanceOf(PortException.class)
          .hasMessage("interface a0 is down; bring it up with: ip link set a0 up");
    }
  }

  @Test
  void unfinishedChecksumsAreCounted() {
    try (Wire wire = new Wire(1, 1_500)) {
      wire.onLeft("addr", "add", "10.9.9.1/24", "dev", "a0");
      wire.onLeft("neigh", "add", "10.9.9.2", "lladdr", "02:00:00:00:00:09", "dev", "a0");
      for (Reception reception : Reception.values()) {
        try (RawPort right = wire.right(0, PortKind.FFM, PortOptions.defaults().with(reception))) {
          wire.sendDatagramFromLeft("10.9.9.2");
          Kept kept = new Kept();
          receive(right, kept, 1);
          assertThat(kept.frames).isNotEmpty();
          assertThat(right.statistics().unfinishedChecksums()).isEqualTo(1);
        }
      }
    }
  }
}
