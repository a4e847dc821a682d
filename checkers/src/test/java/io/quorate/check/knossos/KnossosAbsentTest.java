package io.quorate.check.knossos;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.check.Checker;
import io.quorate.check.Engine;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.model.Models;
import io.quorate.check.verdict.Budget;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a user reads who asks for Knossos and does not have it. */
class KnossosAbsentTest {
  @Test
  void oneLineSaysHowToPutItThere() {
    Assumptions.assumeFalse(Knossos.isPresent(), "Knossos is on the class path: skipped");

    assertThatThrownBy(
            () ->
                Checker.check(
                    new HistoryRecorder().history(),
                    Models.named("register"),
                    Engine.KNOSSOS,
                    Budget.unlimitedTime()))
        .isInstanceOf(KnossosAbsent.class)
        .hasMessageContaining("Knossos is not on the class path")
        .hasMessageContaining("docs/checkers.md")
        .hasMessageNotContainingAny("\n");
  }
}
