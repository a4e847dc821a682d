package io.quorate.check.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.Keying;
import io.quorate.check.verdict.Budget;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each anomaly, planted in a history of a few lines, is found and gets its name. */
class TransactionsTest {
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));

  private static Judgement lists(String... lines) {
    return Transactions.check(Script.of(lines), Workload.LIST_APPEND, AMPLE);
  }

  private static Judgement registers(String... lines) {
    return Transactions.check(Script.of(lines), Workload.RW_REGISTER, AMPLE);
  }

  private static List<Step> cycle(Judgement judgement, AnomalyKind kind) {
    return judgement.anomalies().stream()
        .filter(anomaly -> anomaly.kind() == kind)
        .findFirst()
        .orElseThrow()
        .cycle();
  }

  @Test
  void interleavedAppendsAreACycleOfWrites() {
    Judgement judgement =
        lists(
            "0 invoke [[:append :x 1] [:append :y 1]]",
            "1 invoke [[:append :x 2] [:append :y 2]]",
            "0 ok [[:append :x 1] [:append :y 1]]",
            "1 ok [[:append :x 2] [:append :y 2]]",
            "2 do [[:r :x [1 2]] [:r :y [2 1]]]");

    assertThat(judgement.ruling()).isEqualTo(Ruling.INVALID);
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G0);
    assertThat(cycle(judgement, AnomalyKind.G0))
        .extracting(Step::dependency)
        .containsExactly(Dependency.WW, Dependency.WW);
    assertThat(judgement.ruledOut()).containsExactlyInAnyOrder(Level.values());
    assertThat(judgement.explanation())
        .contains(
            "not strict-serializable: G0",
            "T0 < T1, because T0 appended 1 to key :x before T1 appended 2 (ww)",
            "T1 < T0, because T1 appended 2 to key :y before T0 appended 1 (ww)");
  }

  @Test
  void readingWhatFailedIsG1a() {
    Judgement judgement =
        lists("0 invoke [[:append :x 1]]", "0 fail [[:append :x 1]]", "1 do [[:r :x [1]]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G1A);
    assertThat(judgement.ruledOut())
        .contains(Level.READ_COMMITTED)
        .doesNotContain(Level.READ_UNCOMMITTED);

    Judgement ofRegisters =
        registers("0 invoke [[:w :x 1]]", "0 fail [[:w :x 1]]", "1 do [[:r :x 1]]");
    assertThat(ofRegisters.counts()).containsOnlyKeys(AnomalyKind.G1A);
  }

  @Test
  void writingUponWhatFailedIsADirtyUpdate() {
    Judgement judgement =
        lists(
            "0 invoke [[:append :x 1]]",
            "0 fail [[:append :x 1]]",
            "1 do [[:append :x 2]]",
            "2 do [[:r :x [1 2]]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.DIRTY_UPDATE, AnomalyKind.G1A);
  }

  @Test
  void readingWhatIsHalfDoneIsG1b() {
    Judgement judgement =
        lists(
            "0 invoke [[:append :x 1] [:append :x 2]]",
            "1 do [[:r :x [1]]]",
            "0 ok [[:append :x 1] [:append :x 2]]",
            "1 do [[:r :x [1 2]]]");
    assertThat(judgement.counts()).containsKey(AnomalyKind.G1B);

    Judgement ofRegisters = registers("0 do [[:w :x 1] [:w :x 2]]", "1 do [[:r :x 1]]");
    assertThat(ofRegisters.counts()).containsOnlyKeys(AnomalyKind.G1B);
  }

  @Test
  void readingEachOthersWritesIsG1c() {
    Judgement judgement =
        lists(
            "0 invoke [[:append :x 1] [:r :y [1]]]",
            "1 invoke [[:append :y 1] [:r :x [1]]]",
            "0 ok [[:append :x 1] [:r :y [1]]]",
            "1 ok [[:append :y 1] [:r :x [1]]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G1C);

    Judgement ofRegisters =
        registers(
            "0 invoke [[:w :x 1] [:r :y 1]]",
            "1 do [[:w :y 1] [:r :x 1]]",
            "0 ok [[:w :x 1] [:r :y 1]]");
    assertThat(ofRegisters.counts()).containsOnlyKeys(AnomalyKind.G1C);
    assertThat(cycle(ofRegisters, AnomalyKind.G1C))
        .extracting(Step::account)
        .containsExactlyInAnyOrder(
            "T1 read 1 of key :x, which T0 wrote", "T0 read 1 of key :y, which T1 wrote");
  }

  @Test
  void readingHalfOfAnothersWritesIsGSingle() {
    Judgement judgement =
        lists(
            "0 invoke [[:append :x 1] [:append :y 1]]",
            "1 do [[:r :x [1]] [:r :y []]]",
            "0 ok [[:append :x 1] [:append :y 1]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G_SINGLE);
    assertThat(cycle(judgement, AnomalyKind.G_SINGLE))
        .extracting(Step::dependency)
        .containsExactlyInAnyOrder(Dependency.WR, Dependency.RW);
    assertThat(judgement.ruledOut())
        .contains(Level.SNAPSHOT_ISOLATION, Level.REPEATABLE_READ)
        .doesNotContain(Level.READ_COMMITTED);
    assertThat(judgement.explanation())
        .contains("because T1 read key :y without 1, which T0 appended (rw)");

    Judgement ofRegisters =
        registers(
            "0 invoke [[:w :x 1] [:w :y 1]]",
            "1 do [[:r :x 1] [:r :y nil]]",
            "0 ok [[:w :x 1] [:w :y 1]]");
    assertThat(ofRegisters.counts()).containsOnlyKeys(AnomalyKind.G_SINGLE);
    assertThat(ofRegisters.explanation())
        .contains("because T1 read nil of key :y before 1, which T0 wrote (rw)");
  }

  @Test
  void writeSkewIsG2AndAllowedUnderSnapshotIsolation() {
    String[] skew = {
      "0 invoke [[:r :x []] [:append :y 1]]",
      "1 invoke [[:r :y []] [:append :x 1]]",
      "0 ok [[:r :x []] [:append :y 1]]",
      "1 ok [[:r :y []] [:append :x 1]]",
      "2 do [[:r :x [1]] [:r :y [1]]]"
    };
    Judgement judgement = lists(skew);
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G2_ITEM);
    assertThat(judgement.ruledOut())
        .contains(Level.SERIALIZABLE, Level.REPEATABLE_READ)
        .doesNotContain(Level.SNAPSHOT_ISOLATION);

    Terms snapshot = Terms.DEFAULT.withLevel(Level.SNAPSHOT_ISOLATION);
    Judgement allowed = Transactions.check(Script.of(skew), Workload.LIST_APPEND, snapshot, AMPLE);
    assertThat(allowed.ruling()).isEqualTo(Ruling.VALID);
    assertThat(allowed.headline())
        .isEqualTo("no anomaly in 3 operations rules out snapshot-isolation; it allows G2-item");
  }

  @Test
  void twoSkewedReadersAreApart() {
    Judgement judgement =
        lists(
            "0 do [[:append :x 1] [:append :y 1]]",
            "1 invoke [[:append :x 2]]",
            "2 invoke [[:append :y 2]]",
            "3 do [[:r :x [1 2]] [:r :y [1]]]",
            "4 do [[:r :x [1]] [:r :y [1 2]]]",
            "1 ok [[:append :x 2]]",
            "2 ok [[:append :y 2]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G_NONADJACENT);
    assertThat(cycle(judgement, AnomalyKind.G_NONADJACENT)).hasSize(4);
    assertThat(judgement.ruledOut()).contains(Level.SNAPSHOT_ISOLATION);
  }

  @Test
  void twoWhoUpdateTheSameVersionLoseOne() {
    Judgement judgement =
        lists(
            "0 invoke [[:r :x []] [:append :x 1]]",
            "1 invoke [[:r :x []] [:append :x 2]]",
            "0 ok [[:r :x []] [:append :x 1]]",
            "1 ok [[:r :x []] [:append :x 2]]");
    assertThat(judgement.counts()).containsKey(AnomalyKind.LOST_UPDATE);
    assertThat(judgement.ruledOut()).contains(Level.SNAPSHOT_ISOLATION);

    Judgement ofRegisters =
        registers(
            "0 do [[:w :x 5]]",
            "0 invoke [[:r :x 5] [:w :x 1]]",
            "1 invoke [[:r :x 5] [:w :x 2]]",
            "0 ok [[:r :x 5] [:w :x 1]]",
            "1 ok [[:r :x 5] [:w :x 2]]");
    assertThat(ofRegisters.counts()).containsKey(AnomalyKind.LOST_UPDATE);
  }

  @Test
  void aTransactionSeesWhatItDidItself() {
    assertThat(lists("0 do [[:append :x 1] [:r :x []]]").counts())
        .containsOnlyKeys(AnomalyKind.INTERNAL);
    assertThat(lists("0 do [[:append :x 1]]", "1 do [[:r :x [1]] [:r :x []]]").counts())
        .containsOnlyKeys(AnomalyKind.INTERNAL);
    assertThat(registers("0 do [[:w :x 1] [:r :x 2]]", "1 do [[:w :x 2]]").counts())
        .containsOnlyKeys(AnomalyKind.INTERNAL);
    assertThat(registers("0 do [[:r :x 1] [:w :x 1]]").counts())
        .containsOnlyKeys(AnomalyKind.INTERNAL);
  }

  @Test
  void listsThatDisagreeHaveNoOrder() {
    Judgement judgement =
        lists(
            "0 do [[:append :x 1]]",
            "0 do [[:append :x 2]]",
            "1 do [[:r :x [1 2]]]",
            "1 do [[:r :x [2]]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.INCOMPATIBLE_ORDER);

    assertThat(lists("0 do [[:append :x 1]]", "1 do [[:r :x [1 1]]]").counts())
        .containsOnlyKeys(AnomalyKind.DUPLICATE_ELEMENTS);
    assertThat(lists("0 do [[:append :x 1]]", "1 do [[:r :x [1 9]]]").counts())
        .containsOnlyKeys(AnomalyKind.GARBAGE_READ);
  }

  @Test
  void aStaleReadIsASingleAntiDependencyInRealTime() {
    String[] stale = {"0 do [[:append :x 1]]", "1 do [[:r :x []]]"};
    Judgement judgement = lists(stale);
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G_SINGLE_REALTIME);
    assertThat(judgement.explanation())
        .contains("T0 returned at event 1, before T1 was invoked at event 2 (realtime)");
    assertThat(judgement.ruledOut())
        .containsExactlyInAnyOrder(Level.STRONG_SNAPSHOT_ISOLATION, Level.STRICT_SERIALIZABLE);

    Judgement serializable =
        Transactions.check(
            Script.of(stale),
            Workload.LIST_APPEND,
            Terms.DEFAULT.withLevel(Level.SERIALIZABLE),
            AMPLE);
    assertThat(serializable.ruling()).isEqualTo(Ruling.VALID);
    assertThat(serializable.proven()).isTrue();
  }

  @Test
  void aProcessThatForgetsIsASingleAntiDependencyInItsOwnOrder() {
    Judgement judgement = lists("0 do [[:append :x 1]]", "0 do [[:r :x []]]");
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G_SINGLE_PROCESS);
    assertThat(judgement.ruledOut()).contains(Level.STRONG_SESSION_SERIALIZABLE);
  }

  @Test
  void writesAgainstRealTimeAreG0Realtime() {
    Judgement judgement =
        lists("0 do [[:append :x 1]]", "1 do [[:append :x 2]]", "2 invoke [[:r :x nil]]");
    assertThat(judgement.ruling()).isEqualTo(Ruling.VALID);

    Judgement reversed =
        lists(
            "2 invoke [[:r :x nil]]",
            "0 do [[:append :x 1]]",
            "1 do [[:append :x 2]]",
            "2 ok [[:r :x [2 1]]]");
    assertThat(reversed.counts()).containsOnlyKeys(AnomalyKind.G0_REALTIME);
  }

  @Test
  void aCrashedWriteThatWasReadIsCommittedAndOneThatWasNotIsNot() {
    assertThat(
            lists(
                    "0 invoke [[:append :x 1] [:append :y 1]]",
                    "0 info [[:append :x 1] [:append :y 1]]",
                    "1 do [[:r :x [1]] [:r :y []]]")
                .counts())
        .containsOnlyKeys(AnomalyKind.G_SINGLE);
    assertThat(
            lists(
                    "0 invoke [[:append :x 1] [:append :y 1]]",
                    "0 info [[:append :x 1] [:append :y 1]]",
                    "1 do [[:r :x []] [:r :y []]]")
                .ruling())
        .isEqualTo(Ruling.VALID);
  }

  @Test
  void whatWasNeverReadStillComesAfterWhatWas() {
    Judgement judgement =
        lists(
            "0 do [[:append :x 1]]",
            "1 invoke [[:r :x [1]] [:r :y []]]",
            "2 do [[:append :x 2]]",
            "2 do [[:append :y 1]]",
            "3 do [[:r :y [1]]]",
            "1 ok [[:r :x [1]] [:r :y []]]");
    assertThat(judgement.ruling()).isEqualTo(Ruling.VALID);
    assertThat(judgement.proven()).isTrue();

    Judgement fractured =
        lists(
            "0 do [[:append :x 1]]",
            "1 invoke [[:r :x [1]] [:r :y [1]]]",
            "2 do [[:append :x 2]]",
            "2 do [[:append :y 1]]",
            "1 ok [[:r :x [1]] [:r :y [1]]]");
    assertThat(fractured.counts()).containsOnlyKeys(AnomalyKind.G_SINGLE_PROCESS);
  }

  @Test
  void nothingIsConcludedFromAValueWrittenTwice() {
    Judgement judgement =
        registers("0 do [[:w :x 1] [:w :y 1]]", "0 do [[:w :x 1]]", "1 do [[:r :x 1] [:r :y nil]]");
    assertThat(judgement.remarks()).anyMatch(remark -> remark.contains("more than once"));
    assertThat(judgement.counts()).containsOnlyKeys(AnomalyKind.G_SINGLE_REALTIME);
  }

  @Test
  void anElementThatWasAppendedTwiceMayBeThereTwice() {
    Judgement judgement =
        lists("0 do [[:append :x 1]]", "0 do [[:append :x 1]]", "1 do [[:r :x [1 1]]]");
    assertThat(judgement.ruling()).as(judgement.explanation()).isEqualTo(Ruling.VALID);
    assertThat(judgement.proven()).isTrue();
  }

  @Test
  void transactionsInJsonAreTheSame() {
    String events =
        """
        {"process":0,"type":"invoke","f":"txn","value":[["append","x",1]]}
        {"process":0,"type":"ok","f":"txn","value":[["append","x",1]]}
        {"process":1,"type":"invoke","f":"txn","value":[["r","x",null]]}
        {"process":1,"type":"ok","f":"txn","value":[["r","x",[]]]}
        """;
    History history = HistoryReader.read("json", new StringReader(events), Keying.DETECT);
    assertThat(Transactions.check(history, Workload.LIST_APPEND, AMPLE).counts())
        .containsOnlyKeys(AnomalyKind.G_SINGLE_REALTIME);
  }

  @Test
  void theSmallestCycleIsShown() {
    List<String> lines = new ArrayList<>();
    int length = 40;
    for (int i = 0; i < length; i++) {
      lines.add(String.format("%d invoke [[:append :k%d 1]]", i, i));
    }
    for (int i = 0; i < length; i++) {
      lines.add(String.format("%d ok [[:append :k%d 1] [:r :k%d [1]]]", i, i, (i + 1) % length));
    }
    lines.set(length + 20, "20 ok [[:append :k20 1] [:r :k21 [1]] [:r :k18 [1]]]");
    Judgement judgement = lists(lines.toArray(String[]::new));
    assertThat(judgement.counts()).containsEntry(AnomalyKind.G1C, 1);
    assertThat(cycle(judgement, AnomalyKind.G1C)).hasSize(3);
  }

  @Test
  void anOperationOfAnotherKindIsRefused() {
    History registers = Script.of("0 do [[:w :x 1]]");
    assertThatThrownBy(() -> Transactions.check(registers, Workload.LIST_APPEND, AMPLE))
        .isInstanceOf(WorkloadMismatch.class)
        .hasMessageContaining(
            "operation 0 of process 0, txn with value [[:w :x 1]], is none of a list-append"
                + " history");
    assertThatThrownBy(() -> Transactions.check(registers, Workload.BANK, AMPLE))
        .isInstanceOf(WorkloadMismatch.class);
  }
}
