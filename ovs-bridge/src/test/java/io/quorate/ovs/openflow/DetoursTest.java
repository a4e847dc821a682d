package io.quorate.ovs.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Names;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** run_code on a real switch: out through our process, and back to where the flow goes on. */
final class DetoursTest {

  private final Detours detours = new Detours();

  private Flow compiled(String text) {
    return detours.compile(List.of(FlowSyntax.flow(text, Names.NONE))).getFirst();
  }

  @Test
  void aFrameLeavesWithATagThatSaysWhatToRun() {
    Flow flow = compiled("dl_type=0x7a01,actions=run_code:2");

    assertThat(flow.toString())
        .contains("push_vlan:0x8100,set_field:4098->vlan_vid,output:100")
        .contains("note:72.75.6e.5f.63.6f.64.65.3a.32");
    assertThat(Objects.requireNonNull(detours.at(2)).program()).isEqualTo(2);
  }

  @Test
  void whatComesAfterTheProgramIsAFlowForTheFrameThatComesBack() {
    Flow out = compiled("in_port=4,udp,actions=run_code:6,goto_table:1");
    assertThat(out.actions()).hasSize(4);

    assertThat(detours.returns().stream().map(Flow::toString))
        .containsExactly(
            "cookie=0x14,table=0,priority=400,in_port=100,dl_vlan=2,actions=pop_vlan,goto_table:1");
  }

  @Test
  void inPortBecomesThePortOfTheMatch() {
    Flow out = compiled("arp,in_port=7,actions=run_code:8,IN_PORT");
    assertThat(out.priority()).isEqualTo(Flow.PRIORITY_DEFAULT);

    assertThat(detours.returns().getFirst().toString()).endsWith("actions=pop_vlan,output:7");
  }

  @Test
  void equalEndsShareATagAndOthersDoNot() {
    List<Flow> flows =
        List.of(
            compiled("in_port=1,actions=run_code:5,goto_table:1"),
            compiled("in_port=2,actions=run_code:5,goto_table:1"),
            compiled("in_port=1,actions=run_code:5"));

    assertThat(flows.get(0).actions()).isEqualTo(flows.get(1).actions());
    assertThat(flows.get(0).actions()).isNotEqualTo(flows.get(2).actions());
    assertThat(detours.at(4)).isNull();
  }

  @Test
  void aSecondProgramOrAPortThatNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> compiled("actions=run_code:1,run_code:2"))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("second program");
    assertThatThrownBy(() -> compiled("arp,actions=run_code:8,IN_PORT"))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("in_port=N");
  }

  @Test
  void aFlowIsReadBackAsItWasWritten() {
    for (String text :
        new String[] {
          "arp,in_port=7,actions=run_code:8,IN_PORT",
          "dl_type=0x7a01,actions=run_code:2",
          "udp,in_port=3,actions=output:1,mod_tp_dst:7,run_code:6,goto_table:1",
          "udp,in_port=3,actions=clone(run_code:2,output:1),run_code:3,IN_PORT",
          "ip,actions=mod_dl_dst:02:00:00:00:00:01,output:4"
        }) {
      assertThat(Detours.written(compiled(text))).isEqualTo(FlowSyntax.flow(text, Names.NONE));
    }
  }

  @Test
  void aProgramInACloneIsADetourOfTheClone() {
    Flow out = compiled("udp,in_port=3,actions=clone(run_code:2,IN_PORT),output:1");

    assertThat(out.toString())
        .contains("clone(note:")
        .doesNotContain("run_code")
        .endsWith("output:1");
    assertThat(detours.returns().getFirst().toString()).endsWith("actions=pop_vlan,output:3");
  }

  @Test
  void notesOfOthersStayNotes() {
    for (String text :
        new String[] {
          "actions=note:01.02.03.04.05.06,push_vlan:0x8100,set_field:4098->vlan_vid,output:100",
          "actions=note:72.75.6e.5f.63.6f.64.65.3a.78.00.00.00.00,output:100",
          "actions=note:72.75.6e.5f.63.6f.64.65.3a.78.00.00.00.00,push_vlan:0x8100,"
              + "set_field:4098->vlan_vid,output:100",
          "actions=note:ff.fe.00.00.00.00,output:2"
        }) {
      Flow flow = FlowSyntax.flow(text, Names.NONE);
      assertThat(Detours.written(flow)).isEqualTo(flow);
    }
  }
}
