package io.quorate.fabric.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Flow;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of the user's own, in the fabric file. */
class UserFlowsTest {

  private static FlowBook book(String... lines) {
    return new FlowBook(TestFabrics.withFlows("wan-three", lines));
  }

  private static List<String> flows(String at, String... lines) {
    Fabric fabric = TestFabrics.withFlows("wan-three", lines);
    FlowBook book = new FlowBook(fabric);
    return book
        .all(TestFabrics.switchNamed(fabric, at), 1, new Routes(fabric, link -> true))
        .flows()
        .stream()
        .filter(flow -> flow.cookie() == 0)
        .map(Flow::toString)
        .toList();
  }

  @Test
  void namesOfPortsHostsAndTypesStandForNumbers() {
    assertThat(
            flows(
                "S1",
                "add-flow S1 table=2,priority=7,in_port=h1,dl_type=ACCEPT,dl_dst=S2,actions=output:S3"))
        .containsExactly(
            "table=2,priority=7,in_port=4,dl_dst=02:7a:00:01:00:02,dl_type=0x7a01,actions=output:3");
  }

  @Test
  void theOldNotesStyleIsRead() {
    assertThat(flows("S2", "add-flow S1/S2/S3 priority=9,actions=dl_type=0x7a01,run_code:2"))
        .containsExactly("table=0,priority=9,dl_type=0x7a01,actions=run_code:2");
    assertThat(flows("S3", "add-flow S3 priority=9,dl_type=0x7a??,actions=drop"))
        .hasSize(EtherType.values().length);
    assertThat(flows("WAN0", "add-flow S1 priority=9,actions=drop")).isEmpty();
  }

  @Test
  void ownGroupsAreInstalledBesideTheGeneratedOnes() {
    FlowBook book =
        book(
            "add-group S1 group_id=70,type=all,bucket=actions=output:h1,bucket=actions=output:h2",
            "add-flow S1 table=2,priority=7,icmp,actions=group:70");
    Fabric fabric = TestFabrics.shipped("wan-three");

    assertThat(
            book.all(TestFabrics.switchNamed(fabric, "S1"), 1, new Routes(fabric, link -> true))
                .groups())
        .extracting(group -> group.id())
        .contains(70L)
        .hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "add-flow S9 actions=drop | there is no switch 'S9'",
        "priority=5,actions=drop | no switch is named",
        "add-flow S1 in_port=nowhere,actions=drop | nowhere",
        "add-flow S1 nw_dst=10.0.0.1,actions=drop | nw_dst",
        "add-flow S1 priority=5 | no actions",
        "add-flow S1 priority=5,actions=fly:1 | fly",
        "del-flows S1 priority=5 | del-flows",
        "add-flow S1 cookie=0x12,actions=drop | cookie 0x12",
        "add-flow S1 actions=run_code:99 | there is no program 99",
        "add-flow S1/S2 dl_dst=S2,actions=output:S2 | on S2: 'S2' is not a port of this switch",
        "add-flow S1 actions=clone(output:99) | on S1: there is no port 99",
        "add-group S1 group_id=2,type=all,bucket=actions=output:1 | groups 1 to 4",
        "add-flow S1 priority=3,icmp,actions=group:99 | no group 99"
      })
  void aWrongOneIsToldWithFileAndLine(String line, String reason) {
    assertThatThrownBy(() -> book("add-flow S1 priority=1,actions=drop", line))
        .isInstanceOf(BadFile.class)
        .hasMessageStartingWith("test.yaml:3")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }
}
