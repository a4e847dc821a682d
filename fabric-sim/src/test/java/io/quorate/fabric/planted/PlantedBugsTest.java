package io.quorate.fabric.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every planted bug is found. In each build from the one seed that {@code docs/planted-bugs.md}
 * gives; with {@code -Dplanted=all}, or the names of some with commas between, from several starts,
 * and the page is rewritten.
 */
final class PlantedBugsTest {

  private static final String PLANTED = "planted";
  private static final List<Long> STARTS = List.of(0L, 100_000L, 200_000L);

  private static final Map<String, PlantedBug> BY_NAME =
      Catalogue.PLANTED.stream().collect(Collectors.toMap(PlantedBug::name, Function.identity()));

  static List<PlantedBugsPage.Row> rows() {
    return PlantedBugsPage.rows();
  }

  @Test
  void thePageHasARowForEachBugInItsOrder() {
    assertThat(rows())
        .extracting(PlantedBugsPage.Row::name, PlantedBugsPage.Row::wrong)
        .isEqualTo(Catalogue.ALL.stream().map(bug -> tuple(bug.name(), bug.wrong())).toList());
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void thePageNamesTheHoles() {
    assertThat(Catalogue.PLANTED).extracting(PlantedBug::name).containsAll(Catalogue.HOLES);
    assertThat(Catalogue.HOLES)
        .allSatisfy(name -> assertThat(PlantedBugsPage.text()).contains(name));
  }

  @Test
  void eachIsFoundWithinAThousandSeeds() {
    assertThat(rows()).allSatisfy(row -> assertThat(row.median()).isBetween(1, Hunt.SEEDS_MAX));
  }

  @ParameterizedTest
  @MethodSource("rows")
  @DisabledIfSystemProperty(
      named = PLANTED,
      matches = ".+",
      disabledReason = "bugs are hunted anew instead")
  void eachIsFoundFromItsSeed(PlantedBugsPage.Row row) {
    PlantedBug bug = Objects.requireNonNull(BY_NAME.get(row.name()));

    assertThat(Mutant.of(bug).trial().apply(row.fabric(), row.seed())).as(row.name()).isNotEmpty();
  }

  /** What is not planted is not found: the seeds that show bugs show nothing else. */
  @Test
  void theCodeThatShipsPassesThoseSeeds() {
    BiFunction<String, Long, List<String>> sound = Mutant.sound().trial();

    assertThat(rows().stream().map(row -> Map.entry(row.fabric(), row.seed())).distinct())
        .allSatisfy(
            run -> assertThat(sound.apply(run.getKey(), run.getValue())).as("%s", run).isEmpty());
  }

  @Test
  @EnabledIfSystemProperty(named = PLANTED, matches = ".+")
  void eachIsFoundFromSeveralStarts() throws IOException {
    String wanted = System.getProperty(PLANTED, "");
    List<PlantedBug> bugs =
        wanted.equals("all")
            ? Catalogue.ALL
            : Stream.of(wanted.split(","))
                .map(name -> Objects.requireNonNull(BY_NAME.get(name), name))
                .toList();
    List<String> missed = new ArrayList<>();
    for (PlantedBug bug : bugs) {
      BiFunction<String, Long, List<String>> trial = Mutant.of(bug).trial();
      List<Hunt.Catch> catches =
          STARTS.stream()
              .map(start -> Optional.ofNullable(Hunt.from(start, trial)))
              .takeWhile(Optional::isPresent)
              .flatMap(Optional::stream)
              .toList();
      if (catches.size() < STARTS.size()) {
        missed.add(bug.name());
      } else {
        PlantedBugsPage.rewrite(PlantedBugsPage.Row.of(bug, catches));
      }
      System.out.println(bug + ": " + catches.stream().map(Hunt.Catch::seeds).toList());
    }

    assertThat(missed).as("not found within %d seeds from every start", Hunt.SEEDS_MAX).isEmpty();
  }
}
