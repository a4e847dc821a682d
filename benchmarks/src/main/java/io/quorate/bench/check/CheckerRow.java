package io.quorate.bench.check;

import io.quorate.bench.check.BusyClients.Shape;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A history, or several, that is judged on a clock, and the time that the project wants to reach.
 */
public enum CheckerRow {
  C10_N1000("cas-register, c10, n 1,000", 0.5),
  C15_N1000("cas-register, c15, n 1,000", 2),
  C20_N1000("cas-register, c20, n 1,000", 10),
  C30_N1000("cas-register, c30, n 1,000", 100),
  C10_N100000("cas-register, c10, n 100,000", 1_000),
  DISTINCT_C30_N10000("distinct writes, c30, n 10,000", 20),
  DISTINCT_STALE_C8_N10000("distinct writes, one stale read, c8, n 10,000: invalid", 20),
  STALE_CRASHED_C8_N500("one stale read, 3 % crashed, c8, n 500: invalid", 100),
  FIFO_C10_N1000("FIFO queue, distinct values, c10, n 1,000", 20),
  KEYS_C30_N100000("1,000 keys, c30, n 100,000", 25),
  ETCD("the 52 etcd logs of shared/histories", 30);

  private static final int VALUES = 5;
  private static final int VALID_ETCD_LOGS = 11;
  private static final long SEED = 1;

  /** The first seed whose stale read is no value that another order of writes could explain. */
  private static final long SEED_OF_STALE = 2;

  private final String title;
  private final double aimMs;

  CheckerRow(String title, double aimMs) {
    this.title = title;
    this.aimMs = aimMs;
  }

  String title() {
    return title;
  }

  /** Milliseconds in which all of it should be judged. */
  double aimMs() {
    return aimMs;
  }

  /** How many of the histories are linearizable, if they are all there. */
  int valid() {
    return switch (this) {
      case DISTINCT_STALE_C8_N10000, STALE_CRASHED_C8_N500 -> 0;
      case ETCD -> VALID_ETCD_LOGS;
      default -> 1;
    };
  }

  /** What is to be judged; empty where the files are absent. */
  List<History> histories() {
    return switch (this) {
      case C10_N1000 -> busy(new Shape(10, 1_000, VALUES));
      case C15_N1000 -> busy(new Shape(15, 1_000, VALUES));
      case C20_N1000 -> busy(new Shape(20, 1_000, VALUES));
      case C30_N1000 -> busy(new Shape(30, 1_000, VALUES));
      case C10_N100000 -> busy(new Shape(10, 100_000, VALUES));
      case DISTINCT_C30_N10000 -> busy(new Shape(30, 10_000, 0));
      case DISTINCT_STALE_C8_N10000 -> busy(new Shape(8, 10_000, 0).withStaleRead());
      case STALE_CRASHED_C8_N500 ->
          List.of(
              BusyClients.history(
                  new Shape(8, 500, VALUES).withCrashes(0.03).withStaleRead(), SEED_OF_STALE));
      case FIFO_C10_N1000 -> List.of(BusyQueue.history(10, 1_000, SEED));
      case KEYS_C30_N100000 -> busy(new Shape(30, 100_000, VALUES).withKeys(1_000));
      case ETCD -> etcd();
    };
  }

  /** The model; a failed cas saw another value, as Porcupine reads it. */
  Model<?> model() {
    return this == FIFO_C10_N1000
        ? Models.named("fifo-queue")
        : Models.casRegister(initial(), Reading.PORCUPINE);
  }

  /** Whether the peer is given a model of it: of registers it is. */
  boolean isForThePeer() {
    return this != FIFO_C10_N1000;
  }

  /** What a register holds at first. */
  @Nullable Object initial() {
    return this == ETCD ? null : (Object) 0L;
  }

  private static List<History> busy(Shape shape) {
    return List.of(BusyClients.history(shape, SEED));
  }

  private static List<History> etcd() {
    Path root = Path.of(System.getProperty("quorate.root", ""));
    Path folder = root.resolve("../shared/histories/porcupine-jepsen-etcd").normalize();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(CheckerRow::isEtcdLog).sorted().map(HistoryReader::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEtcdLog(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("etcd_") && name.endsWith(".log");
  }
}
