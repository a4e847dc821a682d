package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a flow is, its text reads back as the same flow. */
class FlowSyntaxProperties {

  @Property(tries = 5000)
  void flowsReadBackEqual(@ForAll("flows") Flow flow) {
    assertThat(FlowSyntax.flow(flow.toString(), Names.NONE)).isEqualTo(flow);
  }

  @Property(tries = 2000)
  void flowsReadBackEqualWithNames(@ForAll("flows") Flow flow) {
    assertThat(FlowSyntax.flow(flow.text(FlowSyntaxTest.WAN0), FlowSyntaxTest.WAN0))
        .isEqualTo(flow);
  }

  @Property(tries = 1000)
  void groupsReadBackEqual(@ForAll("groups") Group group) {
    assertThat(FlowSyntax.group(group.toString(), Names.NONE)).isEqualTo(group);
    assertThat(FlowSyntax.group(group.text(FlowSyntaxTest.WAN0), FlowSyntaxTest.WAN0))
        .isEqualTo(group);
  }

  @Property(tries = 5000)
  void noTextThrowsAnythingElse(@ForAll("texts") String text) {
    for (Names names : List.of(Names.NONE, FlowSyntaxTest.WAN0)) {
      try {
        assertThat(FlowSyntax.flows(text, names)).isNotEmpty();
      } catch (FlowSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
      try {
        assertThat(FlowSyntax.group(text, names)).isNotNull();
      } catch (FlowSyntaxException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Provide
  Arbitrary<Flow> flows() {
    return RandomFlows.flows();
  }

  @Provide
  Arbitrary<Group> groups() {
    return RandomFlows.groups();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> word =
        Arbitraries.of(
            "actions=",
            "output:",
            "dl_type=",
            "0x7a??",
            "nw_dst=",
            "ip",
            "udp,",
            "arp ",
            "10.0.0.1",
            "/",
            "24",
            ",",
            "(",
            ")",
            "[",
            "]",
            "..",
            "->",
            "set_field:",
            "load:",
            "move:",
            "learn(",
            "reg0",
            "NXM_NX_REG0[]",
            "tcp_dst",
            "resubmit(",
            ",3)",
            "group:",
            "clone(",
            "note:",
            "01.02",
            "vlan_tci=",
            "dl_vlan=",
            "0x1000",
            "-1",
            "\"",
            "=",
            ":",
            "table=",
            "priority=",
            "bucket=",
            "group_id=1,type=all",
            "weight:",
            "watch_port:",
            "flood",
            "drop",
            "é",
            "\n");
    return Arbitraries.oneOf(
        word.list().ofMaxSize(12).map(words -> String.join("", words)),
        Arbitraries.strings().ofMaxLength(30).map(noise -> "actions=" + noise));
  }
}
