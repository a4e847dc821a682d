package io.quorate.ovs.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.DummyOvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private static FlowBook.Entries entries(Fabric fabric, Switch of) {
    FlowBook book = new FlowBook(fabric);
    List<Integer> leaders = book.plans().stream().map(plan -> 1).toList();
    return book.all(of, leaders, new Routes(fabric, link -> true));
  }

  @Test
  void everySwitchHoldsExactlyItsPlan(@TempDir Path directory) throws IOException {
    int switches = 0;
    int flows = 0;
    try (DummyOvs ovs = DummyOvs.start(directory)) {
      ovs.addBridge("br0", 1);
      try (OpenFlowSwitch real =
          OpenFlowSwitch.connect(ovs.bridgeSocket("br0"), List.of(OpenFlowVersion.V13), TIMEOUT)) {
        for (Path file : fabrics()) {
          Fabric fabric = FabricFile.read(file);
          for (Switch of : fabric.switches()) {
            FlowBook.Entries entries = entries(fabric, of);
            check(real, entries, new FlowCompiler(100));
            switches++;
            flows += entries.flows().size();
          }
        }
      }
    }
    assertThat(switches).isGreaterThan(30);
    assertThat(flows).isGreaterThan(500);
  }

  private static void check(OpenFlowSwitch real, FlowBook.Entries entries, FlowCompiler compiler) {
    SwitchTables want = compiler.compile(entries);
    real.synchronise(want);
    assertThat(real.synchronise(want)).isEmpty();
    List<Flow> flows =
        real.readFlows().stream().map(flow -> compiler.decompile(flow).orElseThrow()).toList();
    assertThat(flows).containsExactlyInAnyOrderElementsOf(lastOfEach(entries.flows()));
    List<Group> groups =
        real.readGroups().stream().map(group -> compiler.decompile(group).orElseThrow()).toList();
    assertThat(groups).containsExactlyInAnyOrderElementsOf(entries.groups());
  }

  /** Of two flows with the same table, priority and match, the later one takes the place. */
  private static List<Flow> lastOfEach(List<Flow> flows) {
    Map<Object, Flow> last = new LinkedHashMap<>();
    flows.forEach(flow -> last.put(List.of(flow.table(), flow.priority(), flow.match()), flow));
    return List.copyOf(last.values());
  }

  @Test
  void portsMayHaveOtherNumbersOnTheSwitch() throws IOException {
    FlowCompiler compiler = new FlowCompiler(77, Map.of(1, 11, 2, 1));
    for (Path file : fabrics()) {
      Fabric fabric = FabricFile.read(file);
      for (Switch of : fabric.switches()) {
        for (Flow flow : entries(fabric, of).flows()) {
          assertThat(compiler.decompile(compiler.compile(flow))).contains(flow);
        }
      }
    }
  }
}
