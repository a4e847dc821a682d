package io.quorate.bench.live;

import io.quorate.ovs.json.Fields;
import io.quorate.ovs.topology.TopologyException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Kills whoever leads, again and again, and tells how long nobody was answered. */
final class Kills {

  /** Six clients that pause for five milliseconds, and ask again after twenty. */
  private static final Callers.Pace PACE = new Callers.Pace(6, 5_000_000, 20_000_000);

  private static final long BEFORE_MS = 300;
  private static final long AFTER_MS = 300;

  /** So many answers after a kill say that all goes on; those on their way are fewer. */
  private static final long ANSWERS = 30;

  private static final long BEHIND_MAX = 50;

  private final Bed bed;
  private final Callers callers;

  Kills(Bed bed, Callers callers) {
    this.bed = bed;
    this.callers = callers;
  }

  /** Median, p90, maximum and minimum of so many milliseconds. */
  private static String line(double[] of) {
    double[] sorted = of.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return String.format(
        Locale.ROOT,
        "median %.0f ms, p90 %.0f, max %.0f (min %.0f)",
        sorted[n / 2],
        sorted[Math.min(n - 1, n * 9 / 10)],
        sorted[n - 1],
        sorted[0]);
  }

  /** So many times; one line with what was seen. */
  String run(int count) {
    double[] silence = new double[count];
    double[] worst = new double[count];
    callers.ask(PACE);
    for (int i = 0; i < count; i++) {
      Bed.sleep(BEFORE_MS);
      String leader = bed.leader();
      var _ = callers.figures();
      bed.squad.kill(leader);
      callers.awaitAnswers(ANSWERS);
      Bed.sleep(AFTER_MS);
      Callers.Figures seen = callers.figures();
      silence[i] = seen.silence() / 1e6;
      worst[i] = seen.latencies().getMaxValue() / 1e6;
      System.err.printf(
          Locale.ROOT,
          "kill %d, of %s: %.1f ms without an answer, longest request %.1f ms, %d answers%n",
          i + 1,
          leader,
          silence[i],
          worst[i],
          seen.answered());
      bed.squad.startSwitch(leader);
      Bed.await(leader + " has not caught up", this::isWhole);
    }
    callers.ask(Callers.Pace.NONE);
    return count
        + " kills: without an answer to anybody "
        + line(silence)
        + "; longest request "
        + line(worst);
  }

  /** All answer, one leads, and nobody is far behind. */
  private boolean isWhole() {
    try {
      Map<String, Fields> seats = bed.seats();
      long most =
          seats.values().stream().mapToLong(each -> each.number("next-slot")).max().orElse(0);
      return seats.size() == bed.live.fabric().group().members().size()
          && seats.values().stream().anyMatch(each -> each.flag("leads"))
          && seats.values().stream().noneMatch(each -> each.flag("recovering"))
          && seats.values().stream().allMatch(each -> each.number("next-slot") > most - BEHIND_MAX);
    } catch (TopologyException silent) {
      return false;
    }
  }
}
