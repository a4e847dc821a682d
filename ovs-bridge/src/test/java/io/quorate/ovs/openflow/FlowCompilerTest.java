package io.quorate.ovs.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.Names;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Flows that run programs, on switches that cannot. */
class FlowCompilerTest {
  private final FlowCompiler compiler = new FlowCompiler(41, Map.of(1, 11));

  private static Flow flow(String text) {
    return FlowSyntax.flow(text, Names.NONE);
  }

  @Test
  void aProgramBecomesAnOutputWithANoteOfWhatWasWritten() {
    Flow flow = flow("priority=300,in_port=1,ip,nw_dst=10.0.0.100,actions=run_code:5,goto_table:1");
    SwitchFlow compiled = compiler.compile(flow);
    assertThat(compiled)
        .hasToString(
            "table=0,priority=300,ip,in_port=11,nw_dst=10.0.0.100,actions="
                + "note:72.75.6e.5f.63.6f.64.65.3a.35.2c.67.6f.74.6f.5f.74.61.62.6c.65.3a.31"
                + ".00.00.00.00.00.00.00,output:41");
    assertThat(compiler.decompile(compiled)).contains(flow);
  }

  @Test
  void whatStandsBeforeAProgramIsDoneByTheSwitch() {
    Flow flow =
        flow("udp,actions=output:1,mod_tp_dst:7,clone(run_code:2,output:1),run_code:3,IN_PORT");
    SwitchFlow compiled = compiler.compile(flow);
    assertThat(compiled.toString())
        .contains("actions=output:11,mod_tp_dst:7,clone(note:")
        .endsWith(",output:41")
        .doesNotContain("run_code", "IN_PORT");
    assertThat(compiler.decompile(compiled)).contains(flow);
  }

  @Test
  void notesOfOthersStayNotes() {
    for (String text :
        new String[] {
          "actions=note:01.02.03.04.05.06,output:100",
          "actions=note:72.75.6e.5f.63.6f.64.65.3a.78.00.00.00.00,output:100",
          "actions=note:ff.fe.00.00.00.00,output:2"
        }) {
      assertThat(compiler.decompile(compiler.compile(flow(text)))).contains(flow(text));
    }
  }

  @Test
  void twoPortsCannotBeOne() {
    assertThatThrownBy(() -> new FlowCompiler(7, Map.of(1, 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would both be 7");
  }
}
