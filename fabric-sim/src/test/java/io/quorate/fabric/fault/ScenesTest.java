package io.quorate.fabric.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scenes are about the first leader, fit where they are played, and leave most runs alone. */
class ScenesTest {

  private static final long END_NS = 1_000_000_000;

  /** What was drawn with a scene in it, of 200 seeds; the rest has none. */
  private static List<List<TimedFault>> scenes(String name) {
    Fabric fabric = FaultFileTest.fabric(name);
    return LongStream.range(0, 200)
        .mapToObj(
            seed -> {
              Dice dice = new Dice(new SplittableRandom(seed));
              Targets targets = new Targets(fabric, dice);
              Clocks clocks = new Clocks(dice, Clocks.strictest(fabric));
              return new Scenes(fabric.group(), targets, clocks, dice, 0, END_NS).draw();
            })
        .filter(scene -> !scene.isEmpty())
        .toList();
  }

  private static boolean has(List<TimedFault> scene, Class<? extends Fault> kind) {
    return scene.stream().map(TimedFault::fault).anyMatch(kind::isInstance);
  }

  @Test
  void whereReadsTakeSlotsAFifthOfTheRunsHasAScene() {
    assertThat(scenes("wan-three-kv")).hasSizeBetween(25, 55);
  }

  @Test
  void whereTheyTakeNoneTwoThirdsHave() {
    assertThat(scenes("two-sites-kv")).hasSizeBetween(115, 150);
  }

  @Test
  void withLeasesTheLeadersClockIsSlowAllOthersAreFast() {
    assertThat(scenes("wan-three-kv-leases"))
        .hasSizeBetween(115, 150)
        .allSatisfy(
            scene ->
                assertThat(scene.stream().map(TimedFault::fault))
                    .filteredOn(Fault.ClockRate.class::isInstance)
                    .containsExactly(
                        new Fault.ClockRate("S1", 0.95),
                        new Fault.ClockRate("S2", 1.05),
                        new Fault.ClockRate("S3", 1.05)));
  }

  @Test
  void eachSceneIsDrawn() {
    List<List<TimedFault>> leases = scenes("wan-three-kv-leases");
    List<List<TimedFault>> votes = scenes("wan-three");

    assertThat(leases).anyMatch(scene -> has(scene, Fault.LinkDown.class));
    assertThat(leases).anyMatch(scene -> has(scene, Fault.SlowDisk.class));
    assertThat(leases)
        .as("stranded or deaf")
        .anyMatch(scene -> has(scene, Fault.Partition.class) && !has(scene, Fault.Crash.class));
    assertThat(votes).anyMatch(scene -> has(scene, Fault.Crash.class));
    assertThat(votes).anyMatch(scene -> has(scene, Fault.Loss.class));
  }

  @Test
  void whereNothingIsKeptThereIsNone() {
    assertThat(scenes("wan-three-volatile")).isEmpty();
  }

  @Test
  void clientsOfTheFarSideAreHushedBeforeTheLeaderIsStranded() {
    assertThat(scenes("wan-three-kv-leases"))
        .filteredOn(scene -> has(scene, Fault.Pause.class))
        .isNotEmpty()
        .allSatisfy(
            scene ->
                assertThat(scene)
                    .filteredOn(timed -> timed.fault() instanceof Fault.Pause)
                    .extracting(TimedFault::fault)
                    .containsOnly(new Fault.Pause("WAN1")));
  }
}
