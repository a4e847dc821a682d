package io.quorate.ovs.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.program.LogDisk;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk did while it was recorded, a replayed one does again. */
class RecordedDiskTest {

  /** Room for two records; syncs are done when the test says so. */
  private static final class TwoRecords implements LogDisk {
    int records;
    final ArrayDeque<Runnable> syncs = new ArrayDeque<>();

    @Override
    public long start() {
      return 0;
    }

    @Override
    public byte[] read() {
      return new byte[0];
    }

    @Override
    public long durable() {
      return 0;
    }

    @Override
    public void cut(long end) {
      records = 0;
    }

    @Override
    public void trim(long below) {
      records = 0;
    }

    @Override
    public boolean append(byte[] bytes) {
      return records < 2 && ++records > 0;
    }

    @Override
    public void sync(Runnable done) {
      syncs.add(done);
    }

    @Override
    public boolean hasRoom(long bytes) {
      return records < 2;
    }
  }

  @TempDir private Path folder;

  private final List<String> live = new ArrayList<>();
  private final List<String> again = new ArrayList<>();

  private Path record() {
    Path file = folder.resolve("inputs");
    TwoRecords below = new TwoRecords();
    InputHeader header = new InputHeader("", "S1", 1, 0);
    try (InputLogWriter writer =
        InputLogWriter.open(
            file, header, InputLogWriter.Options.DEFAULT, () -> 0, line -> live.add(line))) {
      RecordedDisk disk = new RecordedDisk(below, writer, () -> 7);
      disk.cut(0);
      writer.append(new Input.Started(0, 1, 0, disk.start(), disk.read(), new long[0]));
      disk.sync(() -> live.add("lost"));
      disk.cut(0);
      writer.append(new Input.Started(1, 2, 0, disk.start(), disk.read(), new long[0]));
      for (int i = 0; i < 3; i++) {
        writer.append(new Input.Pumped(i));
        live.add("append " + disk.append(new byte[10]));
      }
      writer.append(new Input.Pumped(3));
      disk.sync(() -> live.add("synced"));
      below.syncs.forEach(Runnable::run);
    }
    return file;
  }

  @Test
  void refusalsAndSyncsComeAgainWhereTheyCame() {
    try (InputLogReader reader = InputLogReader.open(record())) {
      ReplayedDisk disk = new ReplayedDisk();
      for (Input input = reader.next(); input != null; input = reader.next()) {
        reader.refusals().forEach(disk::refuse);
        switch (input) {
          case Input.Started started -> disk.startWith(started);
          case Input.Pumped(long timeNs) when timeNs == 3 -> disk.sync(() -> again.add("synced"));
          case Input.Pumped pumped -> again.add("append " + disk.append(new byte[10]));
          case Input.Synced synced -> disk.synced();
          default -> {}
        }
      }
    }

    assertThat(again).isEqualTo(live);
    assertThat(live).containsExactly("append true", "append true", "append false", "synced");
  }

  @Test
  void aSyncThatNobodyAskedForInTheReplayIsAnotherRun() {
    ReplayedDisk disk = new ReplayedDisk();
    assertThatThrownBy(disk::synced).isInstanceOf(IllegalStateException.class);
  }
}
