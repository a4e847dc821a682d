package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.run.RunResult.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a group whose switches keep nothing when they start again. */
final class AmnesiaStoriesTest {

  private static final String VOLATILE = "wan-three-volatile";

  private static Story rollingReboots() {
    Story story = scenario(VOLATILE).lasting("3s");
    try {
      Files.readAllLines(
              TestFabrics.root().resolve("faults/rolling-reboots.yaml"), StandardCharsets.UTF_8)
          .stream()
          .map(String::strip)
          .filter(line -> line.startsWith("- {"))
          .map(line -> List.of(line.substring(3, line.length() - 1).split(", ")))
          .forEach(
              words ->
                  story.at(
                      words.getFirst().substring("at: ".length()),
                      words.subList(1, words.size()).toArray(String[]::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return story;
  }

  @Test
  void everySwitchStartsAnewInTurnAndNothingIsLost() {
    RunResult run = rollingReboots().isFine();

    assertThat(run.count(Figure.REBOOTS)).isEqualTo(6);
    assertThat(run.count(Figure.RECOVERIES)).isEqualTo(6);
    assertThat(run.count(Figure.MEMORY_LOST)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S1", "S2", "S3"})
  void oneSwitchForgetsOverAndOverWhileLinksLoseFrames(String node) {
    Story story =
        scenario(VOLATILE)
            .at("50ms", "loss: {link: S1-S2, probability: 10%}")
            .at("50ms", "reordering: {link: S2-S3, probability: 30%, hold: 3ms}");
    for (int i = 1; i <= 9; i++) {
      story.at(i + "00ms", "reboot: " + node);
    }

    RunResult run = story.isFine();

    assertThat(run.count(Figure.REBOOTS)).isEqualTo(9);
    assertThat(run.count(Figure.RECOVERIES)).isPositive();
  }

  @Test
  void twoOfThreeForgetAtOnceAndSaySo() {
    RunResult run = scenario(VOLATILE).at("300ms", "reboot: S2").at("300ms", "reboot: S3").run();

    assertThat(run.violations()).isEmpty();
    assertThat(run.count(Figure.MEMORY_LOST)).isOne();
    assertThat(run.count(Figure.RECOVERIES)).isZero();
    assertThat(run.count(Figure.ANSWERED)).isLessThan(run.count(Figure.OPERATIONS));
  }

  @Test
  void aPowerCutOfTheWholeGroupIsNotPapered() {
    RunResult run =
        scenario(VOLATILE)
            .at("300ms", "crash: S1", "for: 100ms")
            .at("310ms", "crash: S2", "for: 100ms")
            .at("320ms", "crash: S3", "for: 100ms")
            .run();

    assertThat(run.violations()).isEmpty();
    assertThat(run.count(Figure.MEMORY_LOST)).isOne();
    assertThat(run.outcome()).isNotEqualTo(Outcome.VIOLATION);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void drawnFaultsBreakNothing(long seed) {
    RunResult run = scenario(VOLATILE).seed(seed).lasting("2s").withDrawnFaults().run();

    assertThat(run.violations()).isEmpty();
  }
}
