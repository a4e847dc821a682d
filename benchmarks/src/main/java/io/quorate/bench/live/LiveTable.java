package io.quorate.bench.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures {@code wan-three-kv} on real Open vSwitch with bare links. In each round: first what the
 * switch forwards and how long bare round trips take, then the same fabric with its replicas, then
 * the one with batches. At the end leaders are killed.
 *
 * <p>Everything runs on this machine at once, so each figure is told by the clock and by the
 * processor time that it took.
 */
public final class LiveTable {

  private static final long WARM_UP_MS = 4_000;
  private static final long MEASURE_MS = Long.getLong("bench.ms", 4_000);
  private static final long TIMEOUT_NS = 500_000_000;
  private static final int[] SINGLE = sessions("bench.single", "1,64,128");
  private static final int[] BATCHED = sessions("bench.batched", "512,1024,2048");

  private final Path program;
  private final Path folder;
  private final Path fabrics;
  private final boolean recorded;
  private final Map<String, List<double[]>> rows = new LinkedHashMap<>();

  private LiveTable(Path program) {
    this.program = program;
    this.folder = Path.of(System.getProperty("bench.folder", "/var/tmp"));
    this.fabrics = Path.of(System.getProperty("quorate.root", "."));
    this.recorded = !Boolean.getBoolean("bench.unrecorded");
  }

  /**
   * Measures and prints.
   *
   * @param args number of rounds; the C program; number of kills
   */
  public static void main(String[] args) {
    LiveTable table = new LiveTable(Path.of(args[1]));
    int rounds = Integer.parseInt(args[0]);
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      if (SINGLE.length > 0) {
        table.single();
      }
      if (BATCHED.length > 0) {
        table.batched();
      }
    }
    table.print();
    int kills = Integer.parseInt(args[2]);
    if (kills > 0) {
      System.out.println(table.kills(kills));
    }
  }

  /** Numbers of clients, from a property of this JVM. */
  private static int[] sessions(String property, String otherwise) {
    return Arrays.stream(System.getProperty(property, otherwise).split(",", -1))
        .filter(each -> !each.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private Bed bed(String file) {
    return Bed.make(fabrics.resolve(file), folder, recorded);
  }

  // ---------------------------------------------------------------- one round

  private void single() {
    try (Bed bed = bed("fabrics/wan-three-kv.yaml")) {
      Bare bare = new Bare(bed, program);
      double[] outer = bare.clientAndLeader();
      double[] inner = bare.leaderAndFollower();
      add("round trip c1 to S1's process, µs: p50, p90, p99", outer);
      add("round trip S1's process to S2's, µs: p50, p90, p99", inner);
      Bare.Forwarding can = bare.forwarding();
      add(
          "the switch forwards: frames/s, ns of processor each, cores",
          can.perSecond(),
          can.cpuNs(),
          can.cores());
      bare.clear();
      load(bed, "single", SINGLE, can, outer[0] + inner[0]);
    }
  }

  private void batched() {
    try (Bed bed = bed("benchmarks/wan-three-kv-batched.yaml")) {
      Bare bare = new Bare(bed, program);
      Bare.Forwarding can = bare.forwarding();
      bare.clear();
      load(bed, "batched", BATCHED, can, 0);
    }
  }

  private void load(Bed bed, String how, int[] sessions, Bare.Forwarding can, double bareUs) {
    bed.squad.start();
    bed.awaitLed();
    try (Callers callers = new Callers(bed.live)) {
      callers.ask(new Callers.Pace(sessions[sessions.length / 2], 0, TIMEOUT_NS));
      Bed.sleep(4 * WARM_UP_MS);
      for (int each : sessions) {
        callers.ask(new Callers.Pace(each, 0, TIMEOUT_NS));
        // While all begin at once, somebody else may have come to lead.
        bed.awaitLed();
        Bed.sleep(WARM_UP_MS / 4);
        row(bed, callers, how + ", " + each + " at once", can, each == 1 ? bareUs : 0);
      }
      callers.ask(Callers.Pace.NONE);
    }
  }

  private void row(Bed bed, Callers callers, String name, Bare.Forwarding can, double bareUs) {
    Map<String, Long> spent = Spent.by(bed.live);
    long framesBefore = bed.framesIntoSwitches();
    var _ = callers.figures();
    Bed.sleep(MEASURE_MS);
    Callers.Figures seen = callers.figures();
    String led = bed.leader();
    double frames = (double) (bed.framesIntoSwitches() - framesBefore) / seen.answered();
    Map<String, Long> since = Spent.since(spent, bed.live);
    double rate = seen.answered() * 1e9 / seen.ns();
    double switchNs = since.getOrDefault(Spent.SWITCH, 0L);
    System.err.printf(
        Locale.ROOT,
        "%s: %s led, %,.0f/s, %.1f frames each, limit %,.0f, %d repeats, %d refusals, clients %.2f cores, %s%n",
        name,
        led,
        rate,
        frames,
        can.perSecond() / frames,
        seen.repeats(),
        seen.refusals(),
        (double) seen.cpuNs() / seen.ns(),
        cores(since, seen.ns()));
    add(
        name,
        rate,
        frames,
        rate * frames / can.perSecond(),
        can.cpuNs() * frames * seen.answered() / Math.max(1, switchNs),
        switchNs / seen.ns(),
        seen.latencies().getValueAtPercentile(50) / 1e3,
        seen.latencies().getValueAtPercentile(99) / 1e3);
    if (bareUs > 0) {
      add(
          "window 1: p50, bare round trips (µs), ratio",
          seen.latencies().getValueAtPercentile(50) / 1e3,
          bareUs,
          seen.latencies().getValueAtPercentile(50) / 1e3 / bareUs);
    }
  }

  private static String cores(Map<String, Long> since, long ns) {
    StringBuilder text = new StringBuilder("cores:");
    since.forEach(
        (name, cpu) ->
            text.append(String.format(Locale.ROOT, " %s %.2f", name, (double) cpu / ns)));
    return text.toString();
  }

  private String kills(int count) {
    try (Bed bed = bed("fabrics/wan-three-kv.yaml")) {
      bed.squad.start();
      bed.awaitLed();
      try (Callers callers = new Callers(bed.live)) {
        return new Kills(bed, callers).run(count);
      }
    }
  }

  // ---------------------------------------------------------------- the table

  private void add(String row, double... figures) {
    System.err.println(row + ": " + Arrays.toString(figures));
    rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(figures);
  }

  private void print() {
    System.out.println(
        "requests: a second; frames that each needs; share of what the switch forwards, by the"
            + " clock; by the switch's processor time; cores of the switch; p50, p99 in µs");
    rows.forEach(
        (row, figures) -> {
          StringBuilder line = new StringBuilder(row).append(':');
          for (int i = 0; i < figures.getFirst().length; i++) {
            int column = i;
            double[] sorted = figures.stream().mapToDouble(each -> each[column]).sorted().toArray();
            line.append(
                String.format(
                    Locale.ROOT,
                    " %,.2f (%,.2f – %,.2f)",
                    sorted[sorted.length / 2],
                    sorted[0],
                    sorted[sorted.length - 1]));
          }
          System.out.println(line);
        });
  }
}
