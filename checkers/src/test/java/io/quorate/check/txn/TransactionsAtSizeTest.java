package io.quorate.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.History;
import io.quorate.check.txn.SmallTransactions.Shape;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large histories, and budgets that end before they are judged. */
class TransactionsAtSizeTest {
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));

  @Test
  void aBudgetThatIsSpentIsUnknown() {
    History history = SmallTransactions.lists(new Shape(5_000, 8, 5, 4, 0.05), new Random(1));
    Judgement slow = Transactions.check(history, Workload.LIST_APPEND, Budget.of(Duration.ZERO));
    assertThat(slow.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(slow.why()).isEqualTo(Exhaustion.TIME);
    assertThat(slow.explanation())
        .isEqualTo("unknown: the time budget is spent; nothing forbidden was found until then");

    Judgement small =
        Transactions.check(history, Workload.LIST_APPEND, AMPLE.withMemoryBytes(100_000));
    assertThat(small.why()).isEqualTo(Exhaustion.MEMORY);

    Judgement cancelled =
        Transactions.check(history, Workload.LIST_APPEND, AMPLE.withCancellation(() -> true));
    assertThat(cancelled.why()).isEqualTo(Exhaustion.CANCELLED);
  }

  @Test
  void aHundredThousandTransactionsAreJudgedInSeconds() {
    Shape shape = new Shape(100_000, 20, 2_000, 4, 0.02);
    History history = SmallTransactions.lists(shape, new Random(3));
    Judgement judgement =
        Transactions.check(history, Workload.LIST_APPEND, Budget.of(Duration.ofSeconds(30)));
    assertThat(judgement.ruling()).as(judgement.explanation()).isEqualTo(Ruling.VALID);
    assertThat(judgement.proven()).isTrue();
    assertThat(judgement.dependencies()).isGreaterThan(100_000);
  }

  @Test
  void aLargeHistoryThatIsWrongThroughoutIsJudgedToo() {
    Random random = new Random(7);
    History fine = SmallTransactions.lists(new Shape(20_000, 20, 1_000, 4, 0.02), random);
    History wrong = TransactionsProperties.disturbed(fine, random, true, 30);
    Judgement judgement =
        Transactions.check(wrong, Workload.LIST_APPEND, Budget.of(Duration.ofMinutes(1)));
    assertThat(judgement.ruling()).isEqualTo(Ruling.INVALID);
    assertThat(judgement.why()).isNull();
    assertThat(judgement.anomalies()).anySatisfy(a -> assertThat(a.cycle()).isNotEmpty());
  }
}
