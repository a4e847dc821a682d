package io.quorate.ovs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log on real files keeps what it was given, and says no rather than something wrong. */
class WriteAheadLogTest {

  @TempDir private Path root;

  private final LogDesk desk = new LogDesk();

  private Path folder() {
    return root.resolve("log");
  }

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  private List<String> segmentNames() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.contains(".seg"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatWasSyncedIsThereAfterAKill() {
    WriteAheadLog log = desk.open(folder());
    assertThat(log.read()).isEmpty();
    assertThat(log.append(bytes(100, 1))).isTrue();
    desk.sync(log);
    log.append(bytes(50, 2));
    log.abandon();

    try (WriteAheadLog again = desk.open(folder())) {
      assertThat(again.start()).isZero();
      assertThat(again.read()).isEqualTo(bytes(100, 1));
    }
  }

  @Test
  void whatIsNotSyncedYetIsReadAllTheSame() {
    try (WriteAheadLog log = desk.open(folder())) {
      log.append(bytes(10, 1));
      assertThat(log.read()).isEqualTo(bytes(10, 1));
      log.append(bytes(10, 2));
      assertThat(log.read()).isEqualTo(join(bytes(10, 1), bytes(10, 2)));
    }
  }

  @Test
  void recordsThatEndInZerosKeepThem() {
    byte[] zeros = new byte[70];
    WriteAheadLog log = desk.open(folder());
    log.append(zeros);
    desk.sync(log);
    log.abandon();

    WriteAheadLog again = desk.open(folder());
    assertThat(again.read()).isEqualTo(zeros);
    again.append(zeros);
    again.close();
    try (WriteAheadLog third = desk.open(folder())) {
      assertThat(third.read()).isEqualTo(join(zeros, zeros));
    }
  }

  @Test
  void aRecordOfSeveralSegmentsIsReadBackWhole() {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(1000, 1));
    log.append(bytes(300_000, 2));
    desk.sync(log);
    log.abandon();

    try (WriteAheadLog again = desk.open(folder())) {
      assertThat(again.read()).isEqualTo(join(bytes(1000, 1), bytes(300_000, 2)));
    }
  }

  /** Ends at every place around the end of a segment, so that the trailer crosses it too. */
  @Test
  void aLogMayEndAnywhereAroundTheEndOfASegment() {
    int payload = (1 << 16) - 4096;
    for (int end = payload - 20; end <= payload + 20; end++) {
      Path folder = root.resolve("end" + end);
      WriteAheadLog log = desk.open(folder);
      log.append(bytes(end - 17, 1));
      desk.sync(log);
      log.append(bytes(17, 2));
      desk.sync(log);
      log.abandon();
      WriteAheadLog again = desk.open(folder);
      assertThat(again.read()).isEqualTo(join(bytes(end - 17, 1), bytes(17, 2)));
      again.cut(end - 17);
      again.append(bytes(3, 3));
      desk.sync(again);
      again.abandon();
      try (WriteAheadLog third = desk.open(folder)) {
        assertThat(third.read()).isEqualTo(join(bytes(end - 17, 1), bytes(3, 3)));
      }
    }
  }

  @Test
  void whatIsTrimmedGoesByWholeSegmentsAndTheStartIsKeptExactly() throws IOException {
    WriteAheadLog log = desk.open(folder());
    for (int i = 0; i < 20; i++) {
      log.append(bytes(10_000, i));
    }
    desk.sync(log);
    log.trim(150_000);
    assertThat(log.start()).isEqualTo(150_000);
    assertThat(log.read()).isEqualTo(join(stretch(15, 20)));
    log.abandon();

    assertThat(segmentNames()).first().isEqualTo("00000000000000122880.seg");
    try (WriteAheadLog again = desk.open(folder())) {
      assertThat(again.start()).isEqualTo(150_000);
      assertThat(again.read()).isEqualTo(join(stretch(15, 20)));
    }
  }

  private static byte[][] stretch(int from, int to) {
    byte[][] parts = new byte[to - from][];
    Arrays.setAll(parts, i -> bytes(10_000, from + i));
    return parts;
  }

  @Test
  void whatIsCutOffNeverComesBack() {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(200_000, 1));
    desk.sync(log);
    log.cut(1000);
    assertThat(log.end()).isEqualTo(1000);
    log.append(bytes(5, 2));
    desk.sync(log);
    log.abandon();

    byte[] expected = join(Arrays.copyOf(bytes(200_000, 1), 1000), bytes(5, 2));
    try (WriteAheadLog again = desk.open(folder())) {
      assertThat(again.read()).isEqualTo(expected);
      again.append(bytes(150_000, 3));
      assertThat(again.read()).isEqualTo(join(expected, bytes(150_000, 3)));
    }
  }

  @Test
  void aFullLogSaysNoAddsNothingAndGoesOnWhenItIsTrimmed() {
    try (WriteAheadLog log = desk.open(folder())) {
      long appended = 0;
      while (log.append(bytes(10_000, appended))) {
        appended += 10_000;
      }
      assertThat(appended).isBetween(900_000L, 1L << 20);
      assertThat(log.end()).isEqualTo(appended);
      assertThat(log.hasRoom(10_000)).isFalse();
      desk.sync(log);
      assertThat(log.read()).hasSize((int) appended);
      log.trim(500_000);
      assertThat(log.hasRoom(10_000)).isTrue();
      assertThat(log.append(bytes(10_000, 0))).isTrue();
      assertThat(log.figures().refused()).isOne();
      assertThat(desk.failures).isEmpty();
    }
  }

  @Test
  void figuresCountWhatWasDone() {
    try (WriteAheadLog log = desk.open(folder())) {
      log.append(bytes(100, 1));
      log.append(bytes(200, 2));
      desk.sync(log);
      desk.sync(log);
      LogFigures figures = log.figures();
      assertThat(figures.records()).isEqualTo(2);
      assertThat(figures.bytes()).isEqualTo(300);
      assertThat(figures.syncs()).isEqualTo(2);
      assertThat(figures.sync().p50Ns()).isPositive();
      assertThat(figures.sync().maxNs()).isGreaterThanOrEqualTo(figures.sync().p50Ns());
    }
  }

  @Test
  void whatIsDoneAfterASyncIsRunByTheOwnerAndNotWithinACall() {
    try (WriteAheadLog log = desk.open(folder())) {
      boolean[] done = {false};
      log.append(bytes(1, 1));
      log.sync(() -> done[0] = true);
      log.read();
      assertThat(done[0]).isFalse();
      assertThat(desk.hasCome()).isTrue();
      desk.runNext();
      assertThat(done[0]).isTrue();
    }
  }

  @Test
  void aSyncThatFailsIsTheLastAndNothingIsAcknowledged() {
    ForgetfulDisk disk = new ForgetfulDisk();
    WriteAheadLog log = desk.open(folder(), disk);
    log.append(bytes(10, 1));
    desk.sync(log);
    disk.fail();
    boolean[] done = {false};
    log.append(bytes(10, 2));
    log.sync(() -> done[0] = true);
    desk.runNext();
    log.sync(() -> done[0] = true);

    assertThat(desk.failures)
        .singleElement()
        .isEqualTo(folder() + ": the log cannot be written any more: Input/output error");
    assertThat(log.append(bytes(10, 3))).isFalse();
    assertThat(log.hasRoom(1)).isFalse();
    assertThatThrownBy(log::read).hasMessageContaining("Input/output error");
    log.close();
    assertThat(done[0]).isFalse();
    assertThat(disk.syncsAfterFailure()).as("the one that failed").isOne();
    assertThat(desk.hasCome()).isFalse();
  }

  // ---------------------------------------------------------------- whose it is

  @Test
  void theLogOfAnotherIsRefused() {
    desk.open(folder()).close();
    List<LogIdentity> others =
        List.of(
            new LogIdentity("wan-five", 1, 2),
            new LogIdentity("wan-three", 2, 2),
            new LogIdentity("wan-three", 1, 3));
    for (LogIdentity other : others) {
      assertThatThrownBy(() -> WriteAheadLog.open(folder(), other, LogDesk.SMALL, desk, line -> {}))
          .isInstanceOf(BadFile.class)
          .hasMessageContaining("the log of fabric wan-three, group 1, node 2, not of fabric");
    }
  }

  @Test
  void aLogThatIsOpenIsRefused() {
    try (WriteAheadLog log = desk.open(folder())) {
      assertThatThrownBy(() -> desk.open(folder()))
          .isInstanceOf(BadFile.class)
          .hasMessageContaining("the log is open in this process");
      assertThat(log.append(bytes(1, 1))).isTrue();
    }
    desk.open(folder()).close();
  }

  @Test
  void aLogThatLacksAPartOrHasAStrangersIsRefused() throws IOException {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(200_000, 1));
    log.close();
    Path middle = folder().resolve("00000000000000061440.seg");
    byte[] whole = Files.readAllBytes(middle);

    Files.delete(middle);
    assertRefused("the segment that begins at byte 61440 is gone");
    Files.write(middle, Arrays.copyOf(whole, whole.length - 1));
    assertRefused("it has 65535 bytes instead of 65536");
    byte[] flipped = whole.clone();
    flipped[20] ^= 1;
    Files.write(middle, flipped);
    assertRefused("its header is damaged");
    Files.write(middle, Files.readAllBytes(folder().resolve("00000000000000000000.seg")));
    assertRefused("it belongs to another log");
    Files.write(middle, whole);
    desk.open(folder()).close();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> desk.open(folder()))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining(why);
  }

  @Test
  void theFirstSegmentMayNotBeGoneEither() throws IOException {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(200_000, 1));
    log.close();
    Files.delete(folder().resolve("00000000000000000000.seg"));
    assertRefused("the segment that begins at byte 0 is gone");
  }

  @Test
  void aSegmentThatWasHalfMadeIsThrownAway() throws IOException {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(100, 1));
    log.close();
    Files.write(folder().resolve("00000000000000061440.seg.new"), new byte[1000]);

    try (WriteAheadLog again = desk.open(folder())) {
      assertThat(again.read()).isEqualTo(bytes(100, 1));
    }
    assertThat(segmentNames()).containsExactly("00000000000000000000.seg");
  }

  @Test
  void aLogThatWasHalfMadeIsMadeAnew() throws IOException {
    desk.open(folder()).close();
    Files.delete(folder().resolve("mark"));
    try (WriteAheadLog again = desk.open(folder())) {
      assertThat(again.read()).isEmpty();
    }
    Files.delete(folder().resolve("identity"));
    assertRefused("it is gone, but there is a log");
  }

  @Test
  void aLogThatWasClosedAndHasLostAnythingSinceIsRefused() throws IOException {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(100, 1));
    log.close();
    try (FileChannel file =
        FileChannel.open(folder().resolve("00000000000000000000.seg"), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(40), 4096 + 90);
    }
    assertRefused("it ended at byte 100 and does no more");
  }

  @Test
  void whatWasWholeWhenALogWasClosedIsNotCutOff() {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(100, 1));
    log.close();
    try (WriteAheadLog again = desk.open(folder())) {
      assertThatThrownBy(() -> again.cut(99))
          .isInstanceOf(BadFile.class)
          .hasMessageContaining("what was whole up to byte 100 is not after 99");
    }
  }

  @Test
  void aMarkOfWhichOneHalfIsTornIsReadByTheOther() throws IOException {
    WriteAheadLog log = desk.open(folder());
    log.append(bytes(200_000, 1));
    desk.sync(log);
    log.trim(100_000);
    log.abandon();
    Path mark = folder().resolve("mark");
    byte[] whole = Files.readAllBytes(mark);
    for (int slot = 0; slot < 2; slot++) {
      byte[] torn = whole.clone();
      torn[slot * 512 + 30] ^= 1;
      Files.write(mark, torn);
      if (slot == 0) {
        assertRefused("the segment that begins at byte 0 is gone");
      } else {
        WriteAheadLog again = desk.open(folder());
        assertThat(again.start()).isEqualTo(100_000);
        again.abandon();
      }
    }
    Files.write(mark, new byte[1024]);
    assertRefused("mark: it is damaged");
  }
}
