package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quorate.fabric.packet.BigEndian;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Frame;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.Udp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a pipeline does with frames; each test reads as a flow table and what then leaves. */
class PipelineTest {
  private static final byte[] ACCEPT = HexFormat.of().parseHex("0200000000020200000000017a01aabb");
  private static final int IP_A = Ipv4Address.parse("10.0.0.1");
  private static final int IP_B = Ipv4Address.parse("10.0.0.2");
  private static final byte[] UDP = Udp.frame(2, 1, IP_A, IP_B, 1000, 2000, new byte[] {1, 2, 3});

  @Test
  void theHighestPriorityWins() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "priority=10,dl_type=0x7a01 actions=output:2",
            "priority=20,in_port=1 actions=output:3",
            "priority=5 actions=output:4");
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(3);
    assertThat(s1.send(2, ACCEPT)).isEmpty();
    assertThat(s1.send(3, ACCEPT)).containsOnlyKeys(2);
    assertThat(s1.send(3, UDP)).containsOnlyKeys(4);
  }

  @Test
  void aFrameThatNothingFitsIsDroppedAndCounted() {
    RecordingSwitch s1 = RecordingSwitch.with("dl_type=0x7a02 actions=output:2");
    assertThat(s1.send(1, ACCEPT)).isEmpty();
    assertThat(s1.pipeline.counters()).isEqualTo(new PipelineCounters(1, 1, 1, 0, 0));
  }

  @Test
  void nothingLeavesByTheInPortUnlessAskedTo() {
    assertThat(RecordingSwitch.with("actions=output:1,output:2").send(1, ACCEPT))
        .containsOnlyKeys(2);
    assertThat(RecordingSwitch.with("actions=flood").send(1, ACCEPT)).containsOnlyKeys(2, 3, 4);
    assertThat(RecordingSwitch.with("actions=in_port").send(1, ACCEPT)).containsOnlyKeys(1);
  }

  @Test
  void anUnchangedFrameIsOneArrayOnEveryPort() {
    List<byte[]> out = new ArrayList<>();
    Pipeline pipeline = new Pipeline(new Silent(out));
    pipeline.add(
        FlowSyntax.flow("actions=all,mod_dl_dst:00:00:00:00:00:07,output:2", Names.NONE), 0);
    pipeline.process(ACCEPT, 1, 0);
    assertThat(out).hasSize(4);
    assertThat(out.get(0)).isSameAs(ACCEPT);
    assertThat(out.get(2)).isSameAs(ACCEPT);
    assertThat(Ethernet.destination(out.get(3))).isEqualTo(7);
    assertThat(Ethernet.destination(ACCEPT)).isEqualTo(0x020000000002L);
  }

  @Test
  void rewritingForEachHostKeepsChecksumsRight() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "udp actions=mod_dl_dst:02:00:00:00:00:11,mod_nw_dst:10.0.1.1,mod_tp_dst:53,output:2,"
                + "mod_dl_dst:02:00:00:00:00:12,mod_nw_dst:10.0.1.2,dec_ttl,output:3");
    Map<Integer, List<String>> out = s1.send(1, UDP);
    byte[] second = HexFormat.of().parseHex(only(out, 3));
    assertThat(HexFormat.of().parseHex(only(out, 2))[33]).isEqualTo((byte) 1);
    assertThat(Ipv4.destination(second, 14)).isEqualTo(Ipv4Address.parse("10.0.1.2"));
    assertThat(Ipv4.ttl(second, 14)).isEqualTo(63);
    assertThat(Udp.destinationPort(second, 34)).isEqualTo(53);
    assertThat(Ipv4.checksumVerifies(second, 14)).isTrue();
    assertThat(Udp.isIntact(second, 14, 34)).isTrue();
  }

  @Test
  void fragmentsMatchWithoutPortsAndTheirPayloadIsLeftAlone() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "priority=9,udp,tp_dst=2000 actions=output:4",
            "priority=8,udp,tp_dst=0 actions=mod_nw_dst:10.0.1.1,output:2");
    byte[] later = UDP.clone();
    BigEndian.put16(later, 20, 0x0010);
    Ipv4.fillChecksum(later, 14);
    byte[] out = HexFormat.of().parseHex(only(s1.send(1, later), 2));
    assertThat(Ipv4.checksumVerifies(out, 14)).isTrue();
    assertThat(Arrays.copyOfRange(out, 34, out.length))
        .isEqualTo(Arrays.copyOfRange(later, 34, later.length));
    byte[] first = UDP.clone();
    BigEndian.put16(first, 20, 0x2000);
    assertThat(s1.send(1, first)).containsOnlyKeys(2);
    assertThat(s1.send(1, UDP)).containsOnlyKeys(4);
  }

  @Test
  void anExitEndsTheCallersButOnlyItsOwnBucket() {
    assertThat(
            RecordingSwitch.with("actions=clone(output:2,exit),output:3", "table=1 actions=drop")
                .send(1, ACCEPT))
        .containsOnlyKeys(2);
    RecordingSwitch bucket =
        RecordingSwitch.with(
            "actions=group:1,output:3",
            "table=1 actions=output:2,exit",
            "group_id=1,type=all,bucket=resubmit(,1),bucket=output:4");
    assertThat(bucket.send(1, ACCEPT)).containsOnlyKeys(2, 3, 4);
  }

  @Test
  void masksPrefixesAndRegistersMatch() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "priority=9,ip,nw_dst=10.0.0.0/30 actions=load:0xab->reg1[8..15],resubmit(,1)",
            "table=1,reg1=0xab00/0xff00,udp,tp_src=0x3e0/0xfff0 actions=output:2");
    assertThat(s1.send(1, UDP)).containsOnlyKeys(2);
    byte[] elsewhere =
        Udp.frame(2, 1, IP_A, Ipv4Address.parse("10.0.0.4"), 1000, 2000, new byte[0]);
    assertThat(s1.send(1, elsewhere)).isEmpty();
  }

  @Test
  void resubmitGoesOnAfterwardsAndGotoDoesNot() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "in_port=1 actions=resubmit(,1),output:2,goto_table:2",
            "table=1 actions=output:3,write_metadata:0x5/0xf",
            "table=2,metadata=5 actions=output:4");
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(2, 3, 4);
    RecordingSwitch s2 =
        RecordingSwitch.with(
            "in_port=1 actions=resubmit:3,output:2", "in_port=3 actions=output:3,in_port");
    assertThat(s2.send(1, ACCEPT)).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void aLoopIsCutAndNothingLeaves() {
    RecordingSwitch s1 = RecordingSwitch.with("actions=output:2,resubmit(,0)");
    assertThat(s1.send(1, ACCEPT)).isEmpty();
    RecordingSwitch s2 = RecordingSwitch.with("actions=output:2,resubmit(,0),resubmit(,0)");
    assertThat(s2.send(1, ACCEPT)).isEmpty();
    RecordingSwitch s3 =
        RecordingSwitch.with("actions=group:1", "group_id=1,type=all,bucket=resubmit(,0)");
    assertThat(s3.send(1, ACCEPT)).isEmpty();
    assertThat(s3.pipeline.counters().overLimit()).isEqualTo(1);
    assertThat(s3.pipeline.counters().frames()).isEqualTo(1);
  }

  @Test
  void sixtyThreeResubmitsInsideOneAnotherAreWithinTheLimit() {
    RecordingSwitch s1 = new RecordingSwitch(1, 2);
    for (int i = 0; i < 62; i++) {
      s1.pipeline.add(flow("reg0=" + i + " actions=load:" + (i + 1) + "->reg0[],resubmit(,0)"), 0);
    }
    s1.pipeline.add(flow("reg0=62 actions=output:2"), 0);
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(2);
  }

  @Test
  void theActionSetWaitsForTheEndAndOutputsOnce() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "in_port=1 actions=write_actions(output:2,mod_dl_dst:00:00:00:00:00:09),goto_table:1",
            "table=1 actions=output:4,write_actions(output:3)");
    Map<Integer, List<String>> out = s1.send(1, ACCEPT);
    assertThat(out).containsOnlyKeys(3, 4);
    assertThat(only(out, 3)).startsWith("000000000009");
    assertThat(only(out, 4)).startsWith("020000000002");
    RecordingSwitch s2 =
        RecordingSwitch.with(
            "in_port=1 actions=write_actions(output:2),goto_table:1",
            "table=1 actions=clear_actions");
    assertThat(s2.send(1, ACCEPT)).isEmpty();
  }

  @Test
  void aCloneLeavesTheFrameAsItWas() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "actions=clone(mod_dl_dst:00:00:00:00:00:09,load:1->reg0[],push_vlan:0x8100,output:2),"
                + "resubmit(,1)",
            "table=1,reg0=0,dl_dst=02:00:00:00:00:02,vlan_tci=0 actions=output:3");
    Map<Integer, List<String>> out = s1.send(1, ACCEPT);
    assertThat(only(out, 2)).startsWith("0000000000090200000000018100");
    assertThat(out.get(3)).containsExactly(HexFormat.of().formatHex(ACCEPT));
  }

  @Test
  void groupsSendToAllToTheFirstLiveOrToOne() {
    RecordingSwitch all =
        RecordingSwitch.with(
            "actions=group:1,output:4",
            "group_id=1,type=all,bucket=mod_dl_dst:00:00:00:00:00:09,output:2,bucket=output:3");
    Map<Integer, List<String>> out = all.send(1, ACCEPT);
    assertThat(only(out, 2)).startsWith("000000000009");
    assertThat(only(out, 3)).startsWith("020000000002");
    assertThat(only(out, 4)).startsWith("020000000002");

    RecordingSwitch failover =
        RecordingSwitch.with(
            "actions=group:1",
            "group_id=1,type=ff,bucket=watch_port:2,output:2,bucket=watch_port:3,output:3");
    assertThat(failover.send(1, ACCEPT)).containsOnlyKeys(2);
    failover.setDown(2);
    assertThat(failover.send(1, ACCEPT)).containsOnlyKeys(3);
    failover.setDown(3);
    assertThat(failover.send(1, ACCEPT)).isEmpty();
  }

  @Test
  void aSelectGroupSpreadsFlowsByWeightAndKeepsEachOnItsWay() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "actions=group:1",
            "group_id=1,type=select,bucket=weight:3,output:2,bucket=weight:1,output:3,"
                + "bucket=weight:0,output:4");
    int[] count = new int[5];
    for (int source = 0; source < 1000; source++) {
      byte[] frame = Udp.frame(2, 1, source, IP_B, 1000, 2000, new byte[0]);
      Map<Integer, List<String>> first = s1.send(1, frame);
      assertThat(s1.send(1, frame)).isEqualTo(first);
      count[first.keySet().iterator().next()]++;
    }
    assertThat(count[2]).isGreaterThan(count[3]);
    assertThat(count[3]).isGreaterThan(100);
    assertThat(count[4]).isZero();
  }

  @Test
  void aMissingGroupEndsTheListOnly() {
    RecordingSwitch s1 =
        RecordingSwitch.with("actions=resubmit(,1),output:3", "table=1 actions=group:7,output:2");
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(3);
  }

  @Test
  void vlanTagsArePushedSetAndPopped() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "vlan_tci=0 actions=push_vlan:0x8100,set_field:4197->vlan_vid,mod_vlan_pcp:3,resubmit(,1)",
            "table=1,dl_vlan=101,dl_vlan_pcp=3,dl_type=0x7a01 actions=output:2,pop_vlan,output:3");
    Map<Integer, List<String>> out = s1.send(1, ACCEPT);
    assertThat(out.get(2)).containsExactly("02000000000202000000000181006065" + "7a01aabb");
    assertThat(out.get(3)).containsExactly(HexFormat.of().formatHex(ACCEPT));
  }

  @Test
  void aProgramMayRewriteAndGoOn() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "dl_type=0x7a01 actions=load:7->reg3[],run_code:2,resubmit(,1)",
            "table=1,dl_type=0x7a02,reg3=7 actions=output:2");
    List<Integer> ports = new ArrayList<>();
    s1.program(
        2,
        (frame, inPort) -> {
          ports.add(inPort);
          BigEndian.put16(frame.writable(), 12, 0x7a02);
          return Verdict.GO_ON;
        });
    assertThat(s1.send(4, ACCEPT).get(2)).containsExactly("0200000000020200000000017a02aabb");
    assertThat(ports).containsExactly(4);
  }

  @Test
  void aProgramMayEncapsulate() {
    RecordingSwitch s1 = RecordingSwitch.with("udp actions=run_code:5,output:2");
    s1.program(
        5,
        (frame, _) -> {
          frame.prepend(14);
          Ethernet.putHeader(frame.writable(), 2, 1, 0x7a40);
          return Verdict.GO_ON;
        });
    String inner = HexFormat.of().formatHex(UDP);
    assertThat(s1.send(1, UDP).get(2)).containsExactly("0000000000020000000000017a40" + inner);
  }

  @Test
  void aProgramThatStopsConsumesTheFrame() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "actions=resubmit(,1),output:2",
            "table=1,priority=40000 actions=output:4,run_code:1,output:3");
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(4);
  }

  @Test
  void thePipelineCannotBeEnteredTwice() {
    RecordingSwitch s1 = RecordingSwitch.with("actions=run_code:1");
    s1.program(
        1,
        (_, _) -> {
          s1.pipeline.process(ACCEPT, 2, 0);
          return Verdict.GO_ON;
        });
    assertThatIllegalStateException().isThrownBy(() -> s1.send(1, ACCEPT));
    assertThat(s1.pipeline.delete(-1, Match.ANY)).as("usable afterwards").isEqualTo(1);
  }

  /** The only frame that left by a port. */
  private static String only(Map<Integer, List<String>> out, int port) {
    return assertThat(out.getOrDefault(port, List.of())).singleElement().actual();
  }

  private static Flow flow(String text) {
    return FlowSyntax.flow(text, Names.NONE);
  }

  /** Keeps the arrays themselves. */
  private record Silent(List<byte[]> out) implements Datapath {
    @Override
    public void output(int port, byte[] frame) {
      out.add(frame);
    }

    @Override
    public Verdict run(int program, Frame frame, int inPort) {
      return Verdict.STOP;
    }

    @Override
    public boolean isLive(int port) {
      return true;
    }

    @Override
    public int[] ports() {
      return new int[] {1, 2, 3, 4};
    }
  }
}
