package io.quorate.ovs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.ovs.Live;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system without room: said no cleanly, and gone on with when there is room. */
@Live(programs = {"mount", "umount"})
class FullDiskTest {

  @TempDir private Path root;

  private final LogDesk desk = new LogDesk();

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", Arrays.asList(command)).isZero();
  }

  @Test
  void aDiskWithoutRoomIsSaidNoAndTheLogIsWhole() throws IOException, InterruptedException {
    Path disk = Files.createDirectory(root.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    try {
      fillAndGoOn(disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private void fillAndGoOn(Path disk) throws IOException {
    LogOptions roomy = new LogOptions(1 << 16, 1 << 28);
    byte[] record = new byte[10_000];
    new Random(1).nextBytes(record);
    Path other = Files.write(disk.resolve("other"), new byte[2 << 20]);
    WriteAheadLog log = desk.open(disk.resolve("log"), roomy);
    int taken = 0;
    while (log.append(record)) {
      taken++;
      desk.sync(log);
    }
    assertThat(taken).isBetween(120, 210);
    assertThat(log.hasRoom(10_000)).isFalse();
    assertThat(log.append(record)).isFalse();
    assertThat(log.end()).isEqualTo(taken * 10_000L);
    log.abandon();

    log = desk.open(disk.resolve("log"), roomy);
    assertThat(log.read()).hasSize(taken * 10_000);
    log.cut(log.end());
    Files.delete(other);
    assertThat(log.hasRoom(10_000)).isTrue();
    assertThat(log.append(record)).isTrue();
    desk.sync(log);
    log.close();
    try (WriteAheadLog again = desk.open(disk.resolve("log"), roomy)) {
      assertThat(again.read()).hasSize((taken + 1) * 10_000);
    }
    assertThat(desk.failures).isEmpty();
  }
}
