package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.ovs.store.LogIdentity;
import io.quorate.ovs.store.LogOptions;
import io.quorate.ovs.store.WriteAheadLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files: what a turn has stored is released by one sync, and nothing too early. */
final class TurnDiskTest {

  private static final byte[] RECORD = new byte[100];

  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final List<String> released = new ArrayList<>();
  private WriteAheadLog log;
  private TurnDisk disk;

  @BeforeEach
  void open(@TempDir Path folder) {
    log =
        WriteAheadLog.open(
            folder.resolve("log"),
            new LogIdentity("test", 1, 1),
            LogOptions.DEFAULT,
            loop::add,
            failure -> released.add(failure));
    disk = new TurnDisk(log);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void store(String name) {
    assertThat(disk.append(RECORD)).isTrue();
    disk.sync(() -> released.add(name));
  }

  private void awaitDisk() throws InterruptedException {
    Runnable done = loop.poll(20, TimeUnit.SECONDS);
    assertThat(done).isNotNull();
    done.run();
  }

  @Test
  void oneSyncCoversAllThatATurnHasStored() throws InterruptedException {
    store("first");
    assertThat(disk.append(RECORD)).isTrue();
    disk.settle();
    assertThat(released).isEmpty();
    disk.endTurn();
    awaitDisk();
    assertThat(released).containsExactly("first");

    disk.sync(() -> released.add("second"));
    disk.settle();

    assertThat(released).containsExactly("first", "second");
    disk.endTurn();
    assertThat(log.figures().syncs()).isEqualTo(1);
  }

  @Test
  void whatIsStoredAfterASyncHasBegunWaitsForTheNext() throws InterruptedException {
    store("first");
    disk.endTurn();
    assertThat(disk.append(RECORD)).isTrue();
    disk.endTurn();
    awaitDisk();

    disk.sync(() -> released.add("second"));
    disk.settle();

    assertThat(released).containsExactly("first");
    disk.endTurn();
    awaitDisk();
    assertThat(released).containsExactly("first", "second");
  }

  @Test
  void aSyncThatWasBegunBeforeAStartReleasesNothingOfIt() throws InterruptedException {
    store("before");
    disk.endTurn();
    disk.cut(log.end());
    store("after");
    awaitDisk();
    assertThat(released).isEmpty();

    disk.settle();
    assertThat(released).isEmpty();
    disk.endTurn();
    awaitDisk();

    assertThat(released).containsExactly("after");
  }
}
