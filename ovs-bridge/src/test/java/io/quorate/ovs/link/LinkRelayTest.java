package io.quorate.ovs.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Latency;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.link.DropReason;
import io.quorate.ovs.Live;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of times are generous: other programs may keep the machine busy meanwhile. */
@Live
final class LinkRelayTest {

  private static final long MS = 1_000_000;
  private static final Latency SHORT = new Latency.Constant(20_000);

  @Test
  void aFrameTakesAsLongAsTheDescriptionSays() {
    try (CableBench cable = new CableBench(new Latency.Constant(MS))) {
      cable.forth(1_000, 500);
      List<CableBench.Got> got = cable.forth(1_000, 500);

      assertThat(got).hasSize(1_000);
      long[] times = CableBench.times(got, _ -> true);
      System.out.printf(
          "constant 1 ms: min %d p50 %d p90 %d p99 %d us%n",
          times[0] / 1000, times[500] / 1000, times[900] / 1000, times[990] / 1000);
      assertThat(times[0]).isGreaterThanOrEqualTo(MS);
      assertThat(times[500]).isLessThan(2 * MS);
    }
  }

  @Test
  void delaysAreDistributedAsTheDescriptionSays() {
    try (CableBench cable = new CableBench(new Latency.Uniform(5 * MS, 15 * MS))) {
      // So far apart that the order in which they were sent holds nobody back.
      List<CableBench.Got> got = cable.forth(300, 80);

      long[] times = CableBench.times(got, _ -> true);
      assertThat(times).hasSize(300);
      System.out.printf(
          "uniform 5..15 ms: min %d p25 %d p50 %d p75 %d max %d us%n",
          times[0] / 1000,
          times[75] / 1000,
          times[150] / 1000,
          times[225] / 1000,
          times[299] / 1000);
      assertThat(times[0]).isBetween(5 * MS, 7 * MS);
      assertThat(times[75]).isBetween(6_500_000L, 10_500_000L);
      assertThat(times[150]).isBetween(8_800_000L, 13_500_000L);
      assertThat(times[225]).isBetween(11 * MS, 17 * MS);
    }
  }

  @Test
  void framesStayInOrderWhateverTheyDraw() {
    try (CableBench cable = new CableBench(new Latency.Uniform(0, 5 * MS))) {
      List<CableBench.Got> got = cable.forth(5_000, 5_000);

      assertThat(got).hasSize(5_000);
      assertThat(got).isSortedAccordingTo((x, y) -> Long.compare(x.number(), y.number()));
    }
  }

  @Test
  void twentyThousandFramesASecondPassWithoutLoss() {
    try (CableBench cable = new CableBench(SHORT)) {
      cable.forth(10_000, 20_000);
      List<CableBench.Got> got = cable.forth(60_000, 20_000);

      assertThat(cable.forth().kernelDrops()).isZero();
      assertThat(cable.forth().unsent()).isZero();
      assertThat(got).hasSize(60_000);
      long[] times = CableBench.times(got, _ -> true);
      System.out.printf(
          "20 kpps over 20 us: p50 %d p99 %d us%n", times[30_000] / 1000, times[59_400] / 1000);
    }
  }

  @Test
  void lossTakesItsShareAndEndsWhenItIsTold() {
    try (CableBench cable = new CableBench(SHORT)) {
      long number = cable.faults.begin(new Fault.Loss("A-B", 0.2));
      List<CableBench.Got> got = cable.forth(5_000, 10_000);

      // Standard deviation 28 frames.
      assertThat(got).hasSizeBetween(3_850, 4_150);
      assertThat(cable.forth().dropped(DropReason.FAULT_LOSS)).isEqualTo(5_000 - got.size());
      cable.faults.end(number);
      assertThat(cable.forth(1_000, 10_000)).hasSize(1_000);
    }
  }

  @Test
  void aLinksOwnLossAndItsQueueAreTold() {
    try (CableBench cable = new CableBench(SHORT, 1_000_000, 4, 0.1, null)) {
      // A frame of 128 bytes takes 1.2 ms; four may wait.
      List<CableBench.Got> got = cable.forth(200, 10_000);

      LaneFigures figures = cable.forth();
      assertThat(figures.dropped(DropReason.QUEUE_FULL)).isGreaterThan(100);
      assertThat(figures.dropped(DropReason.LINK_LOSS)).isPositive();
      assertThat(figures.forwarded()).isEqualTo(got.size());
      assertThat(figures.received()).isEqualTo(200);
      assertThat(figures.inFlight()).isZero();
    }
  }

  @Test
  void aOneWayPartitionBlocksOneWay() {
    try (CableBench cable = new CableBench(SHORT)) {
      long number = cable.faults.begin(new Fault.Partition(List.of("B"), List.of("A"), true));

      assertThat(cable.forth(100, 5_000)).hasSize(100);
      assertThat(cable.back(100, 5_000)).isEmpty();
      assertThat(cable.back().dropped(DropReason.BLOCKED)).isEqualTo(100);
      cable.faults.end(number);
      assertThat(cable.back(100, 5_000)).hasSize(100);
    }
  }

  @Test
  void duplicatesAreFramesThatComeTwice() {
    try (CableBench cable = new CableBench(SHORT)) {
      cable.faults.begin(new Fault.Duplication("A-B", 0.3));
      List<CableBench.Got> got = cable.forth(2_000, 10_000);

      assertThat(got).hasSize(2_000 + (int) cable.forth().duplicated());
      assertThat(cable.forth().duplicated()).isBetween(510L, 690L);
      assertThat(got.stream().map(CableBench.Got::number).distinct()).hasSize(2_000);
    }
  }

  @Test
  void reorderedFramesAreOvertaken() {
    try (CableBench cable = new CableBench(SHORT)) {
      cable.faults.begin(new Fault.Reordering("A-B", 0.1, 2 * MS));
      List<CableBench.Got> got = cable.forth(2_000, 10_000);

      assertThat(got).hasSize(2_000);
      int overtaken = 0;
      for (int i = 1; i < got.size(); i++) {
        if (got.get(i).number() < got.get(i - 1).number()) {
          overtaken++;
        }
      }
      assertThat(cable.forth().reordered()).isBetween(140L, 260L);
      assertThat(overtaken).isGreaterThan(50);
    }
  }

  @Test
  void aCorruptedFrameHasOneWrongBit() {
    try (CableBench cable = new CableBench(SHORT)) {
      cable.faults.begin(new Fault.Corruption("A-B", 0.5));
      List<CableBench.Got> got = cable.forth(2_000, 10_000);

      long corrupted = cable.forth().corrupted();
      assertThat(corrupted).isBetween(900L, 1_100L);
      // A flipped EtherType hides a frame, and a flipped number or time is not looked at.
      long seen = got.stream().filter(each -> !each.whole()).count();
      assertThat(seen).isBetween((long) (0.6 * corrupted), corrupted);
    }
  }

  @Test
  void delaysAddUp() {
    try (CableBench cable = new CableBench(SHORT)) {
      cable.faults.begin(new Fault.Delay("A-B", 3 * MS));
      cable.faults.begin(new Fault.Delay("A-B", 4 * MS));
      long[] times = CableBench.times(cable.forth(100, 500), _ -> true);

      assertThat(times[0]).isGreaterThanOrEqualTo(7 * MS);
      assertThat(times[50]).isLessThan(8 * MS);
      cable.faults.healAll();
      assertThat(CableBench.times(cable.forth(100, 500), _ -> true)[50]).isLessThan(MS);
    }
  }

  @Test
  void aLinkThatIsDownHasNoCarrierAtEitherEndUntilTheLastFaultLetsGo() {
    try (CableBench cable = new CableBench(new Latency.Constant(MS))) {
      assertThat(cable.forth(10, 500)).hasSize(10);
      long one = cable.faults.begin(new Fault.LinkDown("A-B"));
      long two = cable.faults.begin(new Fault.LinkDown("A-B"));

      assertThat(cable.run("ip", "link", "show", "a")).contains("NO-CARRIER");
      assertThat(cable.run("ip", "link", "show", "b")).contains("NO-CARRIER");
      assertThat(cable.forth(10, 500)).isEmpty();
      cable.faults.end(one);
      assertThat(cable.run("ip", "link", "show", "a")).contains("NO-CARRIER");
      cable.faults.end(two);
      assertThat(cable.run("ip", "link", "show", "a")).doesNotContain("NO-CARRIER");
      await(cable);
      assertThat(cable.forth(10, 500)).hasSize(10);
      assertThat(cable.back(10, 500)).hasSize(10);
    }
  }

  /** Until the relay hears from its sockets that they are up again. */
  private static void await(CableBench cable) {
    for (int i = 0; i < 100 && cable.forth(1, 500).isEmpty(); i++) {
      assertThat(i).as("attempts").isLessThan(20);
    }
    cable.back(1, 500);
  }

  @Test
  void whatStrikesNoLinkIsRefused() {
    try (CableBench cable = new CableBench(SHORT)) {
      assertThatThrownBy(() -> cable.faults.begin(new Fault.Crash("A")))
          .isInstanceOf(LinkException.class)
          .hasMessageContaining("crash A strikes no link");
      assertThatThrownBy(() -> cable.faults.begin(new Fault.Loss("A-C", 0.5)))
          .isInstanceOf(LinkException.class)
          .hasMessage("no link is named A-C");
      assertThatThrownBy(() -> cable.faults.end(9)).isInstanceOf(LinkException.class);
      assertThat(cable.faults.active()).isEmpty();
    }
  }

  @Test
  void anIdleRelaySleeps() throws InterruptedException {
    try (CableBench cable = new CableBench(SHORT)) {
      cable.forth(100, 1_000);
      long before = relayCpuNs();
      Thread.sleep(1_000);

      assertThat(relayCpuNs() - before).isLessThan(20 * MS);
    }
  }

  private static long relayCpuNs() {
    var threads = ManagementFactory.getThreadMXBean();
    long id =
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().equals("relay"))
            .findFirst()
            .orElseThrow()
            .threadId();
    return threads.getThreadCpuTime(id);
  }
}
