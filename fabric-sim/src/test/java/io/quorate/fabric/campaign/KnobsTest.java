package io.quorate.fabric.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.run.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class KnobsTest {

  private static final long DURATION_NS = 8_000_000_000L;

  private static List<Scenario> drawn(Fabric fabric) {
    return LongStream.range(0, 200)
        .mapToObj(seed -> Knobs.drawn(fabric, Workload.DEFAULT, seed, DURATION_NS))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("io.quorate.fabric.TestFabrics#SHIPPED")
  void nothingIsDrawnThatAFabricFileCouldNotSay(String name) {
    for (Scenario scenario : drawn(TestFabrics.shipped(name))) {
      String written = FabricFile.write(scenario.fabric());
      TextFile file = TextFile.of("drawn.yaml", written.getBytes(StandardCharsets.UTF_8));

      assertThat(FabricFile.parse(file)).isEqualTo(scenario.fabric());
    }
  }

  @ParameterizedTest
  @FieldSource("io.quorate.fabric.TestFabrics#SHIPPED")
  void theFabricStaysTheOneThatIsMeant(String name) {
    Fabric shipped = TestFabrics.shipped(name);
    for (Scenario scenario : drawn(shipped)) {
      Fabric fabric = scenario.fabric();

      assertThat(fabric.switches()).isEqualTo(shipped.switches());
      assertThat(fabric.links()).isEqualTo(shipped.links());
      assertThat(fabric.hosts()).isEqualTo(shipped.hosts());
      assertThat(fabric.service()).isEqualTo(shipped.service());
      assertThat(fabric.group().members()).isEqualTo(shipped.group().members());
    }
  }

  @Test
  void theSameSeedDrawsTheSame() {
    Fabric fabric = TestFabrics.shipped("wan-three");

    assertThat(drawn(fabric)).isEqualTo(drawn(fabric));
  }

  @Test
  void seedsDiffer() {
    List<Scenario> drawn = drawn(TestFabrics.shipped("leaf-spine-five"));

    assertThat(drawn.stream().map(each -> each.fabric().group().windowSlots()).distinct())
        .contains(4, 64, 256, 1 << 16);
    assertThat(drawn.stream().map(each -> each.fabric().group().quorums()).distinct()).hasSize(5);
    assertThat(drawn.stream().map(each -> each.fabric().group().heartbeatTicks()).distinct())
        .containsExactlyInAnyOrder(3, 5, 8, 10);
    assertThat(drawn.stream().map(each -> each.fabric().mtuBytes()).distinct())
        .containsExactlyInAnyOrder(800, 1500);
    assertThat(drawn.stream().map(Scenario::workload).distinct()).hasSizeGreaterThan(100);
  }

  @Test
  void lengthsAreAFractionOfWhatWasAskedFor() {
    List<Scenario> drawn = drawn(TestFabrics.shipped("wan-three"));

    assertThat(drawn)
        .allSatisfy(
            each -> assertThat(each.durationNs()).isBetween(DURATION_NS / 64, DURATION_NS / 8));
    assertThat(drawn.stream().mapToLong(Scenario::durationNs).average().orElseThrow())
        .isBetween(0.38e9, 0.50e9);
  }

  @Test
  void aWorkloadThatWasAskedForStays() {
    Workload asked = Workload.parse("kv:clients=3,keys=1");
    Scenario scenario = Knobs.drawn(TestFabrics.shipped("wan-three"), asked, 3, DURATION_NS);

    assertThat(scenario.workload()).isEqualTo(asked);
  }
}
