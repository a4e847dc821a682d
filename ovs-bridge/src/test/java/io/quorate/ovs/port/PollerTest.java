package io.quorate.ovs.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.ovs.Live;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many ports on one thread. */
@Live
final class PollerTest {

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MS = 1_000_000L;
  private static final int PORTS = 16;

  @ParameterizedTest
  @EnumSource(Reception.class)
  void sixteenPortsGetWhatIsTheirs(Reception reception) {
    PortOptions options = PortOptions.defaults().with(reception);
    sixteenPorts(PortKind.FFM, options);
  }

  @Test
  void sixteenPortsOfLibpcapToo() {
    sixteenPorts(PortKind.PCAP4J, PortOptions.defaults().withBufferBytes(1 << 20));
  }

  private static void sixteenPorts(PortKind kind, PortOptions options) {
    List<RawPort> all = new ArrayList<>();
    try (Wire wire = new Wire(PORTS, 1_500);
        Poller poller = new Poller()) {
      try {
        List<RawPort> senders = new ArrayList<>();
        List<Ways.Kept> kept = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
          senders.add(wire.left(i, PortKind.FFM, PortOptions.defaults()));
          all.add(senders.getLast());
          all.add(wire.right(i, kind, options));
          kept.add(new Ways.Kept());
          poller.add(all.getLast(), kept.getLast());
        }
        everyPortGetsItsOwn(poller, senders, kept);
        assertThat(poller.ports()).hasSize(PORTS);
      } finally {
        all.forEach(RawPort::close);
      }
    }
  }

  private static void everyPortGetsItsOwn(
      Poller poller, List<RawPort> senders, List<Ways.Kept> kept) {
    int rounds = 200;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < PORTS; i++) {
        byte[] frame = Ways.frame(0x7a01, 64 + i, round * PORTS + i);
        senders.get(i).send(frame, frame.length);
      }
    }
    senders.forEach(sender -> assertThat(sender.flush()).isZero());
    long end = System.nanoTime() + 5 * SECOND_NS;
    int frames = 0;
    while (frames < rounds * PORTS && System.nanoTime() < end) {
      frames += poller.poll(10 * MS);
    }
    assertThat(frames).isEqualTo(rounds * PORTS);
    for (int i = 0; i < PORTS; i++) {
      assertThat(kept.get(i).frames).hasSize(rounds);
      for (int round = 0; round < rounds; round++) {
        assertThat(kept.get(i).frames.get(round))
            .isEqualTo(Ways.frame(0x7a01, 64 + i, round * PORTS + i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void aPortThatIsFloodedStarvesNoOther(Ways.Way way) {
    try (Wire wire = new Wire(2, 1_500);
        RawPort flood = wire.left(0, PortKind.FFM, PortOptions.defaults());
        RawPort quiet = wire.left(1, PortKind.FFM, PortOptions.defaults());
        RawPort flooded = wire.right(0, way.kind(), way.options());
        RawPort calm = wire.right(1, way.kind(), way.options());
        Poller poller = new Poller()) {
      byte[] frame = Ways.frame(0x7a01, 64, 1);
      // Each received frame is answered by two more, so the flooded port is never empty.
      poller.add(
          flooded,
          (memory, offset, length, timestampNs) -> {
            flood.send(frame, frame.length);
            flood.send(frame, frame.length);
            flood.flush();
          });
      Ways.Kept kept = new Ways.Kept();
      poller.add(calm, kept);
      flood.send(frame, frame.length);
      flood.flush();
      long end = System.nanoTime() + 20 * SECOND_NS;
      while (flooded.statistics().received() < 500 && System.nanoTime() < end) {
        poller.poll(10 * MS);
      }
      assertThat(flooded.statistics().received()).isGreaterThanOrEqualTo(500);

      quiet.send(frame, frame.length);
      quiet.flush();
      end = System.nanoTime() + 5 * SECOND_NS;
      while (kept.frames.isEmpty() && System.nanoTime() < end) {
        poller.poll(10 * MS);
      }
      assertThat(kept.frames).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void wakingAPortOrThePollerEndsTheWait(Ways.Way way) throws InterruptedException {
    try (Wire wire = new Wire(1, 1_500);
        RawPort port = way.left(wire);
        Poller poller = new Poller()) {
      poller.add(port, new Ways.Kept());
      poller.poll(0);
      for (Runnable wake : List.<Runnable>of(poller::wakeUp, port::wakeUp)) {
        Thread other = new Thread(wake);
        other.start();
        assertThat(poller.poll(Long.MAX_VALUE)).isZero();
        other.join();
      }
      poller.remove(port);
      port.wakeUp();
      assertThat(port.receive(Long.MAX_VALUE, new Ways.Kept())).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void aPortThatVanishesLeavesTheOthersWorking(Ways.Way way) {
    try (Wire wire = new Wire(2, 1_500);
        RawPort first = wire.left(0, way.kind(), way.options());
        RawPort second = wire.left(1, way.kind(), way.options());
        RawPort sender = wire.right(1, PortKind.FFM, PortOptions.defaults());
        Poller poller = new Poller()) {
      Ways.Kept lost = new Ways.Kept();
      Ways.Kept kept = new Ways.Kept();
      poller.add(first, lost);
      poller.add(second, kept);
      wire.onLeft("link", "del", "a0");
      long end = System.nanoTime() + 5 * SECOND_NS;
      while (!lost.states.contains(PortState.GONE) && System.nanoTime() < end) {
        poller.poll(20 * MS);
      }
      assertThat(lost.states).endsWith(PortState.GONE);
      long start = System.nanoTime();
      int polls = 0;
      while (System.nanoTime() - start < 200 * MS) {
        poller.poll(20 * MS);
        polls++;
      }
      assertThat(polls).isLessThan(30);

      byte[] frame = Ways.frame(0x7a01, 90, 1);
      sender.send(frame, frame.length);
      sender.flush();
      while (kept.frames.isEmpty() && System.nanoTime() - start < 5 * SECOND_NS) {
        poller.poll(20 * MS);
      }
      assertThat(kept.frames).containsExactly(frame);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void aHandlerMayRemoveAndCloseItsPort(Ways.Way way) {
    try (Wire wire = new Wire(3, 1_500);
        Poller poller = new Poller()) {
      Ways.Kept kept = new Ways.Kept();
      try (RawPort first = wire.left(0, way.kind(), way.options());
          RawPort second = wire.left(1, way.kind(), way.options());
          RawPort sender = wire.right(1, PortKind.FFM, PortOptions.defaults());
          RawPort other = wire.right(0, PortKind.FFM, PortOptions.defaults())) {
        poller.add(
            first,
            (memory, offset, length, timestampNs) -> {
              poller.remove(first);
              poller.add(wire.left(2, way.kind(), way.options()), kept);
            });
        poller.add(second, kept);
        byte[] frame = Ways.frame(0x7a01, 90, 1);
        for (RawPort port : List.of(other, sender)) {
          port.send(frame, frame.length);
          port.flush();
        }
        long end = System.nanoTime() + 5 * SECOND_NS;
        boolean both = false;
        while (!both && System.nanoTime() < end) {
          poller.poll(20 * MS);
          both = !kept.frames.isEmpty() && !poller.ports().contains(first);
        }
        assertThat(kept.frames).containsExactly(frame);
        assertThat(poller.ports()).hasSize(2).doesNotContain(first).contains(second);
      } finally {
        poller.ports().forEach(RawPort::close);
      }
    }
  }

  @Test
  void anEmptyPollerSleepsPrecisely() {
    try (Poller poller = new Poller()) {
      Poller.precise();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        poller.poll(300_000);
        least = Math.min(least, System.nanoTime() - start);
      }
      assertThat(least).isBetween(300_000L, 700_000L);
    }
  }
}
