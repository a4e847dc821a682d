package io.quorate.ovs.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.DummyOvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped fabrics' switches are told, told to a real one. */
class FabricPlansTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static List<Path> fabrics() throws IOException {
    Path folder = Path.of(System.getProperty("quorate.root", "..")).resolve("fabrics");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void everySwitchHoldsExactlyItsPlanWhoeverLeads(@TempDir Path directory) throws IOException {
    int switches = 0;
    int flows = 0;
    try (DummyOvs ovs = DummyOvs.start(directory)) {
      ovs.addBridge("br0", 1);
      try (OpenFlowSwitch real =
          OpenFlowSwitch.connect(ovs.bridgeSocket("br0"), List.of(OpenFlowVersion.V13), TIMEOUT)) {
        for (Path file : fabrics()) {
          Fabric fabric = FabricFile.read(file);
          FlowBook book = new FlowBook(fabric);
          for (Switch of : fabric.switches()) {
            Detours detours = new Detours();
            for (int leader = 0; leader <= 2; leader++) {
              List<Integer> leaders = Collections.nCopies(book.plans().size(), leader);
              FlowBook.Entries entries = book.all(of, leaders, new Routes(fabric, link -> true));
              check(real, entries, detours);
              flows += entries.flows().size();
            }
            switches++;
          }
        }
      }
    }
    assertThat(switches).isGreaterThan(30);
    assertThat(flows).isGreaterThan(1_500);
  }

  private static void check(OpenFlowSwitch real, FlowBook.Entries entries, Detours detours) {
    List<Flow> compiled = new ArrayList<>(detours.compile(entries.flows()));
    compiled.addAll(detours.returns());
    SwitchTables want = SwitchTables.of(new FlowBook.Entries(entries.groups(), compiled));
    real.synchronise(want);
    assertThat(real.synchronise(want)).isEmpty();
    List<Flow> expected = new ArrayList<>(lastOfEach(entries.flows()));
    expected.addAll(detours.returns());
    assertThat(real.readFlows().stream().map(flow -> Detours.written(flow.flow().orElseThrow())))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(real.readGroups().stream().map(group -> group.group().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(entries.groups());
  }

  /** Of two flows with the same table, priority and match, the later one takes the place. */
  private static List<Flow> lastOfEach(List<Flow> flows) {
    Map<Object, Flow> last = new LinkedHashMap<>();
    flows.forEach(flow -> last.put(List.of(flow.table(), flow.priority(), flow.match()), flow));
    return List.copyOf(last.values());
  }
}
