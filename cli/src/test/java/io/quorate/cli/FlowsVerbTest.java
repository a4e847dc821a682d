package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code flows}. */
final class FlowsVerbTest {

  @TempDir private Path temp = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv", "leaf-spine-five"})
  void whatIsPrintedIsFlowSyntax(String fabric) {
    Invocation flows = Invocation.of("flows", "fabrics/" + fabric + ".yaml");

    assertThat(flows.exitCode()).as(flows.err()).isZero();
    List<String> entries =
        flows.out().lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    assertThat(entries).hasSizeGreaterThan(20);
    for (String entry : entries) {
      String printed =
          entry.startsWith("group_id")
              ? FlowSyntax.group(entry, Names.NONE).toString()
              : FlowSyntax.flow(entry, Names.NONE).toString();
      assertThat(printed).isEqualTo(entry);
    }
  }

  @Test
  void aSwitchRunsTheProgramsOfItsRole() {
    String leader = Invocation.of("flows", "fabrics/wan-three.yaml", "--switch", "S1").out();
    String follower = Invocation.of("flows", "fabrics/wan-three.yaml", "--switch", "S2").out();
    String edge = Invocation.of("flows", "fabrics/wan-three.yaml", "--switch", "WAN0").out();

    assertThat(leader).contains("run_code:1", "run_code:2", "run_code:3", "run_code:4");
    assertThat(follower)
        .contains("run_code:2", "run_code:3", "mod_dl_dst:02:7a:00:01:00:01,goto_table:2")
        .doesNotContain("run_code:1\n");
    assertThat(edge).contains("run_code:5", "run_code:7").doesNotContain("run_code:2");
  }

  @Test
  void aSecondWayIsAFastFailoverGroup() {
    assertThat(Invocation.of("flows", "fabrics/leaf-spine-five.yaml", "--switch", "L1").out())
        .contains("type=ff", "watch_port:");
  }

  @Test
  void theUsersOwnFlowsStandBesideThem() throws IOException {
    Path fabric = temp.resolve("own.yaml");
    Files.writeString(
        fabric,
        Files.readString(Invocation.ROOT.resolve("fabrics/wan-three.yaml"))
            + "\nflows:\n  - add-flow S1/S3 priority=7,dl_type=0x88cc,actions=output:S2\n");

    assertThat(Invocation.of("flows", fabric, "--switch", "S1").out())
        .contains("priority=7,dl_type=0x88cc");
    assertThat(Invocation.of("flows", fabric, "--switch", "S2").out()).doesNotContain("0x88cc");
  }

  @Test
  void jsonHasASwitchAnObject() throws IOException {
    Invocation flows = Invocation.of("flows", "fabrics/wan-three.yaml", "--json");

    assertThat(JsonValues.of(flows.out()))
        .containsEntry("/0/switch", "WAN0")
        .containsEntry("/1/switch", "S1")
        .containsEntry("/1/node", "1")
        .containsKey("/3/flows/0");
  }
}
