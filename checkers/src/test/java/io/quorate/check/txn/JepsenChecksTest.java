package io.quorate.check.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.Keying;
import io.quorate.check.verdict.Budget;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jepsen's checks of banks, counters and sets. */
class JepsenChecksTest {
  private static final Budget AMPLE = Budget.of(Duration.ofMinutes(1));

  private static Judgement check(Workload workload, String... lines) {
    return check(workload, Terms.DEFAULT, lines);
  }

  private static Judgement check(Workload workload, Terms terms, String... lines) {
    return Transactions.check(history(lines), workload, terms, AMPLE);
  }

  /** Lines such as {@code 0 invoke read nil}. */
  private static History history(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      String[] words = line.split(" ", 4);
      text.append(
          String.format(
              "{:process %s, :type :%s, :f :%s, :value %s}%n",
              words[0], words[1], words[2], words[3]));
    }
    return HistoryReader.read("script", new StringReader(text.toString()), Keying.PLAIN);
  }

  @Test
  void aBankKeepsItsTotal() {
    String[] lines = {
      "0 invoke read nil",
      "0 ok read {0 10, 1 0}",
      "1 invoke transfer {:from 0, :to 1, :amount 5}",
      "1 ok transfer {:from 0, :to 1, :amount 5}",
      "0 invoke read nil",
      "0 ok read {0 5, 1 5}"
    };
    assertThat(check(Workload.BANK, lines).ruling()).isEqualTo(Ruling.VALID);
    Judgement wrong = check(Workload.BANK, Terms.DEFAULT.withTotal(20), lines);
    assertThat(wrong.ruling()).isEqualTo(Ruling.INVALID);
    assertThat(wrong.counts()).containsEntry(AnomalyKind.WRONG_TOTAL, 2);

    lines[5] = "0 ok read {0 5, 1 10}";
    assertThat(check(Workload.BANK, lines).explanation())
        .contains("not a valid bank", "wrong-total: the balances sum up to 15 instead of 10");
    lines[5] = "0 ok read {0 -5, 1 15}";
    assertThat(check(Workload.BANK, lines).counts()).containsOnlyKeys(AnomalyKind.NEGATIVE_BALANCE);
    assertThat(check(Workload.BANK, Terms.DEFAULT.withNegativeBalances(), lines).ruling())
        .isEqualTo(Ruling.VALID);
    lines[5] = "0 ok read {0 nil, 1 10}";
    assertThat(check(Workload.BANK, lines).counts()).containsOnlyKeys(AnomalyKind.MISSING_BALANCE);
    lines[5] = "0 ok read {0 5, 1 5, 2 0}";
    assertThat(check(Workload.BANK, lines).counts())
        .containsOnlyKeys(AnomalyKind.UNEXPECTED_ACCOUNT);
  }

  @Test
  void sumsThatDoNotFitAreNotGuessed() {
    String[] bank = {"0 invoke read nil", "0 ok read {0 9223372036854775807, 1 1}"};
    assertThatThrownBy(() -> check(Workload.BANK, bank))
        .isInstanceOf(WorkloadMismatch.class)
        .hasMessageContaining("sums of 64 bits");
    String[] counter = {"0 invoke add 9223372036854775807", "1 invoke add 1"};
    assertThatThrownBy(() -> check(Workload.COUNTER, counter))
        .isInstanceOf(WorkloadMismatch.class)
        .hasMessageContaining("sums of 64 bits");
  }

  @Test
  void aCounterStaysWithinItsBounds() {
    String[] lines = {
      "0 invoke add 1",
      "0 ok add 1",
      "1 invoke add 2",
      "1 info add 2",
      "2 invoke add 4",
      "2 fail add 4",
      "3 invoke add -8",
      "4 invoke read nil",
      "3 ok add -8",
      "4 ok read 3"
    };
    assertThat(check(Workload.COUNTER, lines).ruling()).isEqualTo(Ruling.VALID);
    lines[9] = "4 ok read -7";
    assertThat(check(Workload.COUNTER, lines).ruling()).isEqualTo(Ruling.VALID);
    lines[9] = "4 ok read -8";
    assertThat(check(Workload.COUNTER, lines).explanation())
        .contains("-8 was read, where only -7 to 3 can have been");
  }

  @Test
  void aSetHasAllThatWasAddedAndNothingElse() {
    String[] lines = {
      "0 invoke add 1",
      "0 ok add 1",
      "1 invoke add 2",
      "1 info add 2",
      "2 invoke read nil",
      "2 ok read [1 2]"
    };
    assertThat(check(Workload.SET, lines).ruling()).isEqualTo(Ruling.VALID);
    lines[5] = "2 ok read [1]";
    assertThat(check(Workload.SET, lines).ruling()).isEqualTo(Ruling.VALID);
    lines[5] = "2 ok read [2]";
    assertThat(check(Workload.SET, lines).counts()).containsOnlyKeys(AnomalyKind.LOST_ELEMENT);
    lines[5] = "2 ok read [1 3]";
    assertThat(check(Workload.SET, lines).counts())
        .containsOnlyKeys(AnomalyKind.UNEXPECTED_ELEMENT);
    lines[5] = "2 fail read nil";
    Judgement unread = check(Workload.SET, lines);
    assertThat(unread.ruling()).isEqualTo(Ruling.UNKNOWN);
    assertThat(unread.explanation()).contains("the history does not tell", "no read returned");
  }

  @Test
  void aFullSetMayBeLateButLosesNothing() {
    String[] lines = {
      "0 invoke add 1",
      "0 ok add 1",
      "1 invoke read nil",
      "1 ok read []",
      "1 invoke read nil",
      "1 ok read #{1}"
    };
    assertThat(check(Workload.SET_FULL, lines).ruling()).isEqualTo(Ruling.VALID);
    assertThat(check(Workload.SET_FULL, Terms.DEFAULT.withLinearizableSet(), lines).counts())
        .containsOnlyKeys(AnomalyKind.STALE_ELEMENT);
    lines[3] = "1 ok read [1]";
    lines[5] = "1 ok read []";
    assertThat(check(Workload.SET_FULL, lines).explanation())
        .contains(
            "lost-element: 1 was in the set by event 1, and T2, invoked at event 4, does not have"
                + " it, nor has any read after it");
    lines[5] = "1 ok read [1 1]";
    assertThat(check(Workload.SET_FULL, lines).counts())
        .containsOnlyKeys(AnomalyKind.DUPLICATED_ELEMENT);
    lines[3] = "1 ok read []";
    lines[5] = "1 fail read nil";
    assertThat(check(Workload.SET_FULL, lines).counts()).containsOnlyKeys(AnomalyKind.LOST_ELEMENT);
  }

  @Test
  void aFullSetOfWhichNothingWasReadIsUnknown() {
    assertThat(check(Workload.SET_FULL, "0 invoke add 1", "0 ok add 1").ruling())
        .isEqualTo(Ruling.UNKNOWN);
  }
}
