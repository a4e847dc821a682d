package io.quorate.ovs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.FabricFile;
import io.quorate.fabric.plan.FlowPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShadowedFlowsTest {

  @Test
  void aFlowWithoutPriorityHidesThoseBelow() {
    List<ShadowedFlows.Shadow> shadows =
        ShadowedFlows.of(
            List.of(" priority=50,dl_type=0x7a01 actions=output:100", " actions=NORMAL"));

    assertThat(shadows).hasSize(1);
    assertThat(shadows.getFirst().hidden().priority()).isEqualTo(50);
    assertThat(shadows.getFirst().by().priority()).isEqualTo(32768);
  }

  @Test
  void onlyAWiderMatchInTheSameTableHides() {
    assertThat(shadows("priority=5,in_port=1", "priority=9,in_port=2")).isZero();
    assertThat(shadows("priority=5,ip", "priority=9,ip,nw_dst=10.0.0.1")).isZero();
    assertThat(shadows("priority=5,ip,nw_dst=10.0.0.1", "priority=9,ip,nw_dst=10.0.0.0/24"))
        .isEqualTo(1);
    assertThat(shadows("table=1, priority=5,ip", "table=2, priority=9,ip")).isZero();
    assertThat(shadows("table=1, priority=5,arp", "table=1, priority=9")).isEqualTo(1);
    assertThat(shadows("priority=9,in_port=1", "priority=9,in_port=1")).isZero();
    assertThat(shadows("priority=1", "priority=9,udp,tp_dst=7000")).isZero();
  }

  private static int shadows(String one, String other) {
    return ShadowedFlows.of(
            List.of(
                " cookie=0x10, " + one + " actions=drop",
                "cookie=0x1, duration=3.2s, " + other + " actions=drop"))
        .size();
  }

  @Test
  void whatIsNotUnderstoodIsLeftOut() {
    assertThat(
            ShadowedFlows.of(
                List.of(
                    "OFPST_FLOW reply (OF1.3) (xid=0x2):",
                    "priority=1,made_up=7 actions=drop",
                    "priority=9 actions=drop")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "leaf-spine-five-kv", "two-groups", "wan-three-standby"})
  void thePlansThatShipHideNothing(String name) {
    var fabric =
        FabricFile.read(
            Path.of(System.getProperty("quorate.root", ".."), "fabrics", name + ".yaml"));
    FlowPlan plan = new FlowPlan(fabric);
    for (var each : fabric.switches()) {
      List<String> dump =
          plan.fixed(each).stream().map(flow -> flow.replace(",actions=", " actions=")).toList();
      assertThat(dump).isNotEmpty();
      assertThat(ShadowedFlows.of(dump)).as(each.name()).isEmpty();
    }
  }
}
