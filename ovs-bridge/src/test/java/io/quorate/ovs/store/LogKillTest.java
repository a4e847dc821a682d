package io.quorate.ovs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.LogReader;
import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.StoreRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that appends is killed at a random moment, again and again: everything that it has
 * acknowledged is there. {@code -Dquorate.kills=300} kills more often.
 */
class LogKillTest {

  private static final int KILLS = Integer.getInteger("quorate.kills", 8);
  private static final Random RANDOM = new Random();

  @TempDir private Path root;

  private final LogDesk desk = new LogDesk();

  /** The process that is killed: goes on with the log, appends, and tells what is durable. */
  static final class Appender {
    public static void main(String[] args) {
      LogDesk desk = new LogDesk();
      WriteAheadLog log = desk.open(Path.of(args[0]));
      if (!(LogReader.read(log.start(), log.read()) instanceof LogReader.Intact intact)) {
        throw new AssertionError("damaged");
      }
      log.cut(intact.end());
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
      long slot = Long.parseLong(args[1]);
      Random random = new Random(slot);
      for (long durable = intact.end(); ; ) {
        long checkpoint = -1;
        for (int group = random.nextInt(1, 20); group > 0; group--) {
          boolean all = random.nextInt(200) == 0;
          checkpoint = all ? log.end() : checkpoint;
          StoreRecord record = all ? checkpoint(slot) : vote(slot++, random);
          if (!log.append(RecordCodec.encode(record, durable))) {
            throw new AssertionError("no room");
          }
        }
        desk.sync(log);
        durable = log.end();
        if (checkpoint >= 0) {
          log.trim(checkpoint);
        }
        out.println(slot);
      }
    }

    private static StoreRecord vote(long slot, Random random) {
      Value value = Value.of(1, slot, new byte[random.nextInt(300)]);
      return new StoreRecord.Voted(new Ballot(1, 1), slot, value);
    }

    private static StoreRecord checkpoint(long slot) {
      return new StoreRecord.Checkpoint(1, new Ballot(1, 1), slot, 0, new byte[40_000], List.of());
    }
  }

  private Process start(Path folder, long slot) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            folder.toString(),
            Long.toString(slot))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Kills it some time after its first word; gives what it has acknowledged. */
  private long killed(Process process) throws IOException, InterruptedException {
    long acknowledged = -1;
    try (BufferedReader told = process.inputReader(StandardCharsets.US_ASCII)) {
      long untilNs = Long.MAX_VALUE;
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        acknowledged = Long.parseLong(line);
        if (untilNs == Long.MAX_VALUE) {
          untilNs = System.nanoTime() + RANDOM.nextLong(150_000_000);
        }
        if (System.nanoTime() >= untilNs) {
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("killed, not failed").isEqualTo(128 + 9);
    return acknowledged;
  }

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws IOException, InterruptedException {
    Path folder = root.resolve("log");
    long next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = killed(start(folder, next));
      assertThat(acknowledged).isGreaterThan(next);
      long found = slotsFound(folder);
      assertThat(found).as("after kill %s", kill).isGreaterThanOrEqualTo(acknowledged);
      next = found;
    }
  }

  /** Checks that what is there is in order and without gaps; gives the slot behind the last. */
  private long slotsFound(Path folder) {
    WriteAheadLog log = desk.open(folder);
    try {
      LogReader.Log read = LogReader.read(log.start(), log.read());
      assertThat(read).isInstanceOf(LogReader.Intact.class);
      long next = 0;
      if (read instanceof LogReader.Intact(var recovered, long end, int torn)) {
        for (StoreRecord record : recovered.records()) {
          if (record instanceof StoreRecord.Checkpoint all) {
            next = all.nextSlot();
          } else if (record instanceof StoreRecord.Voted vote) {
            assertThat(vote.slot()).isEqualTo(next++);
          }
        }
      }
      return next;
    } finally {
      log.abandon();
    }
  }

  @Test
  void aLogThatAnotherProcessHasIsRefusedWithItsNumber() throws IOException, InterruptedException {
    Path folder = root.resolve("held");
    Process process = start(folder, 0);
    try {
      assertThat(process.inputReader(StandardCharsets.US_ASCII).readLine()).isNotNull();
      assertThatThrownBy(() -> desk.open(folder))
          .hasMessageContaining("the log is open in process " + process.pid());
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    desk.open(folder).close();
  }
}
