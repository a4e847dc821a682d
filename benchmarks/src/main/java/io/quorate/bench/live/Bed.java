package io.quorate.bench.live;

import io.quorate.bench.Command;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.live.Squad;
import io.quorate.ovs.live.SwitchProcess;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import io.quorate.ovs.topology.UpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A fabric on real Open vSwitch with bare links, without any delay but the machine's own, in a
 * directory of this run; gone when it is closed, or when this process ends.
 */
final class Bed implements AutoCloseable {

  private static final long PATIENCE_NS = 30_000_000_000L;

  final LiveFabric live;
  final Squad squad;
  private final Path root;
  private final Thread hook = Thread.ofPlatform().unstarted(this::tearDown);
  private boolean gone;

  private Bed(LiveFabric live, Path root, boolean recorded) {
    this.live = live;
    this.root = root;
    this.squad = new Squad(live, new SwitchProcess.Options(PortKind.FFM, 1, recorded));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Builds a fabric; no programs run yet, and its switches have no flows.
   *
   * @param file its description
   * @param folder where it keeps all, the replicas' logs too: the disk that is measured
   * @param recorded whether replicas' inputs are recorded
   */
  static Bed make(Path file, Path folder, boolean recorded) {
    try {
      Path root = Files.createTempDirectory(folder, "ql");
      Fabric fabric = FabricFile.read(file);
      UpOptions options = UpOptions.defaults().withRoot(root).withLinks(LinkMode.DIRECT);
      return new Bed(LiveFabric.up(fabric, file, options), root, recorded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program of Open vSwitch's on this fabric's switches. */
  String ovs(String words) {
    String directory = live.runDirectory().resolve(LiveFabric.OVS).toString();
    return Command.run(words, Map.of("OVS_RUNDIR", directory));
  }

  /** The only flows that a switch has now. */
  void flows(String switchName, String... flows) {
    String bridge = live.names().bridge(switchName);
    ovs("ovs-ofctl -O OpenFlow13 del-flows " + bridge);
    for (String flow : flows) {
      ovs("ovs-ofctl -O OpenFlow13 add-flow " + bridge + " " + flow);
    }
  }

  /** Frames that each interface in a namespace has received since it was made. */
  static Map<String, Long> received(String namespace) {
    Map<String, Long> received = new LinkedHashMap<>();
    Command.run("ip netns exec " + namespace + " cat /proc/net/dev")
        .lines()
        .skip(2)
        .forEach(
            line -> {
              String[] fields = line.strip().split("[: ]+", -1);
              received.put(fields[0], Long.parseLong(fields[2]));
            });
    return received;
  }

  /** Frames that came to ports of the bridges, from links and from processes. */
  long framesIntoSwitches() {
    Map<String, Long> all = received(live.names().switchNamespace());
    return live.fabric().switches().stream()
        .flatMap(each -> live.names().ports(each.name()).values().stream())
        .mapToLong(port -> all.getOrDefault(port, 0L))
        .sum();
  }

  /** Waits until the member leads that is the first to, so that all runs have the same way. */
  void awaitLed() {
    await("nobody leads", squad::isLed);
    String first = live.fabric().group().leader();
    await(
        first + " does not lead",
        () -> {
          Map<String, Fields> seats = seats();
          seats.forEach(
              (member, seat) -> {
                if (seat.flag("leads") && !member.equals(first)) {
                  squad.tell(member, Map.of("do", "hand-over", "to", first));
                }
              });
          Fields wanted = seats.get(first);
          return wanted != null && wanted.flag("leads");
        });
  }

  /** The member that leads; waits until one does. */
  String leader() {
    String[] found = {""};
    await(
        "nobody leads",
        () -> {
          seats().forEach((member, seat) -> found[0] = seat.flag("leads") ? member : found[0]);
          return !found[0].isEmpty();
        });
    return found[0];
  }

  static void await(String otherwise, BooleanSupplier so) {
    long until = System.nanoTime() + PATIENCE_NS;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new TopologyException(otherwise);
      }
      sleep(10);
    }
  }

  static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What each member's process says of its seat; a process that does not answer is left out. */
  Map<String, Fields> seats() {
    Map<String, Fields> seats = new LinkedHashMap<>();
    for (String member : live.fabric().group().members()) {
      try {
        seats.put(member, squad.status(member).objects("seats").getFirst());
      } catch (TopologyException silent) {
        // Not now.
      }
    }
    return seats;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    tearDown();
  }

  private synchronized void tearDown() {
    if (gone) {
      return;
    }
    gone = true;
    live.down();
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
