package io.quorate.ovs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.LogReader;
import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.StoreRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is acknowledged survives; what is torn is told from what is damaged. */
class LogCrashTest {

  private static final String FIRST = "00000000000000000000.seg";
  private static final int HEADER_BYTES = 4096;

  @TempDir private Path root;

  private final LogDesk desk = new LogDesk();

  private static StoreRecord vote(long slot, byte[] bytes) {
    return new StoreRecord.Voted(new Ballot(3, 1), slot, Value.of(5, slot, bytes));
  }

  /** Values whose records end in zeros, too. */
  private static StoreRecord vote(long slot, Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return vote(slot, bytes);
  }

  /** A log of records, each synced alone; gives the offset behind each. */
  private List<Long> records(Path folder, int count) {
    List<Long> ends = new ArrayList<>();
    Random random = new Random(count);
    WriteAheadLog log = desk.open(folder);
    for (int slot = 0; slot < count; slot++) {
      assertThat(log.append(RecordCodec.encode(vote(slot, random), log.end()))).isTrue();
      desk.sync(log);
      ends.add(log.end());
    }
    log.abandon();
    return ends;
  }

  private static List<StoreRecord> expected(int count, int of) {
    Random random = new Random(of);
    List<StoreRecord> records = new ArrayList<>();
    for (int slot = 0; slot < count; slot++) {
      records.add(vote(slot, random));
    }
    return records;
  }

  @Test
  void aTailTornAtAnyByteIsCutOffAndNothingBeforeItIs() throws IOException {
    Path folder = root.resolve("log");
    List<Long> ends = records(folder, 8);
    Path file = folder.resolve(FIRST);
    byte[] whole = Files.readAllBytes(file);
    byte[] mark = Files.readAllBytes(folder.resolve("mark"));
    long last = ends.getLast();
    for (long torn = ends.get(5); torn <= last + Segments.TRAILER_BYTES; torn++) {
      byte[] bytes = whole.clone();
      Arrays.fill(bytes, (int) (HEADER_BYTES + torn), bytes.length, (byte) 0);
      Files.write(file, bytes);
      Files.write(folder.resolve("mark"), mark);
      int left = wholeRecords(whole, ends, torn);

      WriteAheadLog log = desk.open(folder);
      LogReader.Log read = LogReader.read(log.start(), log.read());
      assertThat(read).isInstanceOf(LogReader.Intact.class);
      if (read instanceof LogReader.Intact(var recovered, long end, int tornBytes)) {
        assertThat(recovered.records()).as("torn at %s", torn).isEqualTo(expected(left, 8));
        log.cut(end);
      }
      log.append(RecordCodec.encode(vote(99, new byte[1]), log.end()));
      log.close();
      try (WriteAheadLog again = desk.open(folder)) {
        assertThat(LogReader.read(again.start(), again.read()))
            .isInstanceOfSatisfying(
                LogReader.Intact.class,
                intact -> {
                  assertThat(intact.tornBytes()).isZero();
                  assertThat(intact.recovered().records())
                      .hasSize(left + 1)
                      .last()
                      .isEqualTo(vote(99, new byte[1]));
                });
      }
    }
  }

  /** A record is whole even if zeros are lost at its end. */
  private static int wholeRecords(byte[] log, List<Long> ends, long torn) {
    int whole = 0;
    for (long end : ends) {
      long lost = Math.min(torn, end);
      while (lost < end && log[(int) (HEADER_BYTES + lost)] == 0) {
        lost++;
      }
      whole += lost == end ? 1 : 0;
    }
    return whole;
  }

  @Test
  void aBitFlippedInWhatWasDurableIsRefusedAndNotPaperedOver() throws IOException {
    Path folder = root.resolve("log");
    List<Long> ends = records(folder, 40);
    Path file = folder.resolve(FIRST);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(5);
    for (int i = 0; i < 150; i++) {
      int bit = random.nextInt((int) (ends.get(38) * 8));
      byte[] bytes = whole.clone();
      bytes[HEADER_BYTES + bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      WriteAheadLog log = desk.open(folder);
      assertThat(LogReader.read(log.start(), log.read()))
          .as("bit %s", bit)
          .isInstanceOf(LogReader.Damaged.class);
      log.abandon();
    }
  }

  /** Of a log that was closed not even the last record, or where it ends, may be in doubt. */
  @Test
  void aBitFlippedAnywhereInAClosedLogIsRefused() throws IOException {
    Path folder = root.resolve("log");
    long end = records(folder, 10).getLast();
    desk.open(folder).close();
    Path file = folder.resolve(FIRST);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(6);
    for (int i = 0; i < 150; i++) {
      int bit = random.nextInt((int) ((end + Segments.TRAILER_BYTES) * 8));
      byte[] bytes = whole.clone();
      bytes[HEADER_BYTES + bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      assertThatThrownBy(() -> start(folder)).as("bit %s", bit).isInstanceOf(BadFile.class);
    }
    Files.write(file, whole);
    assertThat(start(folder)).hasSize(10);
  }

  /** As a journal does. */
  private List<StoreRecord> start(Path folder) {
    WriteAheadLog log = desk.open(folder);
    try {
      return switch (LogReader.read(log.start(), log.read())) {
        case LogReader.Intact(var recovered, long end, int torn) -> {
          log.cut(end);
          yield recovered.records();
        }
        case LogReader.Damaged(long at, String why) -> throw BadFile.whole("log", why, "replace");
      };
    } finally {
      log.abandon();
    }
  }

  @Test
  void aFileThatWasCutShortIsRefused() throws IOException {
    Path folder = root.resolve("log");
    records(folder, 5);
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(FIRST).toFile(), "rw")) {
      file.setLength(5000);
    }
    assertThatThrownBy(() -> desk.open(folder)).hasMessageContaining("it has 5000 bytes");
  }

  // ---------------------------------------------------------------- power

  /** A log beside what it must hold. */
  private final class Model {
    final Path folder;
    final ForgetfulDisk disk = new ForgetfulDisk();
    final Random random;
    final List<StoreRecord> appended = new ArrayList<>();
    final List<Long> ends = new ArrayList<>();
    WriteAheadLog log;
    long durable;
    int acknowledged;
    long slot;

    Model(Path folder, Random random) {
      this.folder = folder;
      this.random = random;
      this.log = desk.open(folder, disk);
    }

    void append() {
      StoreRecord record = random.nextInt(40) == 0 ? checkpoint() : vote(slot++, random);
      if (log.append(RecordCodec.encode(record, durable))) {
        appended.add(record);
        ends.add(log.end());
      }
    }

    private StoreRecord checkpoint() {
      byte[] state = new byte[random.nextInt(60_000)];
      return new StoreRecord.Checkpoint(1, new Ballot(3, 1), slot, 0, state, List.of());
    }

    void sync() {
      int count = appended.size();
      long end = log.end();
      desk.sync(log);
      durable = end;
      acknowledged = count;
      for (int i = count - 1; i > 0; i--) {
        if (appended.get(i) instanceof StoreRecord.Checkpoint) {
          log.trim(ends.get(i) - RecordCodec.length(appended.get(i)));
          return;
        }
      }
    }

    /** What is there must be all that was acknowledged, and after it only what was appended. */
    void powerFails() throws IOException {
      if (random.nextBoolean()) {
        log.sync(() -> {});
      }
      log.abandon();
      while (desk.hasCome()) {
        desk.runNext();
      }
      disk.losePower(random);
      log = desk.open(folder, disk);
      LogReader.Log read = LogReader.read(log.start(), log.read());
      assertThat(read).isInstanceOf(LogReader.Intact.class);
      if (read instanceof LogReader.Intact(var recovered, long end, int torn)) {
        log.cut(end);
        int count = ends.indexOf(end) + 1;
        assertThat(count).isGreaterThanOrEqualTo(acknowledged);
        appended.subList(count, appended.size()).clear();
        ends.subList(count, ends.size()).clear();
        assertThat(recovered.records()).isEqualTo(fromLastCheckpoint());
        durable = end;
        acknowledged = count;
      }
    }

    private List<StoreRecord> fromLastCheckpoint() {
      int from = Math.max(0, appended.size() - 1);
      while (from > 0 && !(appended.get(from) instanceof StoreRecord.Checkpoint)) {
        from--;
      }
      return List.copyOf(appended.subList(from, appended.size()));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatIsAcknowledgedSurvivesWhicheverSectorsThePowerTakes(long seed) throws IOException {
    Model model = new Model(root.resolve("log"), new Random(seed));
    int failures = 0;
    for (int step = 0; step < 1000; step++) {
      int dice = model.random.nextInt(100);
      if (dice < 80) {
        model.append();
      } else if (dice < 97) {
        model.sync();
      } else {
        model.powerFails();
        failures++;
      }
    }
    model.log.close();
    assertThat(failures).isPositive();
    assertThat(model.acknowledged).isGreaterThan(300);
    assertThat(desk.failures).isEmpty();
  }
}
