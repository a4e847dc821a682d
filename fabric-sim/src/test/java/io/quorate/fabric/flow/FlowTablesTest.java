package io.quorate.fabric.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.packet.Udp;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How entries come, age, are replaced and go. */
class FlowTablesTest {
  private static final byte[] ACCEPT = HexFormat.of().parseHex("0200000000020200000000017a01aabb");
  private static final byte[] UDP = Udp.frame(2, 1, 3, 4, 1000, 2000, new byte[] {1, 2, 3});

  @Test
  void entriesCountFramesAndBytes() {
    RecordingSwitch s1 =
        RecordingSwitch.with("actions=push_vlan:0x8100,resubmit(,1)", "table=1 actions=output:2");
    s1.send(1, ACCEPT, 5);
    s1.send(1, UDP, 9);
    for (FlowEntry entry : s1.pipeline.entries()) {
      assertThat(entry.packets()).isEqualTo(2);
      assertThat(entry.bytes()).isEqualTo(ACCEPT.length + UDP.length);
      assertThat(entry.usedNs()).isEqualTo(9);
    }
    assertThat(s1.pipeline.dump(Names.NONE))
        .contains("table=1,n_packets=2,n_bytes=" + (ACCEPT.length + UDP.length));
  }

  @Test
  void entriesTimeOutWhenIdleAndForGood() {
    RecordingSwitch s1 = new RecordingSwitch(1, 2);
    s1.pipeline.add(flow("idle_timeout=2,dl_type=0x7a01 actions=output:2"), 0);
    s1.pipeline.add(flow("hard_timeout=5,dl_type=0x0800 actions=output:2"), 0);
    assertThat(s1.pipeline.nextExpiryNs()).isEqualTo(2_000_000_000L);
    s1.send(1, ACCEPT, 1_500_000_000L);
    s1.send(1, UDP, 4_000_000_000L);
    assertThat(s1.pipeline.expire(3_499_999_999L)).isEmpty();
    assertThat(s1.pipeline.expire(3_500_000_000L)).hasSize(1);
    assertThat(s1.send(1, ACCEPT)).isEmpty();
    assertThat(s1.pipeline.nextExpiryNs()).isEqualTo(5_000_000_000L);
    assertThat(s1.pipeline.expire(5_000_000_000L)).hasSize(1);
    assertThat(s1.pipeline.entries()).isEmpty();
    assertThat(s1.pipeline.nextExpiryNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void flowsOfACookieAreReplacedAtOnceAndKeepTheirCounters() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "cookie=0x10,dl_type=0x7a40 actions=output:2",
            "cookie=0x11,dl_type=0x7a01 actions=output:2",
            "cookie=0x20,dl_type=0x7a02 actions=output:2");
    s1.send(1, ACCEPT);
    s1.pipeline.replace(
        0x10,
        0xf0,
        List.of(
            flow("cookie=0x10,dl_type=0x7a01 actions=output:3"),
            flow("cookie=0x10,dl_type=0x7a04 actions=output:4")),
        7);
    SortedSet<String> now = new TreeSet<>();
    s1.pipeline.entries().forEach(e -> now.add(e.packets() + " " + e.flow()));
    assertThat(now)
        .containsExactly(
            "0 cookie=0x10,table=0,priority=32768,dl_type=0x7a04,actions=output:4",
            "0 cookie=0x20,table=0,priority=32768,dl_type=0x7a02,actions=output:2",
            "1 cookie=0x10,table=0,priority=32768,dl_type=0x7a01,actions=output:3");
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(3);
  }

  @Test
  void flowsAreModifiedAndDeleted() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "cookie=1,dl_type=0x7a01,in_port=1 actions=output:2",
            "cookie=2,dl_type=0x7a01 actions=output:2",
            "cookie=3,dl_type=0x7a02 actions=output:2",
            "cookie=3,table=4 actions=output:2");
    assertThat(s1.pipeline.modify(flow("dl_type=0x7a01 actions=output:3"), 0)).isEqualTo(2);
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(3);
    assertThat(s1.pipeline.deleteStrict(0, flow("dl_type=0x7a01 actions=drop").match(), 1))
        .isFalse();
    assertThat(s1.pipeline.deleteStrict(0, flow("dl_type=0x7a01 actions=drop").match(), 32768))
        .isTrue();
    assertThat(s1.pipeline.delete(3, -1)).isEqualTo(2);
    assertThat(s1.pipeline.entries()).hasSize(1);
    s1.pipeline.clear();
    assertThat(s1.pipeline.entries()).isEmpty();
    assertThat(s1.send(1, ACCEPT)).isEmpty();
  }

  @Test
  void addingTheSameMatchReplacesTheEntry() {
    RecordingSwitch s1 = RecordingSwitch.with("dl_type=0x7a01 actions=output:2");
    s1.send(1, ACCEPT);
    s1.pipeline.add(flow("dl_type=0x7a01 actions=output:3"), 0);
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(3);
    assertThat(s1.pipeline.entries()).singleElement().matches(e -> e.packets() == 1);
  }

  @Test
  void learnedFlowsAreUsedByTheSameFrameAndRespectTheirLimit() {
    RecordingSwitch s1 =
        RecordingSwitch.with(
            "actions=learn(table=1,cookie=0x5,idle_timeout=9,limit=2,dl_type=0x7a01,"
                + "dl_dst=dl_src,output:in_port),resubmit(,1)",
            "table=1,priority=0 actions=flood");
    byte[] reverse = HexFormat.of().parseHex("0200000000010200000000027a01aabb");
    byte[] third = HexFormat.of().parseHex("0200000000010200000000037a01aabb");
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(2, 3, 4);
    assertThat(s1.send(2, reverse)).containsOnlyKeys(1);
    assertThat(s1.send(1, ACCEPT)).containsOnlyKeys(2);
    s1.send(3, third);
    assertThat(s1.pipeline.counters().unlearned()).isEqualTo(1);
    assertThat(s1.pipeline.dump(Names.NONE))
        .contains(
            "cookie=0x5,table=1,n_packets=2,n_bytes=32,idle_timeout=9,priority=32768,"
                + "dl_dst=02:00:00:00:00:01,dl_type=0x7a01,actions=output:1\n")
        .contains("dl_dst=02:00:00:00:00:02,dl_type=0x7a01,actions=output:2\n");
  }

  private static Flow flow(String text) {
    return FlowSyntax.flow(text, Names.NONE);
  }
}
