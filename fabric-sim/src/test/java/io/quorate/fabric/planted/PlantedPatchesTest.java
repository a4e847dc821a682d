package io.quorate.fabric.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class PlantedPatchesTest {

  @ParameterizedTest
  @FieldSource("io.quorate.fabric.planted.Catalogue#PLANTED")
  void everyPatchFitsTheSourceAndCompiles(PlantedBug bug) {
    assertThat(bug.edits()).isNotEmpty();
    assertThat(bug.wrong()).endsWith(".");
    Mutant.of(bug);
  }

  @Test
  void namesAreDistinct() {
    assertThat(Catalogue.PLANTED).extracting(PlantedBug::name).doesNotHaveDuplicates();
  }

  @Test
  void aPatchThatFitsNowhereOrTwiceIsRefused() {
    PlantedBug gone = PlantedBug.named("gone", "Gone.").in("paxos/Ballot", "no such text", "");
    PlantedBug twice = PlantedBug.named("twice", "Twice.").in("paxos/Ballot", "round", "");

    assertThatThrownBy(() -> Mutant.of(gone)).hasMessageContaining("has no piece like this");
    assertThatThrownBy(() -> Mutant.of(twice)).hasMessageContaining("has more than one piece");
  }

  @Test
  void aPatchThatIsNoJavaIsRefused() {
    PlantedBug broken =
        PlantedBug.named("broken", "Broken.")
            .in("paxos/Ballot", "public static final long NONE = -1L;", "nonsense");

    assertThatThrownBy(() -> Mutant.of(broken)).hasMessageContaining("does not compile");
  }
}
