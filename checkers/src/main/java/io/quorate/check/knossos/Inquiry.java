package io.quorate.check.knossos;

import clojure.lang.ILookup;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One question put to Knossos. Its two algorithms compete: {@code wgl} begins, and {@code linear}
 * joins when there is no answer after a while, or {@code wgl} failed.
 */
final class Inquiry {
  /** What came of it. */
  sealed interface Answer {
    /** There is an order. */
    record Valid() implements Answer {}

    /**
     * There is none.
     *
     * @param analysis Knossos' result
     */
    record Invalid(ILookup analysis) implements Answer {}

    /** It was stopped. */
    record Stopped() implements Answer {}

    /** The heap did not suffice. */
    record OutOfMemory() implements Answer {}

    /** Knossos gave up, or both of its algorithms failed. */
    record Failed(String why) implements Answer {}
  }

  private static final long HEAD_START_NS = 200_000_000;
  private static final long WAIT_MS = 5;

  private final Interop knossos;
  private final Question question;
  private final List<Line> lines;
  private final KnossosThreads threads;
  private final BooleanSupplier stop;
  private final Contestant wgl = new Contestant("wgl");
  private final Contestant linear = new Contestant("linear");

  Inquiry(
      Interop knossos,
      Question question,
      List<Line> lines,
      KnossosThreads threads,
      BooleanSupplier stop) {
    this.knossos = knossos;
    this.question = question;
    this.lines = lines;
    this.threads = threads;
    this.stop = stop;
  }

  /** Asks, and waits for the answer; on a thread of {@link KnossosThreads}. */
  Answer ask() {
    threads.forgetDeath();
    long beganNs = System.nanoTime();
    wgl.start();
    try {
      while (!stop.getAsBoolean()) {
        ILookup analysis = wgl.result();
        if (analysis == null && linear.started) {
          analysis = linear.result();
        } else if (wgl.failure != null || System.nanoTime() - beganNs > HEAD_START_NS) {
          linear.start();
        }
        if (analysis != null) {
          return answer(analysis);
        }
        if (wgl.failure != null && linear.failure != null) {
          return failed(wgl.failure, linear.failure);
        }
      }
      return new Answer.Stopped();
    } finally {
      wgl.end();
      linear.end();
    }
  }

  private static Answer failed(Throwable wgl, Throwable linear) {
    return wgl instanceof OutOfMemoryError || linear instanceof OutOfMemoryError
        ? new Answer.OutOfMemory()
        : new Answer.Failed("Knossos failed: " + wgl);
  }

  private static Answer answer(ILookup analysis) {
    Object valid = Interop.field(analysis, "valid?");
    if (Boolean.TRUE.equals(valid)) {
      return new Answer.Valid();
    }
    return Boolean.FALSE.equals(valid)
        ? new Answer.Invalid(analysis)
        : new Answer.Failed("Knossos gave up: " + Interop.field(analysis, "cause"));
  }

  /** One algorithm. Whatever it throws, errors too, is its failure and not ours. */
  private final class Contestant {
    private final String name;
    private boolean started;
    private @Nullable Object search;
    private @Nullable Throwable failure;

    Contestant(String name) {
      this.name = name;
    }

    void start() {
      started = true;
      try {
        search = knossos.start(name, question, lines);
      } catch (Throwable t) {
        failure = t;
      }
    }

    @Nullable ILookup result() {
      if (search == null || failure != null) {
        return null;
      }
      try {
        ILookup result = knossos.result(search, WAIT_MS);
        // Only linear's worker dies without a word: wgl delivers what it threw.
        failure = result == null && this == linear ? threads.death() : null;
        return result;
      } catch (Throwable t) {
        failure = t;
        return null;
      }
    }

    void end() {
      if (search != null) {
        knossos.abort(search);
      }
    }
  }
}
