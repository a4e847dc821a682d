package io.quorate.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.history.HistoryWriter;
import io.quorate.check.history.Keyword;
import io.quorate.check.txn.SmallTransactions.Shape;
import io.quorate.check.verdict.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/**
 * The checks of transactions against the definition of serializability, on histories small enough
 * to try every order. A history is drawn from a seed, which a failure prints.
 */
class TransactionsProperties {
  private static final int TRANSACTIONS_MAX = 5;
  private static final Shape LARGE = new Shape(2_000, 8, 5, 4, 0.05);
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void whatHappenedOneAfterAnotherIsProvenSo(@ForAll long seed) {
    History lists = SmallTransactions.lists(LARGE, new Random(seed));
    Judgement ofLists = Transactions.check(lists, Workload.LIST_APPEND, AMPLE);
    assertThat(ofLists.ruling()).as(ofLists.explanation()).isEqualTo(Ruling.VALID);
    assertThat(ofLists.anomalies()).isEmpty();
    assertThat(ofLists.proven()).isTrue();

    History registers = SmallTransactions.registers(LARGE, new Random(seed));
    for (KeyOrder order : KeyOrder.values()) {
      Judgement ofRegisters =
          Transactions.check(
              registers, Workload.RW_REGISTER, Terms.DEFAULT.withKeyOrder(order), AMPLE);
      assertThat(ofRegisters.ruling()).as(ofRegisters.explanation()).isEqualTo(Ruling.VALID);
      assertThat(ofRegisters.anomalies()).isEmpty();
    }
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void judgesListsAsTheDefinitionDoes(@ForAll long seed) {
    Random random = new Random(seed);
    History history = disturbed(SmallTransactions.lists(small(random), random), random, true);

    agree(history, true, Level.SERIALIZABLE, SerialSearch.isSerializable(history, true));
    agree(
        history, true, Level.STRICT_SERIALIZABLE, SerialSearch.isStrictSerializable(history, true));
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void neverAccusesRegistersWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    History history = disturbed(SmallTransactions.registers(small(random), random), random, false);

    agree(history, false, Level.SERIALIZABLE, SerialSearch.isSerializable(history, false));
    agree(
        history,
        false,
        Level.STRICT_SERIALIZABLE,
        SerialSearch.isStrictSerializable(history, false));
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void neverAccusesASnapshotWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    Shape few = Shape.small(4, random);
    boolean lists = random.nextBoolean();
    History history =
        lists
            ? disturbed(SmallTransactions.lists(few, random), random, true)
            : disturbed(SmallTransactions.registers(few, random), random, false);

    boolean isolated = SnapshotSearch.isSnapshotIsolated(history, lists);
    Judgement judgement = check(history, lists, Level.SNAPSHOT_ISOLATION);
    if (isolated) {
      assertThat(judgement.ruling()).as(told(judgement, history)).isEqualTo(Ruling.VALID);
    }
  }

  private static Shape small(Random random) {
    return Shape.small(TRANSACTIONS_MAX, random);
  }

  /**
   * For lists of distinct elements the answer is exact; for registers an accusation is right, and
   * so is a proof.
   */
  private static void agree(History history, boolean lists, Level level, boolean expected) {
    Judgement judgement = check(history, lists, level);
    if (expected) {
      assertThat(judgement.ruling()).as(told(judgement, history)).isEqualTo(Ruling.VALID);
    } else {
      assertThat(judgement.proven()).as(told(judgement, history)).isFalse();
    }
    if (lists && judgement.remarks().stream().noneMatch(r -> r.contains("more than once"))) {
      Ruling exact = expected ? Ruling.VALID : Ruling.INVALID;
      assertThat(judgement.ruling()).as(told(judgement, history)).isEqualTo(exact);
    }
  }

  private static String told(Judgement judgement, History history) {
    StringBuilder text = new StringBuilder(judgement.explanation()).append('\n');
    HistoryWriter.writeEdn(history, text);
    return text.toString();
  }

  private static Judgement check(History history, boolean lists, Level level) {
    Workload workload = lists ? Workload.LIST_APPEND : Workload.RW_REGISTER;
    return Transactions.check(history, workload, Terms.DEFAULT.withLevel(level), AMPLE);
  }

  private static History disturbed(History history, Random random, boolean lists) {
    return disturbed(history, random, lists, 5);
  }

  /** Changes what one in so many reads saw, to what could be there or almost could. */
  static History disturbed(History history, Random random, boolean lists, int oneIn) {
    HistoryRecorder recorder = new HistoryRecorder();
    for (Event event : history.events()) {
      switch (event.type()) {
        case INVOKE -> recorder.invoke(event.process(), event.f(), event.value(), 0);
        case OK ->
            recorder.ok(event.process(), disturbedSteps(event.value(), random, lists, oneIn), 0);
        case FAIL -> recorder.fail(event.process(), null, 0);
        case INFO -> recorder.info(event.process(), null, 0);
      }
    }
    return recorder.history();
  }

  private static Object disturbedSteps(
      @Nullable Object steps, Random random, boolean lists, int oneIn) {
    List<@Nullable Object> changed = new ArrayList<>();
    assert steps != null;
    for (Object step : (List<?>) steps) {
      List<?> parts = (List<?>) step;
      boolean hit = new Keyword("r").equals(parts.getFirst()) && random.nextInt(oneIn) == 0;
      if (!hit) {
        changed.add(step);
        continue;
      }
      List<@Nullable Object> other = new ArrayList<>(parts);
      other.set(2, lists ? otherList(parts.get(2), random) : otherValue(random));
      changed.add(other);
    }
    return changed;
  }

  private static @Nullable Object otherValue(Random random) {
    int value = random.nextInt(9);
    return value == 0 ? null : (Object) (long) value;
  }

  private static @Nullable Object otherList(@Nullable Object list, Random random) {
    List<@Nullable Object> elements = new ArrayList<>();
    if (list instanceof List<?> before) {
      elements.addAll(before);
    }
    switch (random.nextInt(4)) {
      case 0 -> elements.add((long) random.nextInt(9));
      case 1 -> elements.clear();
      case 2 -> Collections.shuffle(elements, random);
      default -> {
        if (!elements.isEmpty()) {
          elements.removeLast();
        }
      }
    }
    return elements;
  }
}
