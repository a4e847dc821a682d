package io.quorate.bench.store;

import io.quorate.ovs.store.LogFigures;
import io.quorate.ovs.store.LogIdentity;
import io.quorate.ovs.store.LogOptions;
import io.quorate.ovs.store.WriteAheadLog;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.StoreRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * Durable commits a second with so many in flight, beside the rate of the disk's own syncs, each
 * round measuring all of them in turn. A commit is a vote for a value of 64 bytes that is durable;
 * as in {@code Journal}, one sync is under way at a time and what comes meanwhile shares the next.
 *
 * <p>The folder is {@code -Dbench.folder}, or the working directory; a folder in memory measures
 * nothing.
 */
public final class StoreTable {

  private static final int[] IN_FLIGHT = {1, 8, 64, 512};
  private static final long ROUND_NS = 2_000_000_000;
  private static final int PAGE_BYTES = 4096;
  private static final long FILE_BYTES = 16 << 20;

  private StoreTable() {}

  /** Takes the number of rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = Integer.parseInt(args[0]);
    double[][] rates = new double[1 + IN_FLIGHT.length][rounds];
    String[] notes = new String[1 + IN_FLIGHT.length];
    Path under = Path.of(System.getProperty("bench.folder", ""));
    Path folder = Files.createTempDirectory(under.toAbsolutePath(), "store-bench");
    try {
      for (int round = 0; round < rounds; round++) {
        rates[0][round] = bareSyncs(folder.resolve("bare"));
        notes[0] = "";
        for (int i = 0; i < IN_FLIGHT.length; i++) {
          Path log = folder.resolve("log" + round + "-" + i);
          Figures figures = commits(log, IN_FLIGHT[i]);
          rates[i + 1][round] = figures.perSecond();
          notes[i + 1] = figures.note();
          delete(log);
        }
      }
    } finally {
      delete(folder);
    }
    print(rates, notes);
  }

  private static void print(double[][] rates, String[] notes) {
    double bare = median(rates[0]);
    for (int i = 0; i < rates.length; i++) {
      String what = i == 0 ? "write 4 KiB, sync" : "commits, " + IN_FLIGHT[i - 1] + " in flight";
      System.out.printf(
          "%-26s %,10.0f /s   (%,.0f – %,.0f)   %6.2f of bare   %s%n",
          what,
          median(rates[i]),
          Arrays.stream(rates[i]).min().orElseThrow(),
          Arrays.stream(rates[i]).max().orElseThrow(),
          median(rates[i]) / bare,
          notes[i]);
    }
  }

  private static double median(double[] of) {
    double[] sorted = of.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** What the disk does alone: pages into a file that is full of zeros already, one at a time. */
  private static double bareSyncs(Path file) throws IOException {
    ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < FILE_BYTES; at += PAGE_BYTES) {
        channel.write(page.clear(), at);
      }
      channel.force(true);
      page.put(0, (byte) 1);
      long from = System.nanoTime();
      long syncs = 0;
      for (; System.nanoTime() - from < ROUND_NS; syncs++) {
        channel.write(page.clear(), syncs * PAGE_BYTES % FILE_BYTES);
        channel.force(false);
      }
      return syncs * 1e9 / (System.nanoTime() - from);
    }
  }

  /** What came of one round. */
  private record Figures(double perSecond, String note) {}

  private static Figures commits(Path folder, int inFlight) throws InterruptedException {
    LinkedBlockingQueue<Runnable> come = new LinkedBlockingQueue<>();
    LogIdentity identity = new LogIdentity("bench", 1, 1);
    try (WriteAheadLog log =
        WriteAheadLog.open(folder, identity, LogOptions.DEFAULT, come::add, StoreTable::failed)) {
      Load load = new Load(log, inFlight);
      load.fill();
      long from = System.nanoTime();
      while (System.nanoTime() - from < ROUND_NS) {
        come.take().run();
        load.fill();
      }
      double perSecond = load.committed * 1e9 / (System.nanoTime() - from);
      LogFigures figures = log.figures();
      return new Figures(
          perSecond,
          "%.1f a sync, sync p50 %d µs, p99 %d µs"
              .formatted(
                  (double) load.committed / Math.max(1, figures.syncs()),
                  figures.sync().p50Ns() / 1000,
                  figures.sync().p99Ns() / 1000));
    }
  }

  private static void failed(String line) {
    System.err.println(line);
    System.exit(1);
  }

  /** Keeps so many votes on their way to the disk. */
  private static final class Load {
    private static final long CHECKPOINT_EVERY = 100_000;

    private final WriteAheadLog log;
    private final int inFlight;
    private final byte[] value = new byte[64];
    private long slot;
    private long committed;
    private long durable;
    private boolean syncing;

    Load(WriteAheadLog log, int inFlight) {
      this.log = log;
      this.inFlight = inFlight;
    }

    void fill() {
      while (slot - committed < inFlight) {
        append(new StoreRecord.Voted(new Ballot(1, 1), slot, Value.of(1, slot, value)));
        slot++;
      }
      if (!syncing) {
        syncing = true;
        long until = log.end();
        long count = slot;
        log.sync(() -> synced(until, count));
      }
    }

    private void synced(long until, long count) {
      syncing = false;
      durable = until;
      if (count / CHECKPOINT_EVERY > committed / CHECKPOINT_EVERY) {
        log.trim(until);
      }
      committed = count;
    }

    private void append(StoreRecord record) {
      if (!log.append(RecordCodec.encode(record, durable))) {
        throw new IllegalStateException("no room");
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
