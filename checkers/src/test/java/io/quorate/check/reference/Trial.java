package io.quorate.check.reference;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.model.FailedCas;
import io.quorate.check.model.FailedTake;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.NilRead;
import io.quorate.check.model.Reading;
import io.quorate.check.monitor.Monitors;
import io.quorate.check.search.Proofs;
import io.quorate.check.search.Search;
import io.quorate.check.search.Witness;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One history, drawn from a seed, judged by every engine and by the definition of linearizability.
 * Counts what has been tried.
 */
final class Trial {
  /** Objects that are tried. */
  enum Subject {
    REGISTER("register"),
    CAS_REGISTER("cas-register"),
    KEY_VALUE("kv"),
    MULTI_REGISTER("multi-register"),
    MUTEX("mutex"),
    FIFO_QUEUE("fifo-queue"),
    UNORDERED_QUEUE("unordered-queue"),
    PRIORITY_QUEUE("priority-queue"),
    STACK("stack"),
    SET("set"),
    COUNTER("counter"),
    LOG("log");

    final String model;

    Subject(String model) {
      this.model = model;
    }
  }

  /** An engine gave a verdict that is not that of the definition, or does not prove it. */
  static final class Disagreement extends AssertionError {
    private static final long serialVersionUID = 1L;

    Disagreement(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What was tried of one subject. */
  static final class Tally {
    long histories;
    long linearizable;
    long witnessed;
    long monitored;
    long refutedByMonitor;
  }

  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(5));

  private final int operationsMax;
  private final Map<Subject, Tally> tallies = new EnumMap<>(Subject.class);

  Trial(int operationsMax) {
    this.operationsMax = operationsMax;
    for (Subject subject : Subject.values()) {
      tallies.put(subject, new Tally());
    }
  }

  Map<Subject, Tally> tallies() {
    return tallies;
  }

  /**
   * A history and what it is to be judged by.
   *
   * @param object the definition
   */
  record Drawn(History history, Model<?> model, Specification object, Reading reading) {}

  /** Draws a history of this subject and judges it. */
  void run(Subject subject, long seed) {
    Drawn drawn = draw(subject, seed);
    try {
      judge(subject, drawn.history(), drawn.model(), drawn.object());
    } catch (AssertionError | RuntimeException e) {
      throw new Disagreement(
          String.format(
              "%s (%s): %s%n%s%nto see it again: mvn -q -pl checkers test"
                  + " -Dtest=ReferenceSoakTest -Dsubject=%s -Dseed=%d -Doperations=%d",
              subject,
              drawn.reading(),
              e.getMessage(),
              events(drawn.history()),
              subject,
              seed,
              operationsMax),
          e);
    }
  }

  /** Draws a history of this subject. */
  Drawn draw(Subject subject, long seed) {
    Random random = new Random(seed);
    Reading reading =
        new Reading(
            random.nextBoolean() ? FailedCas.SAYS_NOTHING : FailedCas.SAW_ANOTHER_VALUE,
            random.nextBoolean() ? NilRead.SAW_NIL : NilRead.SAYS_NOTHING,
            random.nextBoolean() ? FailedTake.SAYS_NOTHING : FailedTake.SAW_EMPTY);
    Specification object = object(subject, reading, random);
    History history = history(object, random);
    boolean register =
        subject == Subject.REGISTER
            || subject == Subject.CAS_REGISTER
            || subject == Subject.MULTI_REGISTER;
    Model<?> model = Models.named(subject.model, register ? 0L : null, reading);
    return new Drawn(history, model, object, reading);
  }

  private static Specification object(Subject subject, Reading reading, Random random) {
    boolean distinct = random.nextInt(4) > 0;
    boolean sparse = random.nextBoolean();
    return switch (subject) {
      case REGISTER -> new CellSpecification(reading, false, distinct);
      case CAS_REGISTER -> new CellSpecification(reading, true, distinct);
      case KEY_VALUE -> new KeyValueSpecification(reading, distinct);
      case MULTI_REGISTER -> new PlainSpecification.Registers(reading);
      case MUTEX -> new PlainSpecification.Lock();
      case FIFO_QUEUE ->
          new ContainerSpecification(ContainerSpecification.Order.FIRST, reading, distinct, sparse);
      case UNORDERED_QUEUE ->
          new ContainerSpecification(ContainerSpecification.Order.ANY, reading, distinct, sparse);
      case PRIORITY_QUEUE ->
          new ContainerSpecification(
              ContainerSpecification.Order.SMALLEST, reading, distinct, sparse);
      case STACK ->
          new ContainerSpecification(ContainerSpecification.Order.LAST, reading, distinct, sparse);
      case SET -> new CollectionSpecification(false, sparse, reading, distinct);
      case COUNTER -> new PlainSpecification.Count();
      case LOG -> new CollectionSpecification(true, false, reading, distinct);
    };
  }

  private History history(Specification object, Random random) {
    int way = random.nextInt(8);
    if (way == 0) {
      return SmallHistories.noise(object, operationsMax, random);
    }
    History history = SmallHistories.valid(object, operationsMax, random);
    for (int changes = way / 2; changes > 0; changes--) {
      history =
          random.nextBoolean()
              ? SmallHistories.oneResultChanged(history, object, random)
              : SmallHistories.twoEventsSwapped(history, random);
    }
    return history;
  }

  private void judge(Subject subject, History history, Model<?> model, Specification object) {
    boolean expected = Definition.isLinearizable(history, object);
    agree("search", Search.check(history, model, BUDGET), expected, history, model);
    Tally tally = tallies.get(subject);
    assert tally != null;
    agree("automatic choice", Checker.check(history, model, BUDGET), expected, history, model);
    Verdict witnessed = Witness.check(history, model, BUDGET);
    if (witnessed != null) {
      agree("witness", witnessed, expected, history, model);
      tally.witnessed++;
    }
    Verdict monitored = Monitors.check(history, model, BUDGET);
    if (monitored != null) {
      agree("monitor", monitored, expected, history, model);
      tally.monitored++;
      tally.refutedByMonitor += expected ? 0 : 1;
    }
    tally.histories++;
    tally.linearizable += expected ? 1 : 0;
  }

  private static void agree(
      String engine, Verdict verdict, boolean expected, History history, Model<?> model) {
    if (verdict instanceof Verdict.Valid != expected) {
      throw new AssertionError(
          String.format(
              "the %s says %s, but the history is %slinearizable",
              engine, verdict.explanation(), expected ? "" : "not "));
    }
    Proofs.hold(history, model, verdict);
  }

  static String events(History history) {
    StringBuilder text = new StringBuilder();
    List.copyOf(history.events()).forEach(event -> text.append(event).append('\n'));
    return text.toString();
  }
}
