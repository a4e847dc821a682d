package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SuccessionTest {

  private static final Timing TIMING = new Timing(10, 60, 120, 15);

  @Test
  void theBackupIsLessPatientThanAllOthersEverAre() {
    Succession succession = new Succession(1, 4, 200);
    assertThat(succession.patienceMin(4, TIMING)).isEqualTo(60);
    assertThat(succession.patienceMax(4, TIMING)).isEqualTo(60);
    assertThat(succession.patienceMin(2, TIMING)).isEqualTo(90);
    assertThat(succession.patienceMax(2, TIMING)).isEqualTo(120);
  }

  @Test
  void otherPatienceStaysWithinItsRange() {
    Timing narrow = new Timing(10, 60, 70, 15);
    assertThat(new Succession(1, 4, 0).patienceMin(2, narrow)).isEqualTo(70);
  }

  @Test
  void withoutABackupAllAreAlike() {
    assertThat(Succession.NONE.patienceMin(2, TIMING)).isEqualTo(60);
    assertThat(Succession.NONE.patienceMax(2, TIMING)).isEqualTo(120);
    assertThat(new Succession(1, 0, 50).patienceMin(1, TIMING)).isEqualTo(60);
  }

  @Test
  void whatMeansNothingIsRefused() {
    assertThatThrownBy(() -> new Succession(0, 4, 200)).hasMessageContaining("200 ticks");
    assertThatThrownBy(() -> new Succession(1, 4, -1)).hasMessageContaining("-1 ticks");
    assertThatThrownBy(() -> new Succession(4, 4, 200)).hasMessageContaining("own backup");
    ReplicaConfig three = ReplicaConfig.of(1, 3);
    assertThatThrownBy(() -> three.withSuccession(new Succession(1, 4, 200)))
        .hasMessageContaining("no members");
    assertThatThrownBy(() -> three.withSuccession(new Succession(5, 1, 200)))
        .hasMessageContaining("no members");
  }
}
