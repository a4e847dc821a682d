package io.quorate.check.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.reference.Trial.Subject;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * As many histories as one asks for, all engines against the definition of linearizability:
 *
 * <pre>mvn -q -pl checkers test -Dtest=ReferenceSoakTest -Dhistories=1000000</pre>
 *
 * <p>{@code -Dseed=n} draws others, {@code -Doperations=n} longer ones (8 without it). A
 * disagreement ends it and prints the command that shows that one history again.
 */
class ReferenceSoakTest {
  private static final int OPERATIONS = 8;

  @Test
  @EnabledIfSystemProperty(named = "histories", matches = "\\d+")
  void noEngineDisagreesWithTheDefinition() {
    long histories = Long.getLong("histories", 0);
    Random seeds = new Random(Long.getLong("seed", 1));
    Trial trial = new Trial(Integer.getInteger("operations", OPERATIONS));
    Subject[] subjects = Subject.values();
    for (long i = 0; i < histories; i++) {
      trial.run(subjects[(int) (i % subjects.length)], seeds.nextLong());
    }
    trial.tallies().forEach(ReferenceSoakTest::print);
    assertThat(trial.tallies().values().stream().mapToLong(tally -> tally.histories).sum())
        .isEqualTo(histories);
  }

  @Test
  @EnabledIfSystemProperty(named = "subject", matches = "\\w+")
  void oneHistorySeenAgain() {
    Assumptions.assumeTrue(Long.getLong("histories") == null, "many histories were asked for");
    Trial trial = new Trial(Integer.getInteger("operations", OPERATIONS));
    trial.run(Subject.valueOf(System.getProperty("subject", "")), Long.getLong("seed", 1));
    assertThat(trial.tallies().values()).anyMatch(tally -> tally.histories == 1);
  }

  private static void print(Subject subject, Trial.Tally tally) {
    System.out.printf(
        "%-16s %9d histories, %5.1f %% linearizable; monitors judged %9d, %d of them invalid;"
            + " witnesses held %9d%n",
        subject.model,
        tally.histories,
        100.0 * tally.linearizable / Math.max(1, tally.histories),
        tally.monitored,
        tally.refutedByMonitor,
        tally.witnessed);
  }
}
