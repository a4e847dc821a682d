package io.quorate.check.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.GeneratedHistories;
import io.quorate.check.GeneratedHistories.Shape;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.model.FailedTake;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.search.Proofs;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.DeadEnd;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonitorsTest {
  private static final Model<?> REGISTER = Models.casRegister(0L, Reading.DEFAULT);
  private static final Model<?> KV = Models.keyValue(null, Reading.DEFAULT);
  private static final Model<?> QUEUE =
      Models.fifoQueue(Reading.DEFAULT.withFailedTake(FailedTake.SAW_EMPTY));
  private static final Model<?> STACK = Models.stack(Reading.DEFAULT);
  private static final Budget AMPLE = Budget.unlimitedTime();

  private final HistoryRecorder recorder = new HistoryRecorder();

  /** A call that nothing else overlaps. */
  private void alone(String f, @Nullable Object input, @Nullable Object output) {
    recorder.invoke(0, f, input, 0);
    recorder.ok(0, output, 0);
  }

  private void keyed(String key, String f, @Nullable Object input, @Nullable Object output) {
    recorder.invoke(0, f, key, input, 0);
    recorder.ok(0, output, 0);
  }

  private void crashed(int process, String f, @Nullable Object input) {
    recorder.invoke(process, f, input, 0);
    recorder.info(process, null, 0);
  }

  private @Nullable Verdict judge(Model<?> model) {
    Verdict verdict = Monitors.check(recorder.history(), model, AMPLE);
    if (verdict != null) {
      Proofs.hold(recorder.history(), model, verdict);
    }
    return verdict;
  }

  @Test
  void aStaleReadIsToldByWhatWentBeforeIt() {
    alone("write", 1L, 1L);
    alone("write", 2L, 2L);
    alone("read", null, 1L);
    alone("write", 3L, 3L);
    Verdict verdict = judge(REGISTER);

    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict == null ? "" : verdict.explanation())
        .contains("up to the return of", "read → 1", "operation 2")
        .contains("the longest order places 2 operations:", "write 1", "write 2")
        .contains("the state is then 2", "-- refused in this state");
  }

  @Test
  void aWriteThatCrashedHappenedIfItsValueWasRead() {
    crashed(1, "write", 7L);
    alone("write", 1L, 1L);
    alone("read", null, 1L);
    alone("read", null, 7L);
    assertThat(judge(REGISTER)).isInstanceOf(Verdict.Valid.class);
    alone("read", null, 1L);
    assertThat(judge(REGISTER)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void aChainOfCasIsFollowedBackThroughCrashes() {
    alone("write", 1L, 1L);
    crashed(1, "cas", List.of(1L, 2L));
    crashed(2, "cas", List.of(2L, 3L));
    alone("cas", List.of(3L, 4L), List.of(3L, 4L));
    alone("read", null, 4L);
    assertThat(judge(REGISTER)).isInstanceOf(Verdict.Valid.class);
    alone("write", 5L, 5L);
    alone("cas", List.of(2L, 6L), List.of(2L, 6L));
    assertThat(judge(REGISTER)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void twoCasCannotBothSeeOneValue() {
    recorder.invoke(0, "cas", List.of(0L, 1L), 0);
    recorder.invoke(1, "cas", List.of(0L, 2L), 0);
    recorder.ok(0, 0);
    recorder.ok(1, 0);
    assertThat(judge(REGISTER)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void casInACircleComeFromNowhere() {
    recorder.invoke(0, "cas", List.of(1L, 2L), 0);
    recorder.invoke(1, "cas", List.of(2L, 1L), 0);
    recorder.ok(0, 0);
    recorder.ok(1, 0);
    assertThat(judge(REGISTER)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void aQueueOutOfOrderIsToldAtTheReturnThatShowsIt() {
    alone("enqueue", 1L, 1L);
    alone("enqueue", 2L, 2L);
    alone("dequeue", null, 2L);
    alone("enqueue", 3L, 3L);
    Verdict verdict = judge(QUEUE);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid -> {
              DeadEnd end = invalid.deadEnd();
              assertThat(end.stuck().getFirst().operation().id()).isEqualTo(2);
              assertThat(end.state()).isEqualTo("[1 2]");
              assertThat(end.placed()).isEqualTo(2);
              assertThat(end.total()).isEqualTo(4);
            });
  }

  @Test
  void aDequeueThatCrashedMayHaveTakenWhatIsMissing() {
    crashed(1, "dequeue", null);
    alone("enqueue", 1L, 1L);
    alone("enqueue", 2L, 2L);
    alone("dequeue", null, 2L);
    assertThat(judge(QUEUE)).isInstanceOf(Verdict.Valid.class);
    alone("enqueue", 3L, 3L);
    alone("enqueue", 4L, 4L);
    alone("dequeue", null, 4L);
    assertThat(judge(QUEUE)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void aPopThatCrashedIsLeftToTheSearchWhereItMatters() {
    alone("push", 1L, 1L);
    alone("push", 2L, 2L);
    crashed(1, "pop", null);
    alone("pop", null, 2L);
    assertThat(judge(STACK)).isInstanceOf(Verdict.Valid.class);
    alone("push", 3L, 3L);
    alone("push", 4L, 4L);
    alone("pop", null, 3L);
    assertThat(judge(STACK)).isNull();
    alone("pop", null, 9L);
    assertThat(judge(STACK)).isNull();
  }

  @Test
  void anEmptyQueueIsFoundEmptyOnlyInAGap() {
    recorder.invoke(1, "dequeue", null, 0);
    alone("enqueue", 1L, 1L);
    alone("dequeue", null, 1L);
    recorder.fail(1, null, 0);
    assertThat(judge(QUEUE)).isInstanceOf(Verdict.Valid.class);
    alone("enqueue", 2L, 2L);
    recorder.invoke(1, "dequeue", null, 0);
    recorder.fail(1, null, 0);
    alone("dequeue", null, 2L);
    assertThat(judge(QUEUE)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void partsThatNoMonitorDecidesAreSearched() {
    keyed("repeats", "put", 1L, 1L);
    keyed("tells", "put", 1L, 1L);
    keyed("repeats", "put", 1L, 1L);
    keyed("appends", "append", "a", "a");
    keyed("tells", "get", null, 1L);
    keyed("appends", "get", null, "a");
    Verdict verdict = judge(KV);
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Valid.class,
            valid -> {
              assertThat(valid.orders())
                  .extracting(order -> order.getFirst().call().key())
                  .containsExactly("repeats", "tells", "appends");
              assertThat(valid.effort().partitions()).isEqualTo(3);
              assertThat(valid.effort().decided()).isEqualTo(3);
              assertThat(valid.effort().operations()).isEqualTo(6);
            });

    keyed("repeats", "get", null, 2L);
    assertThat(judge(KV))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid -> assertThat(invalid.deadEnd().partition()).isEqualTo("repeats"));
  }

  @Test
  void aSetThatNobodySeesAsAWholeIsJudgedElementByElement() {
    Model<?> set = Models.set(Reading.DEFAULT);
    alone("add", 1L, true);
    alone("add", 2L, true);
    alone("remove", 1L, true);
    alone("contains", 1L, false);
    alone("add", 1L, true);
    Verdict valid = judge(set);
    assertThat(valid).isInstanceOf(Verdict.Valid.class);
    assertThat(valid == null ? 0 : valid.effort().partitions()).isEqualTo(2);
    alone("add", 2L, true);
    assertThat(judge(set))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid -> assertThat(invalid.deadEnd().partition()).isEqualTo(2L));
  }

  @Test
  void whatNoMonitorKnowsIsLeftAlone() {
    alone("write", 1L, 1L);
    alone("write", 1L, 1L);
    assertThat(judge(REGISTER)).isNull();
    assertThat(judge(QUEUE)).isNull();
    assertThat(judge(Models.mutex())).isNull();
    assertThat(Monitors.check(new HistoryRecorder().history(), REGISTER, AMPLE)).isNull();
  }

  @Test
  void aBudgetThatIsSpentIsUnknown() {
    History history =
        GeneratedHistories.casRegister(new Shape(10, 100_000).withDistinctWrites(), new Random(1));
    assertThat(why(history, Budget.of(Duration.ZERO))).isEqualTo(Exhaustion.TIME);
    assertThat(why(history, AMPLE.withMemoryBytes(1 << 20))).isEqualTo(Exhaustion.MEMORY);
    AtomicLong asked = new AtomicLong();
    Budget cancelled = AMPLE.withCancellation(() -> asked.incrementAndGet() > 5);
    assertThat(why(history, cancelled)).isEqualTo(Exhaustion.CANCELLED);
    assertThat(asked.get()).isEqualTo(6);
  }

  private static @Nullable Exhaustion why(History history, Budget budget) {
    Verdict verdict = Monitors.check(history, Models.casRegister(0L, Reading.PORCUPINE), budget);
    return verdict instanceof Verdict.Unknown unknown ? unknown.why() : null;
  }
}
