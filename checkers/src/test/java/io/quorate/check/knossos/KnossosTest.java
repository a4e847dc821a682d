package io.quorate.check.knossos;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.Answer;
import io.quorate.check.Checker;
import io.quorate.check.Engine;
import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.Keying;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.io.StringReader;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Knossos itself, where it can be had. */
class KnossosTest {
  private static final Model<Held> FROM_0 = Models.casRegister(0L, Reading.DEFAULT);
  private static final Budget ENOUGH = Budget.of(Duration.ofSeconds(60));
  private static final int HISTORIES = 150;

  private @Nullable KnossosPresence presence;

  @BeforeEach
  void find() {
    presence = KnossosPresence.assumed();
  }

  @AfterEach
  void leave() {
    if (presence != null) {
      presence.close();
    }
  }

  @Test
  void anInvalidHistoryIsExplained() {
    Answer answer = Checker.judge(stale(), FROM_0, Engine.KNOSSOS, ENOUGH);

    assertThat(answer.engine()).isEqualTo(Engine.KNOSSOS);
    assertThat(answer.verdict()).isInstanceOf(Verdict.Invalid.class);
    assertThat(answer.verdict().explanation())
        .contains("up to the return of", "read → 0", "the state is then 1", "-- refused");
  }

  @Test
  void itAgreesWithTheSearch() {
    int invalid = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Shape shape = new Shape(4, 25).withCrashes(0.1).withKeys(1 + seed % 2);
      History history = GeneratedHistories.casRegister(shape, new Random(seed));
      long initial = seed % 3 == 0 ? 1 : 0;
      Model<Held> model = Models.casRegister(initial, Reading.DEFAULT);

      Verdict theirs = Checker.check(history, model, Engine.KNOSSOS, ENOUGH);
      Verdict ours = Checker.check(history, model, Engine.SEARCH, ENOUGH);

      assertThat(theirs).as("seed %d", seed).hasSameClassAs(ours);
      invalid += ours instanceof Verdict.Invalid ? 1 : 0;
    }
    assertThat(invalid).isBetween(HISTORIES / 10, HISTORIES - HISTORIES / 10);
  }

  @Test
  void aSpentBudgetIsUnknownAndEndsTheWork() {
    History hard = GeneratedHistories.casRegister(new Shape(30, 1_000), new Random(1));
    Budget short_ = Budget.of(Duration.ofMillis(500));

    Verdict verdict = Checker.check(hard, FROM_0, Engine.KNOSSOS, short_);

    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    assertThat(((Verdict.Unknown) verdict).why()).isEqualTo(Exhaustion.TIME);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getThreadGroup() instanceof KnossosThreads)
        .allMatch(Thread::isDaemon);
  }

  @Test
  void itCanBeCancelled() {
    History hard = GeneratedHistories.casRegister(new Shape(30, 1_000), new Random(1));

    Verdict verdict =
        Checker.check(hard, FROM_0, Engine.KNOSSOS, ENOUGH.withCancellation(() -> true));

    assertThat(((Verdict.Unknown) verdict).why()).isEqualTo(Exhaustion.CANCELLED);
  }

  @Test
  void whatItCannotBeToldMakesValidUnknown() {
    Model<Held> model = Models.casRegister(0L, Reading.PORCUPINE);
    History failedCas =
        history(
            """
            [0 :invoke :cas [0 1]]
            [0 :fail :cas [0 1]]
            [0 :invoke :read nil]
            [0 :ok :read 0]
            """);

    Answer answer = Checker.judge(failedCas, model, Engine.KNOSSOS, ENOUGH);

    assertThat(((Verdict.Unknown) answer.verdict()).why()).isEqualTo(Exhaustion.UNSUITED);
    assertThat(answer.remark()).contains("has no words for 1");
  }

  @Test
  void aMutexThatTwoHoldIsInvalid() {
    assertThat(verdict("mutex", "[0 :invoke :acquire nil] [0 :ok :acquire nil]"))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(
            verdict(
                "mutex",
                """
                [0 :invoke :acquire nil] [0 :ok :acquire nil]
                [1 :invoke :acquire nil] [1 :ok :acquire nil]
                """))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void aSetForgetsNothing() {
    String adds = "[0 :invoke :add 1] [0 :ok :add 1] [1 :invoke :add 2] [1 :info :add 2]";

    assertThat(verdict("set", adds + "[0 :invoke :read nil] [0 :ok :read [1]]"))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(verdict("set", adds + "[0 :invoke :read nil] [0 :ok :read #{2 1}]"))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(verdict("set", adds + "[0 :invoke :read nil] [0 :ok :read #{2}]"))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void aTransactionSeesAllRegistersAtOnce() {
    String writes = "[0 :invoke :txn [[:w x 1] [:w y 1]]] [1 :invoke :txn [[:r x nil] [:r y nil]]]";

    assertThat(verdict("multi-register", writes + "[1 :ok :txn [[:r x 1] [:r y 1]]]"))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(verdict("multi-register", writes + "[1 :ok :txn [[:r x nil] [:r y nil]]]"))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(verdict("multi-register", writes + "[1 :ok :txn [[:r x 1] [:r y nil]]]"))
        .isInstanceOf(Verdict.Invalid.class);
  }

  private static final String TWO_ENQUEUED =
      """
      [0 :invoke :enqueue 1] [0 :ok :enqueue 1] [0 :invoke :enqueue 2] [0 :ok :enqueue 2]
      """;
  private static final String CRASHED_DEQUEUE = "[1 :invoke :dequeue nil] [1 :info :dequeue nil]";

  @Test
  void whatACrashedDequeueTookIsNotMissed() {
    String second = "[2 :invoke :dequeue nil] [2 :ok :dequeue 2]";

    assertThat(verdict("unordered-queue", TWO_ENQUEUED + CRASHED_DEQUEUE + second))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(verdict("fifo-queue", TWO_ENQUEUED + second)).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict("fifo-queue", TWO_ENQUEUED + CRASHED_DEQUEUE))
        .isInstanceOf(Verdict.Valid.class);
    // Knossos by itself calls this invalid.
    Verdict lost = verdict("fifo-queue", TWO_ENQUEUED + CRASHED_DEQUEUE + second);
    assertThat(((Verdict.Unknown) lost).why()).isEqualTo(Exhaustion.UNSUITED);
  }

  @Test
  void whatNoCrashedDequeueExplainsIsInvalid() {
    String twice =
        """
        [2 :invoke :dequeue nil] [2 :ok :dequeue 2]
        [2 :invoke :dequeue nil] [2 :ok :dequeue 2]
        """;

    assertThat(verdict("fifo-queue", TWO_ENQUEUED + CRASHED_DEQUEUE + twice))
        .isInstanceOf(Verdict.Invalid.class);
  }

  private static Verdict verdict(String model, String text) {
    return Checker.check(history(text), Models.named(model), Engine.KNOSSOS, ENOUGH);
  }

  private static History stale() {
    return history(
        """
        [0 :invoke :write 1]
        [0 :ok :write 1]
        [1 :invoke :read nil]
        [1 :ok :read 0]
        """);
  }

  private static History history(String text) {
    return HistoryReader.read("test", new StringReader(text), Keying.DETECT);
  }
}
