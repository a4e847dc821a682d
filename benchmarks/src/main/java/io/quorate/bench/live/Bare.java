package io.quorate.bench.live;

import io.quorate.bench.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a fabric's switches can do before any program of ours runs behind them, by a program in C
 * that sends, pings and echoes raw frames.
 */
final class Bare {

  private static final long SETTLE_MS = 1_000;
  private static final long MEASURE_MS = 3_000;
  private static final String FLOOD_S = "6";
  private static final String WARM_UP_ROUNDS = "2000";
  private static final String ROUNDS = "5000";

  private final Bed bed;
  private final String program;

  Bare(Bed bed, Path program) {
    this.bed = bed;
    this.program = program.toAbsolutePath().toString();
  }

  /**
   * What the switch forwards.
   *
   * @param perSecond frames, from one port of a bridge to another, when it is offered more
   * @param cpuNs processor time of the switch for each
   * @param cores processor time a second
   */
  record Forwarding(double perSecond, double cpuNs, double cores) {}

  /** Floods WAN0 from c1 to c2 and counts what arrives. */
  Forwarding forwarding() {
    bed.flows("WAN0", "in_port=2,actions=output:3");
    String from = bed.live.names().hostNamespace("c1");
    String to = bed.live.names().hostNamespace("c2");
    Process flood =
        Command.start(from, List.of(program), List.of("send", "eth0", "142", "0", FLOOD_S));
    Bed.sleep(SETTLE_MS);
    Map<String, Long> spent = Spent.by(bed.live);
    long before = Bed.received(to).getOrDefault("eth0", 0L);
    long start = System.nanoTime();
    Bed.sleep(MEASURE_MS);
    long frames = Bed.received(to).getOrDefault("eth0", 0L) - before;
    long ns = System.nanoTime() - start;
    long cpu = Spent.since(spent, bed.live).getOrDefault(Spent.SWITCH, 0L);
    Command.output(flood);
    return new Forwarding(frames * 1e9 / ns, (double) cpu / frames, (double) cpu / ns);
  }

  /** Round trips, in microseconds: c1 to the process's end of S1's Paxos port. */
  double[] clientAndLeader() {
    bed.flows("WAN0", "in_port=2,actions=output:1", "in_port=1,actions=output:2");
    bed.flows("S1", "in_port=1,actions=output:100", "in_port=100,actions=output:1");
    return ping(bed.live.names().hostNamespace("c1"), "eth0", "S1");
  }

  /** Round trips, in microseconds: from S1's process's end to S2's. */
  double[] leaderAndFollower() {
    bed.flows("S1", "in_port=2,actions=output:100", "in_port=100,actions=output:2");
    bed.flows("S2", "in_port=1,actions=output:100", "in_port=100,actions=output:1");
    String switches = bed.live.names().switchNamespace();
    return ping(switches, bed.live.names().processInterface("S1"), "S2");
  }

  /** p50, p90, p99. */
  private double[] ping(String namespace, String interfaceName, String echoAt) {
    String end = bed.live.names().processInterface(echoAt);
    String switches = bed.live.names().switchNamespace();
    Process echo = Command.start(switches, List.of(program), List.of("echo", end, "messages"));
    Bed.sleep(SETTLE_MS / 4);
    List<String> arguments = List.of("ping", interfaceName, "messages", WARM_UP_ROUNDS, ROUNDS);
    String line = Command.output(Command.start(namespace, List.of(program), arguments));
    Command.output(echo);
    if (line.isEmpty()) {
      throw new IllegalStateException("no frame came back from " + echoAt + " to " + interfaceName);
    }
    String[] words = line.split(" ", -1);
    double[] us = new double[words.length];
    for (int i = 0; i < us.length; i++) {
      us[i] = Double.parseDouble(words[i]) / 1e3;
    }
    return us;
  }

  /** Takes the measurement's flows away. */
  void clear() {
    bed.live.fabric().switches().forEach(each -> bed.flows(each.name()));
  }
}
