package io.quorate.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.History;
import io.quorate.check.verdict.Budget;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a user vouches for of a register tells more, and is held against the history. */
class TermsTest {
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));

  @Test
  void aKeyThatIsVouchedForTellsMore() {
    History history =
        Script.of(
            "2 invoke [[:r :x 1] [:r :y 2]]",
            "3 invoke [[:r :x 2] [:r :y 1]]",
            "0 do [[:w :x 1] [:w :y 1]]",
            "1 do [[:w :x 2] [:w :y 2]]",
            "2 ok [[:r :x 1] [:r :y 2]]",
            "3 ok [[:r :x 2] [:r :y 1]]");
    Terms serializable = Terms.DEFAULT.withLevel(Level.SERIALIZABLE);
    assertThat(Transactions.check(history, Workload.RW_REGISTER, serializable, AMPLE).ruling())
        .isEqualTo(Ruling.VALID);
    Judgement judgement =
        Transactions.check(
            history, Workload.RW_REGISTER, serializable.withKeyOrder(KeyOrder.LINEARIZABLE), AMPLE);
    assertThat(judgement.counts()).containsKey(AnomalyKind.G_SINGLE);
  }

  @Test
  void aKeyThatIsWronglyVouchedForIsFoundOut() {
    History history =
        Script.of("0 do [[:w :x 1]]", "0 do [[:w :x 2]]", "1 do [[:r :x 2]]", "1 do [[:r :x 1]]");
    Terms linearizable = Terms.DEFAULT.withKeyOrder(KeyOrder.LINEARIZABLE);
    Judgement judgement = Transactions.check(history, Workload.RW_REGISTER, linearizable, AMPLE);
    assertThat(judgement.counts()).containsKey(AnomalyKind.CYCLIC_VERSIONS);
    assertThat(judgement.explanation())
        .contains("T0 met 1 and T1, after that, 2; T2 met 2 and T3, after that, 1");
    assertThat(judgement.explanation()).contains("key :x is not linearizable as was vouched");
  }

  @Test
  void aValueThatNobodyWroteIsAnAnomalyOnlyInAClosedWorld() {
    History history = Script.of("0 do [[:w :x 1]]", "1 do [[:r :x 7]]");
    Judgement open = Transactions.check(history, Workload.RW_REGISTER, AMPLE);
    assertThat(open.ruling()).isEqualTo(Ruling.VALID);
    assertThat(open.proven()).isFalse();
    assertThat(open.remarks()).singleElement().asString().contains("7 among them");

    Judgement closed =
        Transactions.check(history, Workload.RW_REGISTER, Terms.DEFAULT.withClosedWorld(), AMPLE);
    assertThat(closed.counts()).containsOnlyKeys(AnomalyKind.GARBAGE_READ);
  }
}
