package io.quorate.check.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.model.Models;
import io.quorate.check.reference.Trial.Subject;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * All engines on all models against the definition of linearizability. {@link ReferenceSoakTest}
 * does the same for as long as one likes.
 */
class ReferenceProperties {
  private static final int OPERATIONS_MAX = 8;

  private final Trial trial = new Trial(OPERATIONS_MAX);

  @Property(
      tries = 30_000,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  void everyEngineJudgesAsTheDefinitionDoes(@ForAll Subject subject, @ForAll long seed) {
    trial.run(subject, seed);
  }

  @Example
  void historiesAreOfBothSortsAndEveryEngineGetsItsShare() {
    for (Subject subject : Subject.values()) {
      for (int seed = 0; seed < 400; seed++) {
        trial.run(subject, seed);
      }
    }
    assertThat(trial.tallies())
        .allSatisfy(
            (subject, tally) -> {
              assertThat((double) tally.linearizable / tally.histories)
                  .as("%s", subject)
                  .isBetween(0.3, 0.9);
              assertThat(tally.witnessed).as("%s", subject).isGreaterThan(40);
              assertThat(tally.refutedByMonitor > 40).isEqualTo(hasMonitor(subject));
            });
  }

  private static boolean hasMonitor(Subject subject) {
    return Models.named(subject.model).kind() != null;
  }
}
