package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading and printing of flows, groups and statements. */
class FlowSyntaxTest {
  static final Names WAN0 =
      new Names(
          new TreeMap<>(Map.of("WAN", 1, "WAN.c1", 2, "S2", 3, "PAX", 100)),
          new TreeMap<>(Map.of("c1", 0x0200000000c1L, "h1", 0x0200000000a1L)),
          new TreeMap<>(Map.of("CLIENT", 0x7a40, "ACCEPT", 0x7a01, "LEARN", 0x7a02)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "actions=drop | table=0,priority=32768,actions=drop",
        "table=1, priority=5 dl_type=0x7a40 actions=run_code:1 |"
            + " table=1,priority=5,dl_type=0x7a40,actions=run_code:1",
        "dl_type=ACCEPT,actions=run_code:2,output=FLOOD |"
            + " table=0,priority=32768,dl_type=0x7a01,actions=run_code:2,FLOOD",
        "in_port=PAX,ethdst=c1,actions=output:WAN.c1 |"
            + " table=0,priority=32768,in_port=100,dl_dst=02:00:00:00:00:c1,actions=output:2",
        "ip,nw_dst=10.0.0.7/24,nw_tos=32 actions=mod_nw_dst:10.0.0.1,2,IN_PORT,local |"
            + " table=0,priority=32768,ip,nw_dst=10.0.0.0/24,nw_tos=32,"
            + "actions=mod_nw_dst:10.0.0.1,output:2,IN_PORT,LOCAL",
        "arp,nw_src=10.0.0.1,nw_proto=1 actions=flood |"
            + " table=0,priority=32768,arp,arp_spa=10.0.0.1,arp_op=1,actions=FLOOD",
        "dl_type=0x800,nw_proto=17,tp_dst=0x7d0/0xfff0 actions=set_field:53->udp_dst,WAN |"
            + " table=0,priority=32768,udp,tp_dst=0x7d0/0xfff0,actions=mod_tp_dst:53,output:1",
        "dl_vlan=0xffff actions=mod_vlan_vid:5,strip_vlan,all |"
            + " table=0,priority=32768,vlan_tci=0x0000/0x1fff,actions=mod_vlan_vid:5,pop_vlan,ALL",
        "cookie=0x1f,idle_timeout=3,hard_timeout=9,reg2=0x10/0xf0 actions=resubmit(,7),resubmit(3,1),"
            + "resubmit:3,goto_table:9 |"
            + " cookie=0x1f,table=0,idle_timeout=3,hard_timeout=9,priority=32768,reg2=0x10/0xf0,"
            + "actions=resubmit(,7),resubmit(3,1),resubmit:3,goto_table:9",
        "n_packets=4, n_bytes=99, priority=1 actions=clone(output:2),write_actions(group:4) |"
            + " table=0,priority=1,actions=clone(output:2),write_actions(group:4)",
        "actions=load:0x5->NXM_NX_REG0[4..7],move:NXM_OF_IN_PORT[]->NXM_NX_REG1[0..15] |"
            + " table=0,priority=32768,actions=set_field:0x50/0xf0->reg0,"
            + "move:in_port[]->reg1[0..15]",
      })
  void printsTheCanonicalForm(String text, String canonical) {
    Flow flow = FlowSyntax.flow(text, WAN0);
    assertThat(flow).hasToString(canonical.strip());
    assertThat(FlowSyntax.flow(flow.toString(), Names.NONE)).isEqualTo(flow);
    assertThat(FlowSyntax.flow(flow.text(WAN0), WAN0)).isEqualTo(flow);
  }

  @Test
  void printsNamesWhereThereAre() {
    Flow flow = FlowSyntax.flow("in_port=1,dl_type=0x7a02 actions=mod_dl_dst:h1,output:3", WAN0);
    assertThat(flow.text(WAN0))
        .isEqualTo(
            "table=0,priority=32768,in_port=WAN,dl_type=LEARN,actions=mod_dl_dst:h1,output:S2");
  }

  @Test
  void aPatternStandsForEachKnownType() {
    assertThat(FlowSyntax.flows("in_port=WAN,actions=dl_type:0x7a??,output=PAX", WAN0))
        .extracting(Flow::toString)
        .containsExactly(
            "table=0,priority=32768,in_port=1,dl_type=0x7a01,actions=output:100",
            "table=0,priority=32768,in_port=1,dl_type=0x7a40,actions=output:100",
            "table=0,priority=32768,in_port=1,dl_type=0x7a02,actions=output:100");
    assertThat(FlowSyntax.flows("dl_type=0x7a0? actions=drop", WAN0)).hasSize(2);
  }

  @Test
  void readsTheOldNotes() {
    FlowStatement accept =
        FlowStatement.read("add-flow S1/S2/S3 dl_type=ACCEPT,actions=run_code:2");
    assertThat(accept.switches()).containsExactly("S1", "S2", "S3");
    assertThat(FlowSyntax.flow(accept.text(), WAN0).actions())
        .containsExactly(new Action.RunCode(2));
    assertThat(FlowStatement.read("ovs-ofctl -O OpenFlow13 add-flow S1 'ip actions=drop'").text())
        .isEqualTo("ip actions=drop");
    assertThat(FlowStatement.read("add-group S1 group_id=1,type=all,bucket=output:1").kind())
        .isEqualTo(FlowStatement.Kind.GROUP);
    assertThat(FlowStatement.read("dl_type=0x7a01 actions=drop").switches()).isEmpty();
  }

  @Test
  void readsGroups() {
    Group group =
        FlowSyntax.group(
            "group_id=7,type=ff,bucket=watch_port:S2,actions=mod_dl_dst:h1,output:S2,"
                + "bucket=bucket_id:1,watch_port:1,actions=output:1",
            WAN0);
    assertThat(group)
        .hasToString(
            "group_id=7,type=ff,bucket=watch_port:3,actions=mod_dl_dst:02:00:00:00:00:a1,output:3,"
                + "bucket=watch_port:1,actions=output:1");
    assertThat(FlowSyntax.group(group.toString(), Names.NONE)).isEqualTo(group);
    Group select =
        FlowSyntax.group(
            "group_id=8,type=select,selection_method=hash,fields(eth_src,ip_dst),"
                + "bucket=weight:50,actions=output:1,bucket=output:2",
            WAN0);
    assertThat(select.hashFields()).containsExactly(Field.ETH_SRC, Field.IP_DST);
    assertThat(FlowSyntax.group(select.toString(), Names.NONE)).isEqualTo(select);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dl_type=0x7a01 | has no actions; end it with actions=…",
        "frobnicate=1 actions=drop | 'frobnicate=1' is not a condition on a frame",
        "nw_dst=10.0.0.1 actions=drop | 'nw_dst=10.0.0.1' matches nothing by itself",
        "nw_dst=10.0.0.1 actions=drop | add ip to the match",
        "ip,tp_dst=5 actions=drop | add tcp or udp",
        "udp,tcp_dst=5 actions=drop | 'tcp_dst' needs tcp in the match",
        "ip,arp actions=drop | 'arp' contradicts an earlier condition on dl_type",
        "dl_type=0x7a0?,ip actions=drop | stands beside another dl_type",
        "dl_type=0x6??? actions=drop | fits none of the known EtherTypes",
        "dl_type=0x7a0g actions=drop | '0x7a0g' is not a value of dl_type",
        "dl_type=0x7a00/0xff00 actions=drop | dl_type takes no mask",
        "dl_type=PREPARED actions=drop | 'PREPARED' is not an EtherType; write a number or one of ACCEPT",
        "dl_dst=c9 actions=drop | 'c9' is neither a MAC address nor a host; write a number or one of c1",
        "dl_dst=00:00:00:00:00:0g actions=drop | is not a MAC address",
        "ip,nw_src=10.0.0.256 actions=drop | '10.0.0.256' is not an IPv4 address",
        "ip,nw_src=10.0.0.0/33 actions=drop | '33' is too big for a prefix",
        "in_port=S9 actions=drop | 'S9' is not a port of this switch; write a number or one of PAX, S2",
        "table=254 actions=drop | '254' is too big for a table: at most 253",
        "priority=65536 actions=drop | '65536' is too big for priority",
        "send_flow_rem actions=drop | 'send_flow_rem' is not supported",
        "actions=frobnicate:1 | unknown action 'frobnicate:1'; write one like output:2",
        "actions=NORMAL | our switches do not learn addresses",
        "actions=controller | there is no controller",
        "actions=output:2,dl_type:0x7a01 | it is a condition; write it before 'actions='",
        "actions=drop,output:2 | 'drop' must stand alone",
        "actions=run_code:1,output=FLOOD ? | unknown action '?'",
        "actions=output | 'output' names no port",
        "actions=mod_nw_dst:10.0.0.1 | 'mod_nw_dst:10.0.0.1' needs ip in the match",
        "ip actions=mod_tp_dst:5 | needs tcp or udp",
        "actions=dec_ttl | 'dec_ttl' needs ip in the match",
        "actions=push_vlan:0x8100,push_vlan:0x8100,push_vlan:0x8100 | would be the third VLAN tag",
        "actions=pop_vlan | 'pop_vlan' needs a VLAN tag",
        "actions=set_field:5->vlan_vid | needs a VLAN tag",
        "actions=set_field:5->reg77 | 'reg77' is not a field we know",
        "actions=set_field:5->dl_type | cannot be written",
        "actions=set_field:5 | must read set_field:SOURCE->FIELD",
        "actions=load:0x100->reg0[0..7] | '0x100' is too big for 'reg0[0..7]'",
        "actions=move:reg0[]->reg1[0..3] | moves 32 bits into 4",
        "actions=load:1->reg0[4..1] | the first bit must be the lower one",
        "actions=load:1->reg0[40] | the field has bits 0..31 only",
        "table=3 actions=goto_table:3 | in table 3 goes back; use resubmit(,N)",
        "actions=goto_table:3,output:1 | 'output:1' stands too late; the order is",
        "actions=goto_table:3,goto_table:4 | stands twice",
        "actions=write_actions(run_code:1) | 'run_code:1' may not stand in write_actions",
        "actions=clone(output:1 | parentheses or quotes do not pair up",
        "actions=push_vlan:0x9100 | a tag's type is 0x8100 or 0x88a8",
        "actions=resubmit(,) | says neither port nor table",
        "actions=note:1 | a note is bytes in hexadecimal",
        "actions=learn(table=1,nw_src=nw_dst) | needs ip in the match",
        "actions=run_code:256 | '256' is too big for run_code",
        "actions=group:0xffffffff | groups are 0..0xffffff00",
      })
  void saysWhatIsWrongAndHowToMendIt(String text, String reason) {
    assertThatExceptionOfType(FlowSyntaxException.class)
        .isThrownBy(() -> FlowSyntax.flows(text, WAN0))
        .withMessageContaining(reason.strip())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type=all,bucket=output:1 | is not a group",
        "group_id=1,type=any | a group's type is all, select, indirect or ff",
        "group_id=1,type=indirect,bucket=output:1,bucket=output:2 | an indirect group has one",
        "group_id=1,type=ff,bucket=output:1 | needs watch_port:N",
        "group_id=1,type=all,bucket=run_code:1 | may not stand in a bucket",
        "group_id=1,type=all,bucket=watch_group:1,output:1 | use watch_port",
      })
  void saysWhatIsWrongWithAGroup(String text, String reason) {
    assertThatExceptionOfType(FlowSyntaxException.class)
        .isThrownBy(() -> FlowSyntax.group(text, WAN0))
        .withMessageContaining(reason.strip());
  }

  @Test
  void saysWhatIsWrongWithAStatement() {
    assertThatExceptionOfType(FlowSyntaxException.class)
        .isThrownBy(() -> FlowStatement.read("del-flows S1 dl_type=0x7a01"))
        .withMessageContaining("'del-flows' cannot stand here");
    assertThatExceptionOfType(FlowSyntaxException.class)
        .isThrownBy(() -> FlowStatement.read("add-flow S1//S2 actions=drop"))
        .withMessageContaining("'S1//S2' is not a list of switches");
  }

  @Test
  void namesMustNotLookLikeSomethingElse() {
    for (String name : List.of("1", "", "a b", "ALL", "in_port", "x=y", "ö")) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new Names(new TreeMap<>(Map.of(name, 1)), new TreeMap<>(), new TreeMap<>()))
          .withMessageContaining("'" + name + "'");
    }
  }
}
