package io.quorate.fabric.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RebootMotifsTest {

  private static final long MS = 1_000_000;
  private static final int SEEDS = 200;

  private static List<TimedFault> draw(Fabric fabric, long seed, long endNs) {
    return RebootMotifs.draw(fabric, new Dice(new SplittableRandom(seed)), 10 * MS, endNs);
  }

  @Test
  void eachIsDrawnAndSometimesNone() {
    Fabric fabric = FaultFileTest.fabric("wan-three-volatile");
    Set<String> shapes = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      shapes.add(
          draw(fabric, seed, 2_000 * MS).stream()
              .map(timed -> timed.fault().kind())
              .collect(Collectors.joining(" ")));
    }

    assertThat(shapes)
        .containsExactlyInAnyOrder(
            "",
            "reordering reordering reordering reboot",
            "partition reboot partition",
            "partition reboot partition reboot");
  }

  @Test
  void theyKeepToTheirTime() {
    Fabric fabric = FaultFileTest.fabric("wan-three-volatile");
    List<TimedFault> all = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      all.addAll(draw(fabric, seed, 60 * MS));
    }

    assertThat(all)
        .isNotEmpty()
        .allSatisfy(
            timed -> {
              assertThat(timed.atNs()).isBetween(10 * MS, 60 * MS - 1);
              assertThat(timed.endNs()).isLessThanOrEqualTo(60 * MS);
            });
  }

  @Test
  void whoKeepsEverythingIsSpared() {
    Fabric fabric = FaultFileTest.fabric("wan-three-kv");
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(draw(fabric, seed, 2_000 * MS)).isEmpty();
    }
  }
}
