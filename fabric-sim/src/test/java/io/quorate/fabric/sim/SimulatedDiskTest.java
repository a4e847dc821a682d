package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.DiskModel;
import io.quorate.fabric.Latency;
import io.quorate.fabric.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a disk keeps, how long it takes, and what a power cut does to it. */
class SimulatedDiskTest {

  private static final long SYNC_NS = 1_000;
  private static final int DURABLE = 300;
  private static final int WRITTEN = 2_300;

  private final Simulator simulator = new Simulator();
  private final List<String> told = new ArrayList<>();

  private SimulatedDisk disk(long seed) {
    DiskModel model = new DiskModel(new Latency.Constant(SYNC_NS), 1 << 16);
    SimulatedDisk disk = new SimulatedDisk(simulator, model, new SeededRandom(seed));
    disk.attach(
        new DiskOwner() {
          @Override
          public void synced(Runnable done) {
            done.run();
          }

          @Override
          public void durable(long from, byte[] bytes) {
            told.add("durable " + from + ".." + (from + bytes.length));
          }
        });
    return disk;
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private void sync(SimulatedDisk disk) {
    disk.sync(() -> told.add("synced at " + simulator.nowNs()));
  }

  @Test
  void whatWasWrittenBeforeASyncBeganIsDurableWhenItIsDone() {
    SimulatedDisk disk = disk(1);
    disk.append(ones(100));
    sync(disk);
    disk.append(ones(50));
    simulator.runUntil(5 * SYNC_NS);

    assertThat(told).containsExactly("durable 0..100", "synced at 1000");
  }

  @Test
  void aSlowDiskTakesAsLongAsItIsSlowAndTheRestOfASyncWithIt() {
    SimulatedDisk disk = disk(1);
    disk.append(ones(100));
    sync(disk);
    simulator.at(SYNC_NS / 2, () -> disk.slow(10, true));
    simulator.at(SYNC_NS / 2 + 2 * SYNC_NS, () -> disk.slow(2, true));
    simulator.at(SYNC_NS / 2 + 4 * SYNC_NS, () -> disk.slow(10, false));
    simulator.at(SYNC_NS / 2 + 4 * SYNC_NS, () -> disk.slow(2, false));
    simulator.runUntil(20 * SYNC_NS);

    // Of what was left, half, 2/10 went by in two syncs' time, and in two more 2/20.
    assertThat(told).containsExactly("durable 0..100", "synced at 4700");
  }

  @Test
  void manySlownessesMultiplyUpToALimit() {
    SimulatedDisk disk = disk(1);
    for (int i = 0; i < 12; i++) {
      disk.slow(10_000, true);
    }
    disk.append(ones(1));
    sync(disk);
    simulator.runUntil(1_000_000 * SYNC_NS);
    assertThat(told).contains("synced at " + 1_000_000 * SYNC_NS);

    for (int i = 0; i < 12; i++) {
      disk.slow(10_000, false);
    }
    disk.append(ones(1));
    sync(disk);
    simulator.runUntil(1_000_001 * SYNC_NS);
    assertThat(told).contains("synced at " + 1_000_001 * SYNC_NS);
  }

  @Test
  void aFullDiskTakesNothingAndWhatIsThereStays() {
    SimulatedDisk disk = disk(1);
    assertThat(disk.append(ones(1 << 16))).isTrue();
    assertThat(disk.append(ones(1))).isFalse();
    disk.trim(0);
    assertThat(disk.read()).hasSize(1 << 16);
  }

  @Test
  void aFaultFillsADiskAndTwoOfThemMustEnd() {
    SimulatedDisk disk = disk(1);
    disk.fill(1);
    disk.fill(1);
    disk.fill(-1);
    assertThat(disk.append(ones(1))).isFalse();
    disk.fill(-1);
    assertThat(disk.append(ones(1))).isTrue();
  }

  /** All that was durable stays; of the rest all, nothing, a beginning, or all but a sector. */
  @Test
  void aPowerCutLosesOfWhatWasNotDurableAnything() {
    Set<String> fates = new TreeSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimulatedDisk disk = disk(seed);
      disk.append(ones(DURABLE));
      sync(disk);
      simulator.runUntil(simulator.nowNs() + 2 * SYNC_NS);
      disk.append(ones(WRITTEN - DURABLE));
      sync(disk);
      told.clear();
      disk.crash();
      simulator.runUntil(simulator.nowNs() + 2 * SYNC_NS);
      assertThat(told).as("nobody hears of a sync that the crash cut short").isEmpty();
      fates.add(fate(disk.read()));
    }

    assertThat(fates)
        .containsExactly("all kept", "all lost", "cut off", "lost a sector and kept later ones");
  }

  private static String fate(byte[] kept) {
    assertThat(kept.length).isBetween(DURABLE, WRITTEN);
    assertThat(Arrays.copyOf(kept, DURABLE)).containsOnly(1);
    boolean hole = !Arrays.equals(kept, ones(kept.length));
    if (hole) {
      assertThat(kept).hasSize(WRITTEN);
      return "lost a sector and kept later ones";
    }
    return kept.length == WRITTEN ? "all kept" : kept.length == DURABLE ? "all lost" : "cut off";
  }
}
