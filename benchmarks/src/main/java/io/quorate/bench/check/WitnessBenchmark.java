package io.quorate.bench.check;

import io.quorate.bench.check.BusyClients.Shape;
import io.quorate.check.Checker;
import io.quorate.check.Engine;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.HistoryWriter;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A long history of many keys that tells the system's own order: read from a file, and judged. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WitnessBenchmark {
  private static final int CLIENTS = 30;
  private static final int KEYS = 10_000;

  /** The file. */
  @State(Scope.Thread)
  public static class Recorded {
    /** How many operations; there are twice as many lines. */
    @Param("1000000")
    public int witnessed;

    /** Its format. */
    @Param({"edn", "jsonl"})
    public String format = "";

    private @Nullable Path file;
    private @Nullable History history;

    /** Writes the file. */
    @Setup(Level.Trial)
    public void write() throws IOException {
      Shape shape = new Shape(CLIENTS, witnessed, 0).withKeys(KEYS).withPositions();
      History made = BusyClients.history(shape, 1);
      Path target = Files.createTempFile("witnessed", "." + format);
      if (format.equals("edn")) {
        HistoryWriter.writeEdn(made, target);
      } else {
        HistoryWriter.writeJsonLines(made, target);
      }
      file = target;
      history = HistoryReader.read(target);
    }

    /** Deletes the file. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(Objects.requireNonNull(file));
    }
  }

  /** Reads and judges. */
  @Benchmark
  public Verdict readAndVerify(Recorded recorded) {
    return verify(HistoryReader.read(Objects.requireNonNull(recorded.file)));
  }

  /** Judges what has been read. */
  @Benchmark
  public Verdict verify(Recorded recorded) {
    return verify(Objects.requireNonNull(recorded.history));
  }

  private static Verdict verify(History history) {
    Verdict verdict =
        Checker.check(
            history, Models.keyValue(0, Reading.PORCUPINE), Engine.WITNESS, Budget.unlimitedTime());
    if (!(verdict instanceof Verdict.Valid)) {
      throw new IllegalStateException("the order does not hold");
    }
    return verdict;
  }
}
