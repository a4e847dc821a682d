package io.quorate.fabric.planted;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Looks for a planted bug, seed by seed. */
final class Hunt {

  /** Seeds within which a bug must be found; one that is not shows a hole in the net. */
  static final int SEEDS_MAX = 1_000;

  /** Those that ship, seed by seed in turn. */
  private static final List<String> FABRICS =
      List.of(
          "wan-three-kv",
          "wan-three",
          "wan-three-kv-leases",
          "leaf-spine-five",
          "two-sites-kv",
          "wan-three-volatile",
          "server-backed",
          "leaf-spine-five-kv",
          "two-groups",
          "wan-three-standby-kv",
          "wan-three-standby");

  /**
   * A bug that was found.
   *
   * @param fabric on which a run showed it
   * @param seed of that run
   * @param seeds how many were run, this one included
   * @param problems what was wrong, each line beginning with the invariant and a colon
   */
  record Catch(String fabric, long seed, int seeds, List<String> problems) {

    /** The invariant that was violated first. */
    String invariant() {
      return problems.getFirst().substring(0, problems.getFirst().indexOf(':'));
    }
  }

  private Hunt() {}

  /**
   * Runs one seed after the other until one shows the bug; null if none of so many does.
   *
   * @param trial of a world with a bug
   */
  static @Nullable Catch from(long firstSeed, BiFunction<String, Long, List<String>> trial) {
    for (int seeds = 1; seeds <= SEEDS_MAX; seeds++) {
      long seed = firstSeed + seeds - 1;
      String fabric = FABRICS.get((int) Math.floorMod(seed, (long) FABRICS.size()));
      List<String> problems = trial.apply(fabric, seed);
      if (!problems.isEmpty()) {
        return new Catch(fabric, seed, seeds, problems);
      }
    }
    return null;
  }
}
