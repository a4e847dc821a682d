package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Latency;
import io.quorate.fabric.Link;
import io.quorate.fabric.link.DropReason;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {

  private static final int MTU = 1500;
  private static final long GIGABIT = 1_000_000_000L;

  private final Simulator simulator = new Simulator();
  private final RecordingNode a = new RecordingNode("a", simulator);
  private final RecordingNode b = new RecordingNode("b", simulator);

  private Cable cable(Latency latency, long bitsPerSecond, int queueFrames, double loss) {
    Link link = new Link("a-b", "a", "b", latency, bitsPerSecond, queueFrames, loss, false);
    return new Cable(simulator, new SeededRandom(1), link, MTU, a, 3, b, 4);
  }

  private Cable plainCable() {
    return cable(new Latency.Constant(1_000), 0, 100, 0);
  }

  private static void sendMany(Lane lane, int count) {
    for (int i = 0; i < count; i++) {
      lane.send(RecordingNode.frame(i, 60));
    }
  }

  @Test
  void a_frame_arrives_after_the_latency_in_its_own_direction_only() {
    Cable cable = plainCable();
    cable.forth().send(RecordingNode.frame(0x11, 60));
    cable.from(b).send(RecordingNode.frame(0x22, 60));
    simulator.runUntil(10_000);
    assertThat(b.log).containsExactly("1000:11");
    assertThat(a.log).containsExactly("1000:22");
    assertThat(simulator.eventCount()).as("one event a frame and hop").isEqualTo(2);
  }

  @Test
  void uniform_latency_keeps_its_bounds_and_frames_keep_their_order() {
    Cable cable = cable(new Latency.Uniform(1_000, 5_000), 0, 100, 0);
    for (int i = 0; i < 200; i++) {
      long atNs = i * 10_000L;
      int mark = i;
      simulator.at(atNs, () -> cable.forth().send(RecordingNode.frame(mark, 60)));
    }
    simulator.runUntil(10_000_000);
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      delays.add(b.arrivalsNs.get(i) - i * 10_000L);
    }
    assertThat(delays).allMatch(d -> d >= 1_000 && d <= 5_000);
    assertThat(delays.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void frames_sent_at_once_never_overtake_each_other_whatever_latency_they_draw() {
    for (Latency latency :
        List.of(
            new Latency.Uniform(0, 100_000),
            new Latency.Normal(50_000, 20_000, 1_000),
            new Latency.Exponential(1_000, 50_000))) {
      b.frames.clear();
      b.arrivalsNs.clear();
      Cable cable = cable(latency, 0, 100, 0);
      long startNs = simulator.nowNs();
      sendMany(cable.forth(), 200);
      simulator.runUntil(startNs + 100_000_000);
      assertThat(b.marks()).hasSize(200).isSorted();
      if (!(latency instanceof Latency.Uniform)) {
        assertThat(b.arrivalsNs).allMatch(t -> t >= startNs + 1_000);
      }
    }
  }

  @Test
  void bandwidth_spaces_frames_by_their_time_on_the_wire() {
    Cable cable = cable(new Latency.Constant(500), GIGABIT, 100, 0);
    cable.forth().send(RecordingNode.frame(1, 1_000));
    cable.forth().send(RecordingNode.frame(2, 20));
    cable.forth().send(RecordingNode.frame(3, 60));
    simulator.runUntil(1_000_000);
    // (1000 + 24) * 8 bits, then twice the shortest frame, (60 + 24) * 8 bits, at 1 ns a bit.
    assertThat(b.arrivalsNs).containsExactly(8_692L, 9_364L, 10_036L);
  }

  @Test
  void a_full_queue_drops_the_tail_and_only_the_tail() {
    Cable cable = cable(new Latency.Constant(0), GIGABIT, 4, 0);
    sendMany(cable.forth(), 10);
    assertThat(cable.forth().waiting()).isEqualTo(4);
    simulator.runUntil(672 * 2);
    assertThat(cable.forth().waiting()).as("two have begun since").isEqualTo(2);
    sendMany(cable.forth(), 1);
    simulator.runUntil(1_000_000);
    assertThat(b.marks()).containsExactly(0, 1, 2, 3, 4, 0);
    assertThat(cable.forth().dropped(DropReason.QUEUE_FULL)).isEqualTo(5);
  }

  @Test
  void a_long_queue_of_mixed_ages_is_kept_in_order() {
    Cable cable = cable(new Latency.Constant(0), GIGABIT, 1_000, 0);
    for (int round = 0; round < 20; round++) {
      sendMany(cable.forth(), 40);
      simulator.runUntil(simulator.nowNs() + 672 * 9);
    }
    simulator.runUntil(10_000_000);
    assertThat(b.arrivalsNs).hasSize(800);
    for (int i = 0; i < 800; i++) {
      assertThat(b.arrivalsNs.get(i)).isEqualTo(672L * (i + 1));
    }
  }

  @Test
  void a_frame_above_the_mtu_is_dropped() {
    Cable cable = plainCable();
    cable.forth().send(RecordingNode.frame(1, 14 + MTU));
    cable.forth().send(RecordingNode.frame(2, 15 + MTU));
    simulator.runUntil(10_000);
    assertThat(b.marks()).containsExactly(1);
    assertThat(cable.forth().dropped(DropReason.TOO_LONG)).isEqualTo(1);
  }

  @Test
  void a_block_is_one_way_silent_and_ends() {
    Cable cable = plainCable();
    cable.forth().impose(new Impairment.Block());
    cable.forth().send(RecordingNode.frame(1, 60));
    cable.back().send(RecordingNode.frame(2, 60));
    simulator.runUntil(2_000);
    cable.forth().lift(new Impairment.Block());
    cable.forth().send(RecordingNode.frame(3, 60));
    simulator.runUntil(10_000);
    assertThat(b.log).containsExactly("3000:03");
    assertThat(a.log).containsExactly("1000:02");
    assertThat(cable.forth().dropped(DropReason.BLOCKED)).isEqualTo(1);
  }

  @Test
  void lost_carrier_is_told_to_both_ends_and_loses_what_is_in_flight() {
    Cable cable = plainCable();
    cable.forth().send(RecordingNode.frame(1, 60));
    simulator.runUntil(500);
    cable.takeDown();
    cable.forth().send(RecordingNode.frame(2, 60));
    simulator.runUntil(600);
    cable.bringUp();
    cable.forth().send(RecordingNode.frame(3, 60));
    simulator.runUntil(10_000);
    assertThat(a.log).containsExactly("500:port 3 down", "600:port 3 up");
    assertThat(b.log).containsExactly("500:port 4 down", "600:port 4 up", "1600:03");
    assertThat(cable.forth().dropped(DropReason.CARRIER_LOST)).isEqualTo(1);
    assertThat(cable.forth().dropped(DropReason.NO_CARRIER)).isEqualTo(1);
  }

  @Test
  void carrier_returns_when_the_last_of_several_lets_go() {
    Cable cable = plainCable();
    cable.takeDown();
    cable.takeDown();
    cable.bringUp();
    assertThat(cable.carrier()).isFalse();
    cable.bringUp();
    assertThat(cable.carrier()).isTrue();
    assertThat(a.log).containsExactly("0:port 3 down", "0:port 3 up");
    assertThatThrownBy(cable::bringUp).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void losses_of_link_and_faults_add_up_as_independent_chances() {
    Cable cable = cable(new Latency.Constant(10), 0, 100, 0.1);
    cable.forth().impose(new Impairment.Loss(0.5));
    cable.forth().impose(new Impairment.Loss(0.5));
    sendMany(cable.forth(), 20_000);
    simulator.runUntil(1_000);
    Lane lane = cable.forth();
    assertThat(lane.dropped(DropReason.LINK_LOSS)).isBetween(1_850L, 2_150L);
    assertThat(lane.delivered()).isBetween(4_300L, 4_700L);
    assertThat(lane.dropped() + lane.delivered()).isEqualTo(20_000);
  }

  @Test
  void a_duplicate_is_altered_on_its_own_and_the_sent_frame_never() {
    Cable cable = plainCable();
    cable.forth().impose(new Impairment.Duplication(1));
    cable.forth().impose(new Impairment.Corruption(0.5));
    byte[] sent = RecordingNode.frame(9, 60);
    for (int i = 0; i < 100; i++) {
      cable.forth().send(sent);
    }
    simulator.runUntil(10_000);
    assertThat(sent).isEqualTo(RecordingNode.frame(9, 60));
    assertThat(b.frames).hasSize(200);
    assertThat(cable.forth().duplicated()).isEqualTo(100);
    long intact = b.frames.stream().filter(f -> Arrays.equals(f, sent)).count();
    assertThat(intact).isBetween(70L, 130L);
    assertThat(cable.forth().corrupted()).isEqualTo(200 - intact);
  }

  @Test
  void a_held_frame_is_overtaken_by_at_most_the_hold() {
    Cable cable = plainCable();
    cable.forth().impose(new Impairment.Reordering(0.3, 700));
    for (int i = 0; i < 200; i++) {
      int mark = i;
      simulator.at(i * 50L, () -> cable.forth().send(RecordingNode.frame(mark, 60)));
    }
    simulator.runUntil(100_000);
    List<Integer> marks = b.marks();
    assertThat(marks).hasSize(200);
    assertThat(marks).isNotEqualTo(marks.stream().sorted().toList());
    for (int i = 0; i < 200; i++) {
      assertThat(b.arrivalsNs.get(i) - marks.get(i) * 50L).isBetween(1_000L, 1_700L);
    }
    assertThat(cable.forth().reordered()).isBetween(40L, 80L);
  }

  @Test
  void delays_of_overlapping_faults_add_up_and_end_one_by_one() {
    Cable cable = plainCable();
    cable.forth().impose(new Impairment.Delay(300));
    cable.forth().impose(new Impairment.Delay(300));
    cable.forth().send(RecordingNode.frame(1, 60));
    simulator.runUntil(5_000);
    cable.forth().lift(new Impairment.Delay(300));
    cable.forth().send(RecordingNode.frame(2, 60));
    simulator.runUntil(20_000);
    assertThat(b.log).containsExactly("1600:01", "6300:02");
    cable.forth().lift(new Impairment.Delay(300));
    assertThatThrownBy(() -> cable.forth().lift(new Impairment.Delay(300)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void corruption_flips_exactly_one_bit() {
    Cable cable = plainCable();
    cable.forth().impose(new Impairment.Corruption(1));
    byte[] sent = RecordingNode.frame(0x55, 80);
    for (int i = 0; i < 500; i++) {
      cable.forth().send(sent.clone());
    }
    simulator.runUntil(10_000);
    assertThat(b.frames).hasSize(500);
    boolean[] byteHit = new boolean[80];
    for (byte[] frame : b.frames) {
      int flipped = 0;
      for (int i = 0; i < sent.length; i++) {
        int bits = Integer.bitCount((frame[i] ^ sent[i]) & 0xff);
        flipped += bits;
        byteHit[i] |= bits > 0;
      }
      assertThat(flipped).isEqualTo(1);
    }
    int bytesHit = 0;
    for (boolean hit : byteHit) {
      bytesHit += hit ? 1 : 0;
    }
    assertThat(bytesHit).as("anywhere in the frame").isGreaterThan(70);
  }

  @Test
  void a_tap_sees_every_frame_and_its_fate() {
    Cable cable = plainCable();
    List<String> seen = new ArrayList<>();
    Tap tap =
        new Tap() {
          @Override
          public void sent(Lane lane, byte[] frame) {
            seen.add(simulator.nowNs() + " " + lane.name() + " sent " + frame[14]);
          }

          @Override
          public void delivered(Lane lane, byte[] frame, int alterations) {
            String fate = " delivered " + frame[14] + " altered " + alterations;
            seen.add(simulator.nowNs() + " " + lane.name() + fate);
          }

          @Override
          public void dropped(Lane lane, byte[] frame, DropReason reason) {
            seen.add(simulator.nowNs() + " " + lane.name() + " " + reason + " " + frame[14]);
          }
        };
    cable.watch(tap);
    cable.forth().send(RecordingNode.frame(1, 60));
    simulator.runUntil(2_000);
    cable.back().impose(new Impairment.Loss(1));
    cable.back().send(RecordingNode.frame(2, 60));
    cable.forth().impose(new Impairment.Duplication(1));
    cable.forth().impose(new Impairment.Reordering(1, 1));
    cable.forth().send(RecordingNode.frame(4, 60));
    simulator.runUntil(4_000);
    cable.watch(null);
    cable.forth().send(RecordingNode.frame(3, 60));
    simulator.runUntil(5_000);
    assertThat(seen)
        .containsExactly(
            "0 a->b sent 1",
            "1000 a->b delivered 1 altered 0",
            "2000 b->a FAULT_LOSS 2",
            "2000 a->b sent 4",
            "3001 a->b delivered 4 altered " + Lane.HELD,
            "3001 a->b delivered 4 altered " + (Lane.HELD | Lane.DUPLICATE));
  }

  @Test
  void a_fault_does_not_change_the_latency_of_the_frames_it_spares() {
    List<Long> without = arrivalsOf(new Impairment.Loss(0));
    List<Long> with = arrivalsOf(new Impairment.Corruption(0.5));
    assertThat(with).isEqualTo(without);
  }

  private static List<Long> arrivalsOf(Impairment impairment) {
    LaneTest run = new LaneTest();
    Cable cable = run.cable(new Latency.Uniform(1_000, 9_000), 0, 100, 0);
    cable.forth().impose(impairment);
    sendMany(cable.forth(), 50);
    run.simulator.runUntil(100_000);
    return run.b.arrivalsNs;
  }

  @Test
  void the_same_seed_gives_the_same_run() {
    byte[] first = runOfEverything();
    byte[] second = runOfEverything();
    assertThat(first).isEqualTo(second);
    assertThat(first.length).isGreaterThan(10_000);
  }

  private static byte[] runOfEverything() {
    LaneTest run = new LaneTest();
    Cable cable = run.cable(new Latency.Exponential(100, 5_000), GIGABIT, 50, 0.05);
    cable.forth().impose(new Impairment.Duplication(0.2));
    cable.forth().impose(new Impairment.Reordering(0.2, 3_000));
    cable.forth().impose(new Impairment.Corruption(0.2));
    for (int i = 0; i < 300; i++) {
      int mark = i;
      run.simulator.at(i * 500L, () -> cable.forth().send(RecordingNode.frame(mark, 60)));
    }
    run.simulator.runUntil(10_000_000);
    byte[] all = new byte[0];
    for (byte[] frame : run.b.frames) {
      int end = all.length;
      all = Arrays.copyOf(all, end + frame.length);
      System.arraycopy(frame, 0, all, end, frame.length);
    }
    return (run.b.arrivalsNs + Arrays.toString(all))
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void copies_are_conserved() {
    Cable cable = cable(new Latency.Uniform(100, 5_000), GIGABIT, 10, 0.05);
    Lane lane = cable.forth();
    lane.impose(new Impairment.Duplication(0.2));
    lane.impose(new Impairment.Loss(0.2));
    for (int i = 0; i < 40; i++) {
      sendMany(lane, 20);
      simulator.runUntil(simulator.nowNs() + 5_000);
      if (i == 20) {
        cable.takeDown();
      } else if (i == 23) {
        cable.bringUp();
      }
      assertThat(lane.inFlight()).isBetween(0L, (long) simulator.pendingCount());
    }
    simulator.runUntil(simulator.nowNs() + 1_000_000);
    assertThat(lane.inFlight()).isZero();
    assertThat(lane.delivered()).isEqualTo(b.frames.size());
  }
}
