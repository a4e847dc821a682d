package io.quorate.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.model.Role;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final Model<Held> REGISTER = Models.casRegister(0L, Reading.PORCUPINE);
  private static final Model<Held> KV = Models.keyValue(null, Reading.DEFAULT);
  private static final Budget AMPLE = Budget.unlimitedTime();

  private final HistoryRecorder recorder = new HistoryRecorder();

  /** Many concurrent writes, all different, which no search gets through in reasonable time. */
  private static History hard() {
    return GeneratedHistories.casRegister(
        new Shape(40, 20_000).withDistinctWrites(), new Random(1));
  }

  @Test
  void aHistoryOfNothingIsLinearizable() {
    assertThat(Checker.check(recorder.history(), KV, AMPLE)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void aReadMaySeeAConcurrentWriteAndNotAFinishedOnesPast() {
    recorder.invoke(0, "write", 1, 0);
    recorder.invoke(1, "read", null, 1);
    recorder.ok(1, 1, 2);
    recorder.ok(0, 3);
    assertThat(Checker.check(recorder.history(), REGISTER, AMPLE))
        .isInstanceOf(Verdict.Valid.class);

    recorder.invoke(1, "read", null, 4);
    recorder.ok(1, 0, 5);
    assertThat(Checker.check(recorder.history(), REGISTER, AMPLE))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void anInvalidVerdictNamesTheOperationAndWhatLeadsToIt() {
    recorder.invoke(0, "write", 4, 0);
    recorder.ok(0, 1);
    recorder.invoke(1, "write", 5, 2);
    recorder.invoke(0, "read", null, 3);
    recorder.ok(0, 3, 4);
    recorder.ok(1, 5);
    recorder.invoke(2, "read", null, 6);
    recorder.ok(2, 5, 7);
    Verdict verdict = Checker.check(recorder.history(), REGISTER, AMPLE);

    assertThat(verdict.explanation())
        .isEqualTo(
            """
            not linearizable: no order explains it up to the return of read → 3 (operation 2, \
            process 0)
            the longest order places 2 operations:
              operation 0     process 0    events 0..1  write 4
              operation 1     process 1    events 2..5  write 5
            the state is then 5, and of the operations that might come next
              operation 2     process 0    events 3..4  read → 3  -- refused in this state\
            """);
  }

  @Test
  void keysAreCheckedByThemselves() {
    recorder.invoke(0, "put", "a", 1, 0);
    recorder.ok(0, 1);
    recorder.invoke(0, "get", "b", null, 2);
    recorder.ok(0, null, 3);
    recorder.invoke(0, "get", "a", null, 4);
    recorder.ok(0, 1, 5);
    Verdict valid = Checker.check(recorder.history(), KV, AMPLE);
    assertThat(valid).isInstanceOf(Verdict.Valid.class);
    assertThat(valid.effort().partitions()).isEqualTo(2);

    recorder.invoke(0, "get", "b", null, 6);
    recorder.ok(0, 1, 7);
    Verdict verdict = Checker.check(recorder.history(), KV, AMPLE);
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(((Verdict.Invalid) verdict).deadEnd().partition()).isEqualTo("b");
    assertThat(verdict.explanation()).startsWith("not linearizable (key \"b\"): ");
  }

  @Test
  void aCallThatTheModelDoesNotKnowIsRefusedByName() {
    recorder.invoke(3, "acquire", null, 0);
    assertThatExceptionOfType(ModelMismatch.class)
        .isThrownBy(() -> Checker.check(recorder.history(), REGISTER, AMPLE))
        .withMessage(
            "operation 0 of process 3, acquire with value nil, is no call of model cas-register"
                + " (read, write v, cas [from to]); choose the history's own model");
  }

  @Test
  void timeThatRunsOutIsUnknownAndEndsPromptly() {
    AtomicLong clock = new AtomicLong();
    Budget second = Budget.of(Duration.ofSeconds(1)).withClock(() -> clock.addAndGet(10_000_000));
    Verdict verdict = Checker.check(hard(), REGISTER, Engine.SEARCH, second);

    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    Verdict.Unknown unknown = (Verdict.Unknown) verdict;
    assertThat(unknown.why()).isEqualTo(Exhaustion.TIME);
    assertThat(clock.get()).isLessThanOrEqualTo(1_020_000_000);
    assertThat(unknown.effort().configurations()).isBetween(100L, 100L * 256);
    assertThat(unknown.explanation())
        .contains("the time budget is spent", "were placed", "not searched to its end")
        .doesNotContain("leads nowhere", "refused");
    assertThat(Objects.requireNonNull(unknown.furthest()).placed()).isPositive();
  }

  @Test
  void withoutAnyTimeNothingIsSaidToBeKnown() {
    Verdict verdict = Checker.check(hard(), REGISTER, Budget.of(Duration.ZERO));

    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    assertThat(verdict.explanation())
        .isEqualTo("unknown: the time budget is spent; nothing is known");
  }

  @Test
  void aValidVerdictSaysHowManyOperationsItLeftOut() {
    recorder.invoke(0, "write", 1, 0);
    recorder.ok(0, 1);
    recorder.invoke(0, "write", 2, 2);
    recorder.fail(0, null, 3);
    recorder.invoke(1, "read", null, 4);
    recorder.ok(1, 1, 5);

    assertThat(Checker.check(recorder.history(), REGISTER, AMPLE).explanation())
        .isEqualTo(
            "linearizable: an order explains all 2 operations;"
                + " 1 that failed or tell nothing are left out");
  }

  @Test
  void memoryThatRunsOutIsUnknown() {
    Budget small = AMPLE.withMemoryBytes(16 << 20);
    Verdict verdict = Checker.check(hard(), REGISTER, Engine.SEARCH, small);
    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    assertThat(((Verdict.Unknown) verdict).why()).isEqualTo(Exhaustion.MEMORY);

    Verdict atOnce = Checker.check(hard(), REGISTER, Engine.SEARCH, AMPLE.withMemoryBytes(0));
    assertThat(((Verdict.Unknown) atOnce).why()).isEqualTo(Exhaustion.MEMORY);
  }

  @Test
  void whatIsCancelledEnds() {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong asked = new AtomicLong();
    Budget budget =
        AMPLE.withCancellation(
            () -> {
              stop.set(asked.incrementAndGet() > 50);
              return stop.get();
            });
    Verdict verdict = Checker.check(hard(), REGISTER, Engine.SEARCH, budget);
    assertThat(((Verdict.Unknown) verdict).why()).isEqualTo(Exhaustion.CANCELLED);
    assertThat(asked.get()).isEqualTo(51);
  }

  @Test
  void aHardPartDoesNotHideOneThatIsWrong() {
    History hard = hard();
    HistoryRecorder both = new HistoryRecorder();
    for (var event : hard.events()) {
      switch (event.type()) {
        case INVOKE -> both.invoke(event.process(), event.f(), "hard", event.value(), 0);
        case OK -> both.ok(event.process(), event.value(), 0);
        case FAIL -> both.fail(event.process(), null, 0);
        case INFO -> both.info(event.process(), null, 0);
      }
    }
    both.invoke(1000, "read", "wrong", null, 0);
    both.ok(1000, 77, 0);
    Budget enough = Budget.of(Duration.ofMinutes(5));
    Verdict verdict = Checker.check(both.history(), REGISTER, Engine.SEARCH, enough);

    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(((Verdict.Invalid) verdict).deadEnd().partition()).isEqualTo("wrong");
  }

  @Test
  void theSameHistoryGetsTheSameVerdictToTheLastConfiguration() {
    History history =
        GeneratedHistories.casRegister(new Shape(20, 2000).withCrashes(0.02), new Random(5));
    Verdict first = Checker.check(history, REGISTER, AMPLE);
    Verdict second = Checker.check(history, REGISTER, AMPLE);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void anyoneCanWriteAModel() {
    recorder.invoke(0, "add", 5, 0);
    recorder.invoke(1, "add", 2, 1);
    recorder.info(1, null, 2);
    recorder.ok(0, 3);
    recorder.invoke(0, "total", null, 4);
    recorder.ok(0, 7, 5);
    assertThat(Checker.check(recorder.history(), new Sum(), AMPLE))
        .isInstanceOf(Verdict.Valid.class);
    recorder.invoke(0, "total", null, 6);
    recorder.ok(0, 5, 7);
    assertThat(Checker.check(recorder.history(), new Sum(), AMPLE))
        .isInstanceOf(Verdict.Invalid.class);
  }

  /** A counter of one's own: three methods suffice, and a role for what only looks. */
  private static final class Sum implements Model<Long> {
    @Override
    public String name() {
      return "sum";
    }

    @Override
    public Long init() {
      return 0L;
    }

    @Override
    public Role role(Call call) {
      return call.f().equals("total") ? Role.OBSERVATION : Model.super.role(call);
    }

    @Override
    public @Nullable Long step(Long sum, Call call) {
      if (call.f().equals("total")) {
        return sum.equals(call.output()) ? sum : null;
      }
      return sum + (Long) Objects.requireNonNull(call.input());
    }
  }
}
