package io.quorate.check.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.knossos.Knossos;
import io.quorate.check.knossos.KnossosPresence;
import io.quorate.check.knossos.Opinion;
import io.quorate.check.reference.Trial.Drawn;
import io.quorate.check.reference.Trial.Subject;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Knossos is told, and what is made of its answers, is right: where it decides, it decides as
 * the definition of linearizability does. Skipped where Knossos cannot be had; {@code
 * -Dhistories=n} tries more.
 */
class KnossosReferenceTest {
  private static final int HISTORIES = 50;
  private static final int OPERATIONS = 8;
  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(1));

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

  @ParameterizedTest
  @EnumSource(
      names = {
        "REGISTER",
        "CAS_REGISTER",
        "KEY_VALUE",
        "MULTI_REGISTER",
        "MUTEX",
        "FIFO_QUEUE",
        "UNORDERED_QUEUE",
        "SET"
      })
  void whereKnossosDecidesItIsRight(Subject subject) {
    Trial trial = new Trial(OPERATIONS);
    Random seeds = new Random(Long.getLong("seed", 1));
    int histories = Integer.getInteger("histories", HISTORIES);
    int valid = 0;
    int invalid = 0;
    for (int i = 0; i < histories; i++) {
      Drawn drawn = trial.draw(subject, seeds.nextLong());
      Opinion opinion = Knossos.check(drawn.history(), drawn.model(), BUDGET);
      switch (opinion.verdict()) {
        case Verdict.Valid _ -> {
          assertThat(isLinearizable(drawn)).as(text(drawn)).isTrue();
          valid++;
        }
        case Verdict.Invalid _ -> {
          assertThat(isLinearizable(drawn)).as(text(drawn)).isFalse();
          invalid++;
        }
        case Verdict.Unknown unknown ->
            assertThat(unknown.why()).as(opinion.remark()).isEqualTo(Exhaustion.UNSUITED);
      }
    }
    System.out.printf(
        "Knossos, %s: of %d histories %d valid, %d invalid%n",
        subject.model, histories, valid, invalid);
    assertThat(valid).isPositive();
    assertThat(invalid).isPositive();
  }

  private static boolean isLinearizable(Drawn drawn) {
    return Definition.isLinearizable(drawn.history(), drawn.object());
  }

  private static String text(Drawn drawn) {
    return drawn.reading() + "\n" + Trial.events(drawn.history());
  }
}
