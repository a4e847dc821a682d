package io.quorate.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.SharedHistories.Row;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.txn.Judgement;
import io.quorate.check.txn.Ruling;
import io.quorate.check.txn.Transactions;
import io.quorate.check.txn.Workload;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories of other people's systems get the verdicts that other people's checkers gave them. */
class SharedHistoriesTest {
  private static final int FILES = 127;
  private static final int FILES_OF_OBJECTS = 119;
  private static final int FILES_OF_TRANSACTIONS = 8;
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  @Test
  void everyFileOfAnObjectGetsItsVerdict() {
    List<Row> rows = SharedHistories.rows().stream().filter(row -> model(row) != null).toList();
    assertThat(rows).hasSize(FILES_OF_OBJECTS);

    SoftAssertions softly = new SoftAssertions();
    for (Row row : rows) {
      History history = HistoryReader.read(row.file());
      Model<?> model = model(row);
      assert model != null;
      Verdict verdict = Checker.check(history, model, Budget.of(ENOUGH));
      Class<?> expected = row.expectsLinearizable() ? Verdict.Valid.class : Verdict.Invalid.class;
      softly.assertThat(verdict).as(row.file().toString()).isInstanceOf(expected);
    }
    softly.assertAll();
  }

  @Test
  void everyFileOfTransactionsABankACounterOrASetGetsItsVerdict() {
    List<Row> rows = SharedHistories.rows().stream().filter(row -> workload(row) != null).toList();
    assertThat(rows).hasSize(FILES_OF_TRANSACTIONS);

    SoftAssertions softly = new SoftAssertions();
    for (Row row : rows) {
      History history = HistoryReader.read(row.file());
      Workload workload = workload(row);
      assert workload != null;
      Judgement judgement = Transactions.check(history, workload, Budget.of(ENOUGH));
      boolean valid = row.verdict().startsWith("valid");
      softly
          .assertThat(judgement.ruling())
          .as(row.file() + ": " + judgement.explanation())
          .isEqualTo(valid ? Ruling.VALID : Ruling.INVALID);
    }
    softly.assertAll();
  }

  private static @Nullable Workload workload(Row row) {
    return switch (row.model().split(" ", 2)[0]) {
      case "list-append" -> Workload.LIST_APPEND;
      case "rw-register" -> Workload.RW_REGISTER;
      case "jepsen" -> jepsens(row.model());
      default -> null;
    };
  }

  private static @Nullable Workload jepsens(String model) {
    return switch (model) {
      case "jepsen bank" -> Workload.BANK;
      case "jepsen counter" -> Workload.COUNTER;
      case "jepsen set" -> Workload.SET;
      case "jepsen set-full" -> Workload.SET_FULL;
      default -> null;
    };
  }

  @Test
  void everyFileCanBeRead() {
    List<Row> rows = SharedHistories.rows();
    assertThat(rows).hasSize(FILES);
    for (Row row : rows) {
      assertThat(HistoryReader.read(row.file()).size()).as(row.file().toString()).isPositive();
    }
  }

  /** As the table's notes say: initial values, and who takes a nil read for an observation. */
  private static @Nullable Model<?> model(Row row) {
    if (row.model().startsWith("cas-register, initial 0")) {
      return Models.casRegister(0L, Reading.KNOSSOS);
    }
    if (row.model().startsWith("cas-register, initial nil")) {
      return Models.casRegister(
          null, row.format().equals("A") ? Reading.PORCUPINE : Reading.DEFAULT);
    }
    if (row.model().equals("mutex")) {
      return Models.mutex();
    }
    return row.model().startsWith("kv ") ? Models.keyValue("", Reading.DEFAULT) : null;
  }
}
