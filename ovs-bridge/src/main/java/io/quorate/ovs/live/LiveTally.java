package io.quorate.ovs.live;

import io.quorate.fabric.flow.CountedFlow;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.tally.FlowsFile;
import io.quorate.fabric.tally.SlotLog;
import io.quorate.fabric.tally.SlotsFile;
import io.quorate.fabric.tally.SwitchTally;
import io.quorate.ovs.openflow.Detours;
import io.quorate.ovs.openflow.FlowStatistics;
import io.quorate.ovs.openflow.OpenFlowException;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the flow entries of a live fabric's switches count during a run, as the switches themselves
 * tell, and what slots hold: for a comparison with another run ({@link
 * io.quorate.fabric.tally.Comparison}). Entries are read back as they were written, with {@code
 * run_code:N}; what somebody else has added and we have no words for is left out.
 */
final class LiveTally {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Comparator<CountedFlow> AS_TABLES_ARE_READ =
      Comparator.<CountedFlow>comparingInt(each -> each.flow().table())
          .thenComparingInt(each -> -each.flow().priority())
          .thenComparing(each -> each.flow().match().toString());

  private final LiveFabric live;
  private final Consumer<String> told;
  private final List<SwitchTally> before;
  private final Map<Integer, Long> firstSlots;

  private LiveTally(
      LiveFabric live,
      Consumer<String> told,
      List<SwitchTally> before,
      Map<Integer, Long> firstSlots) {
    this.live = live;
    this.told = told;
    this.before = before;
    this.firstSlots = firstSlots;
  }

  /**
   * Begins, before the first request.
   *
   * @param firstSlots by group, the slot that is next
   * @param told hears why, if switches cannot be read
   */
  static LiveTally begin(LiveFabric live, Map<Integer, Long> firstSlots, Consumer<String> told) {
    return new LiveTally(live, told, read(live, told), new HashMap<>(firstSlots));
  }

  /** Writes what was counted since; leaves no file if a switch cannot be read. */
  void writeFlows(Path directory) throws IOException {
    List<SwitchTally> now = read(live, told);
    if (now.size() == before.size() && !now.isEmpty()) {
      List<SwitchTally> counted =
          Stream.iterate(0, place -> place + 1)
              .limit(now.size())
              .map(place -> now.get(place).since(before.get(place)))
              .toList();
      Files.writeString(directory.resolve(FlowsFile.NAME), FlowsFile.text(counted));
    }
  }

  /** Executes the run again, and writes what its slots hold; no file if nothing was recorded. */
  ReplayedRun replay(Path fabricFile, Path inputs, Path directory) throws IOException {
    try (Stream<Path> logs = Files.list(inputs)) {
      if (logs.findAny().isEmpty()) {
        return ReplayedRun.of(fabricFile, inputs, SlotLog.NONE);
      }
    }
    try (SlotsFile file = SlotsFile.create(directory.resolve(SlotsFile.NAME))) {
      return ReplayedRun.of(
          fabricFile,
          inputs,
          (group, slot, value) -> {
            if (slot >= firstSlots.getOrDefault(group, 0L)) {
              file.delivered(group, slot, value);
            }
          });
    }
  }

  private static List<SwitchTally> read(LiveFabric live, Consumer<String> told) {
    try {
      live.awaitCounters();
      return live.fabric().switches().stream().map(each -> read(live, each.name())).toList();
    } catch (TopologyException | OpenFlowException e) {
      told.accept("what flows count could not be read: " + e.getMessage());
      return List.of();
    }
  }

  private static SwitchTally read(LiveFabric live, String switchName) {
    try (OpenFlowSwitch connection =
        OpenFlowSwitch.connect(
            UnixDomainSocketAddress.of(live.openFlowSocket(switchName)),
            List.of(OpenFlowVersion.V13),
            TIMEOUT)) {
      return new SwitchTally(
          switchName,
          connection.flowStatistics().stream()
              .flatMap(LiveTally::counted)
              .sorted(AS_TABLES_ARE_READ)
              .toList());
    }
  }

  private static Stream<CountedFlow> counted(FlowStatistics of) {
    return of.flow().flow().map(flow -> counted(flow, of)).stream();
  }

  private static CountedFlow counted(Flow flow, FlowStatistics of) {
    return new CountedFlow(Detours.written(flow), of.packets(), of.bytes());
  }
}
