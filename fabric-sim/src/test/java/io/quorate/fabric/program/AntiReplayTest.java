package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A window over a rising series: each number once, and none that has fallen out. */
class AntiReplayTest {

  private static final int SIZE = AntiReplay.SIZE;

  private final AntiReplay window = new AntiReplay();

  @Test
  void eachNumberIsNewOnce() {
    for (long number = 1; number <= 3L * SIZE; number++) {
      assertThat(window.isNew(number)).isTrue();
      assertThat(window.isNew(number)).isFalse();
    }
  }

  @Test
  void theOldestNumberInTheWindowIsStillNewAndTheOneBelowIsNot() {
    window.isNew(5000);

    assertThat(window.isNew(5000 - SIZE + 1)).isTrue();
    assertThat(window.isNew(5000 - SIZE)).isFalse();
  }

  @Test
  void afterALeapOfOneWindowNothingOfTheOldOneIsRemembered() {
    for (long number = 1; number <= SIZE; number++) {
      window.isNew(number);
    }

    assertThat(window.isNew(2L * SIZE)).isTrue();
    assertThat(window.isNew(SIZE)).isFalse();
    for (long number = SIZE + 1; number < 2L * SIZE; number++) {
      assertThat(window.isNew(number)).as("%d", number).isTrue();
    }
  }

  @Test
  void numbersBeginWithOne() {
    assertThat(window.isNew(0)).isFalse();
    assertThat(window.isNew(-1)).isFalse();
    assertThat(window.isNew(1)).isTrue();
  }

  @Test
  void theLargestNumberOfAnAnswerIsFine() {
    long largest = (1L << OnReply.NUMBER_BITS) - 1;

    assertThat(window.isNew(largest)).isTrue();
    assertThat(window.isNew(largest - SIZE + 1)).isTrue();
    assertThat(window.isNew(largest)).isFalse();
  }
}
