package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;
import static io.quorate.ovs.openflow.OpenFlowVersion.V13;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Names;
import io.quorate.ovs.DummyOvs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Open vSwitch was told is what it tells, in the same spelling. */
class ReadBackTest {
  @TempDir private Path directory;
  private DummyOvs ovs;

  @BeforeEach
  void start() throws IOException {
    ovs = DummyOvs.start(directory);
    ovs.addBridge("br0", 1, 2);
  }

  @AfterEach
  void stop() {
    if (ovs != null) {
      ovs.close();
    }
  }

  private OpenFlowSwitch connect(OpenFlowVersion version) {
    return OpenFlowSwitch.connect(
        ovs.bridgeSocket("br0"), List.of(version), Duration.ofSeconds(20));
  }

  private static SwitchTables only(SwitchFlow flow) {
    return new SwitchTables(List.of(), List.of(), List.of(flow));
  }

  private static final List<String> UNUSUAL =
      List.of(
          "actions=mod_vlan_vid:5,mod_vlan_pcp:3,output:1",
          "dl_vlan=7,actions=mod_vlan_vid:5,pop_vlan,output:1",
          "dl_vlan=7,dl_vlan_pcp=2,actions=set_vlan_vid:9,set_vlan_pcp:1,output:1",
          "dl_vlan=0xffff,actions=output:1",
          "dl_vlan_pcp=3,actions=output:1",
          "vlan_tci=0x1000/0x1000,actions=output:1",
          "actions=set_field:00:00:00:00:0f:0f/00:00:00:00:ff:0f->eth_dst,output:1",
          "actions=set_field:0x50/0xf0->reg3,set_field:0x5->metadata,output:1",
          "actions=load:0x7->reg4[3..9],move:reg4[]->reg5[],output:reg5[0..15]",
          "ip,actions=mod_nw_tos:16,mod_nw_ecn:2,mod_nw_ttl:9,move:ip_src[]->ip_dst[],output:1",
          "ip,nw_tos=16,nw_ecn=1,nw_ttl=4,nw_frag=no,actions=dec_ttl,output:1",
          "arp,actions=load:2->arp_op[],move:arp_sha[]->arp_tha[],move:arp_spa[]->arp_tpa[],IN_PORT",
          "arp,actions=move:arp_op[]->reg1[0..7],output:1",
          "icmp,icmp_type=8,icmp_code=0,actions=set_field:0->icmp_type,IN_PORT",
          "udp,actions=mod_tp_src:5,mod_tp_dst:6,load:1->udp_src[0..3],output:1",
          "metadata=0x10/0xf0,reg0=0x1/0x3,in_port=LOCAL,actions=resubmit(2,3),resubmit:1,exit",
          "actions=clone(mod_dl_src:00:00:00:00:00:01,clone(output:1)),output:2",
          "actions=note:01.02.03.04.05.06.07.08,output:1",
          "actions=learn(table=5,idle_timeout=3,limit=7,priority=9,cookie=0x5,eth_type=0x800,"
              + "ip_proto=17,udp_dst=5,eth_dst=eth_src,reg3[0..15]=in_port[],load:0x3->reg1[0..3],"
              + "load:in_port[]->reg2[0..15],output:in_port[])",
          "udp,actions=learn(eth_type=0x800,ip_proto=17,udp_src=udp_dst,output:in_port[]),output:1");

  private static final List<String> NEWER =
      List.of(
          "actions=push_vlan:0x8100,set_field:4101->vlan_vid,output:1",
          "in_port=1,actions=output:2,clear_actions,write_actions(output:1),"
              + "write_metadata:0x1/0xf,goto_table:4",
          "tcp,actions=write_actions(set_field:81->tcp_src,output:1)");

  @Test
  void unusualFlowsReadBackEqual() {
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      List<String> texts = new ArrayList<>(UNUSUAL);
      if (version == V13) {
        texts.addAll(NEWER);
      }
      try (OpenFlowSwitch real = connect(version)) {
        for (String text : texts) {
          SwitchFlow flow = SwitchFlow.of(FlowSyntax.flow(text, Names.NONE));
          assertThat(real.synchronise(only(flow))).as(text).isNotEmpty();
          assertThat(real.synchronise(only(flow)))
              .as("%s of %s is read as %s", text, version, real.readFlows())
              .isEmpty();
        }
      }
    }
  }

  @Test
  void bucketsReadBackEqual() {
    List<String> texts =
        List.of(
            "group_id=1,type=all,bucket=actions=mod_tp_dst:5,mod_nw_dst:10.0.0.1,output:1",
            "group_id=1,type=select,bucket=weight:3,actions=output:1,bucket=weight:1,actions=output:2",
            "group_id=1,type=ff,bucket=watch_port:1,actions=output:1,bucket=watch_port:2,actions=IN_PORT",
            "group_id=1,type=indirect,bucket=actions=pop_vlan,mod_dl_dst:00:00:00:00:00:02,output:2",
            "group_id=1,type=all");
    try (OpenFlowSwitch real = connect(V13)) {
      for (String text : texts) {
        SwitchGroup group = SwitchGroup.of(FlowSyntax.group(text, Names.NONE));
        SwitchTables want = new SwitchTables(List.of(group), List.of(), List.of());
        assertThat(real.synchronise(want)).as(text).hasSize(1);
        assertThat(real.synchronise(want)).as(text + " is " + real.readGroups()).isEmpty();
        assertThat(real.readGroups().getFirst().group()).isPresent();
      }
    }
  }

  @Test
  void flowsOfOpenVswitchsOwnTestsReadBackEqual() throws IOException {
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      List<String> wrong = new ArrayList<>();
      int equal = 0;
      int refused = 0;
      try (OpenFlowSwitch real = connect(version)) {
        for (Map<?, ?> one : Shared.cases("ovs-cases/flow-syntax.jsonl")) {
          SwitchFlow flow;
          try {
            flow = SwitchFlow.of(FlowSyntax.flow(one.get("input") + "", Names.NONE));
          } catch (FlowSyntaxException e) {
            continue;
          }
          try {
            real.synchronise(SwitchTables.EMPTY, new Scope(any -> true, any -> true, any -> true));
            real.synchronise(only(flow));
          } catch (ChangeRefusedException | InexpressibleException e) {
            refused++;
            continue;
          }
          if (real.synchronise(only(flow)).isEmpty()) {
            equal++;
          } else {
            wrong.add(flow + " is read as " + real.readFlows());
          }
        }
      }
      assertThat(wrong).as("%d equal, %d refused in %s", equal, refused, version).isEmpty();
      assertThat(equal).isGreaterThan(version == V10 ? 200 : 220);
      assertThat(refused).isLessThan(60);
    }
  }
}
