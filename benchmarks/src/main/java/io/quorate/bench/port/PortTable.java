package io.quorate.bench.port;

import io.quorate.bench.Command;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the C program and ours in turn on one pair of virtual interfaces between two network
 * namespaces of its own, and prints medians. Whoever is measured has a core, and the other end the
 * other one; receivers are always flooded by the C sender. Both run with the highest ordinary
 * priority, because the machine is shared.
 */
public final class PortTable {

  private static final String WARM_UP_S = "1";
  private static final String MEASURED_S = "1.5";
  private static final String FLOOD_S = "4";
  private static final String WARM_UP_ROUNDS = "10000";
  private static final String ROUNDS = "10000";

  private static final int LAST_CORE = Runtime.getRuntime().availableProcessors() - 1;

  private final Pair direct = Pair.direct();
  private final @Nullable Pair switched;
  private final List<String> peer;
  private final List<String> ours;
  private final Map<String, List<double[]>> rows = new LinkedHashMap<>();

  private PortTable(Path peer) {
    this.peer = List.of(peer.toString());
    switched = switchedIfPossible();
    ours =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms256m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            PortPeer.class.getName());
  }

  /**
   * Measures and prints.
   *
   * @param args number of rounds; the C program
   */
  public static void main(String[] args) {
    PortTable table = new PortTable(Path.of(args[1]));
    int rounds = Integer.parseInt(args[0]);
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      table.round();
    }
    table.print();
  }

  private static @Nullable Pair switchedIfPossible() {
    try {
      return Pair.switched();
    } catch (IllegalStateException | UncheckedIOException e) {
      System.err.println("not through Open vSwitch: " + e.getMessage());
      return null;
    }
  }

  private void round() {
    for (String bytes : List.of("64", "128")) {
      send("send " + bytes + " B, C sendmmsg", peer, bytes, "");
      send("send " + bytes + " B, ours", ours, bytes, "messages");
      send("send " + bytes + " B, ours over Pcap4J", ours, bytes, "pcap4j");
    }
    for (String how : List.of("messages", "frame_ring", "block_ring")) {
      receive("receive 64 B, " + how + ", C", peer, how);
      receive("receive 64 B, " + how + ", ours", ours, how);
    }
    receive("receive 64 B, ours over Pcap4J", ours, "pcap4j");
    pings("ping-pong, ", direct);
    if (switched != null) {
      pings("ping-pong through OVS, ", switched);
    }
  }

  private void pings(String path, Pair pair) {
    for (String how : List.of("messages", "frame_ring")) {
      ping(path + how + ", C", pair, peer, how);
      ping(path + how + ", ours", pair, ours, how);
    }
    ping(path + "ours over Pcap4J", pair, ours, "pcap4j");
  }

  private void send(String row, List<String> program, String bytes, String how) {
    List<String> arguments = new ArrayList<>(List.of("send", "a0", bytes, WARM_UP_S, MEASURED_S));
    if (!how.isEmpty()) {
      arguments.add(how);
    }
    rate(row, Command.output(Command.start(direct.left(), 0, program, arguments)));
  }

  private void receive(String row, List<String> program, String how) {
    Process receiver =
        Command.start(
            direct.right(),
            LAST_CORE,
            program,
            List.of("receive", "b0", how, WARM_UP_S, MEASURED_S));
    awaitSocket(direct.right());
    Process sender =
        Command.start(direct.left(), 0, peer, List.of("send", "a0", "64", "0.5", FLOOD_S));
    rate(row, Command.output(receiver));
    sender.destroy();
    try {
      sender.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ping(String row, Pair pair, List<String> program, String how) {
    Process echo = Command.start(pair.right(), LAST_CORE, program, List.of("echo", "b0", how));
    awaitSocket(pair.right());
    List<String> arguments = List.of("ping", "a0", how, WARM_UP_ROUNDS, ROUNDS);
    Process ping = Command.start(pair.left(), 0, program, arguments);
    String[] figures = figures(row, Command.output(ping));
    Command.output(echo);
    add(row, Arrays.stream(figures).mapToDouble(figure -> Double.parseDouble(figure) / 1e3));
  }

  /** The other end must have its socket before the first frame is sent. */
  private static void awaitSocket(String namespace) {
    long start = System.nanoTime();
    String list = "ip netns exec " + namespace + " cat /proc/net/packet";
    while (Command.run(list).lines().count() < 2 && System.nanoTime() - start < 10_000_000_000L) {
      Thread.onSpinWait();
    }
  }

  /** Thousands a second, nanoseconds of processor time a frame, and percent lost. */
  private void rate(String row, String line) {
    String[] figures = figures(row, line);
    double frames = Double.parseDouble(figures[0]);
    double drops = Double.parseDouble(figures[3]);
    add(
        row,
        Arrays.stream(
            new double[] {
              frames / Double.parseDouble(figures[1]) / 1e3,
              Double.parseDouble(figures[2]) / frames,
              100 * drops / (frames + drops)
            }));
  }

  private static String[] figures(String row, String line) {
    if (line.isEmpty()) {
      throw new IllegalStateException(row + ": the measured program failed; run it by hand");
    }
    return line.split(" ");
  }

  private void add(String row, DoubleStream figures) {
    double[] all = figures.toArray();
    System.err.println(row + ": " + Arrays.toString(all));
    rows.computeIfAbsent(row, key -> new ArrayList<>()).add(all);
  }

  private void print() {
    System.out.println("| frames | thousands/s by the clock | ns of processor a frame | lost, % |");
    System.out.println("| --- | ---: | ---: | ---: |");
    rows.forEach((row, figures) -> printRow(row, figures, row.startsWith("ping"), false));
    System.out.println("| round trips | p50, µs | p90 | p99 |");
    System.out.println("| --- | ---: | ---: | ---: |");
    rows.forEach((row, figures) -> printRow(row, figures, row.startsWith("ping"), true));
    for (String row : rows.keySet()) {
      if (row.endsWith(", ours")) {
        compare(row);
      }
    }
  }

  private static void printRow(String row, List<double[]> figures, boolean ping, boolean pings) {
    if (ping == pings) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f |%n",
          row,
          median(figures, 0),
          median(figures, 1),
          median(figures, 2));
    }
  }

  /** Of figures of the same round: what else happened then fell on both. */
  private void compare(String row) {
    List<double[]> mine = rows.get(row);
    String name = row.substring(0, row.length() - ", ours".length());
    for (String other : List.of(name + ", C", name + ", C sendmmsg")) {
      List<double[]> theirs = rows.get(other);
      if (mine != null && theirs != null) {
        List<double[]> ratios = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
          double[] ratio = new double[3];
          for (int j = 0; j < 3; j++) {
            ratio[j] = mine.get(i)[j] / theirs.get(i)[j];
          }
          ratios.add(ratio);
        }
        System.out.printf(
            Locale.ROOT,
            row.startsWith("ping")
                ? "%s: p50 %.2f of C's, p90 %.2f%n"
                : "%s: by the clock %.2f of C's rate, by processor time %.2f%n",
            row,
            median(ratios, 0),
            row.startsWith("ping") ? median(ratios, 1) : 1 / median(ratios, 1));
      }
    }
  }

  private static double median(List<double[]> figures, int column) {
    double[] sorted = figures.stream().mapToDouble(each -> each[column]).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
