package io.quorate.ovs.port;

import static io.quorate.ovs.port.Ways.MS;
import static io.quorate.ovs.port.Ways.SECOND_NS;
import static io.quorate.ovs.port.Ways.frame;
import static io.quorate.ovs.port.Ways.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import io.quorate.ovs.port.Ways.Counting;
import io.quorate.ovs.port.Ways.Kept;
import io.quorate.ovs.port.Ways.Way;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ports that wait, whose links go, or that nobody reads, by every implementation. */
@Live
final class PortConditionTest {

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
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
  @MethodSource("io.quorate.ovs.port.Ways#ways")
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
  @MethodSource("io.quorate.ovs.port.Ways#ways")
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
  @MethodSource("io.quorate.ovs.port.Ways#ways")
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
  @MethodSource("io.quorate.ovs.port.Ways#ways")
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
}
