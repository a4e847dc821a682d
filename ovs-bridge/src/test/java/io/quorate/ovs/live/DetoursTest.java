package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Names;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.openflow.FlowCompiler;
import io.quorate.ovs.openflow.SwitchTables;
import java.util.ArrayList;
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
            "cookie=0x10,table=0,priority=400,in_port=100,dl_vlan=2,actions=pop_vlan,goto_table:1");
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
  void tagsAreReadAndWrittenBehindTheAddresses() {
    byte[] frame = new byte[60];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) i;
    }

    byte[] tagged = Frames.tagged(frame, 0xabc);

    assertThat(tagged).hasSize(64);
    assertThat(Frames.tag(tagged)).isEqualTo(0xabc);
    assertThat(Frames.untagged(tagged)).isEqualTo(frame);
    assertThat(Frames.tag(frame)).isEqualTo(-1);
    assertThat(Frames.tag(new byte[13])).isEqualTo(-1);
  }

  /** Compiles what every switch of a fabric is told, whoever leads. */
  static void compileAll(Fabric fabric) {
    FlowBook book = new FlowBook(fabric);
    FlowCompiler compiler = new FlowCompiler(FlowPlan.PAXOS_PORT);
    Routes routes = new Routes(fabric, link -> true);
    for (Switch each : fabric.switches()) {
      Detours own = new Detours();
      for (int leader = 0; leader <= fabric.group().members().size(); leader++) {
        int led = leader;
        List<Integer> leaders = book.plans().stream().map(plan -> led).toList();
        FlowBook.Entries entries = book.all(each, leaders, routes);
        List<Flow> flows = new ArrayList<>(own.compile(entries.flows()));
        flows.addAll(own.returns());
        SwitchTables tables = compiler.compile(entries.groups(), flows);
        assertThat(tables.flows()).hasSameSizeAs(flows);
      }
    }
  }
}
