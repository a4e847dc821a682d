package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.Latency;
import io.quorate.fabric.Link;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.random.SeededRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultInjectionTest {

  private final Simulator simulator = new Simulator();
  private final RecordingNode s1 = new RecordingNode("S1", simulator);
  private final RecordingNode s2 = new RecordingNode("S2", simulator);
  private final RecordingNode s3 = new RecordingNode("S3", simulator);
  private final Cable s1s2 = cable(s1, s2);
  private final Cable s2s3 = cable(s2, s3);
  private final Cable s1s3 = cable(s1, s3);
  private final List<String> switchLog = new ArrayList<>();
  private final List<String> watched = new ArrayList<>();
  private final FaultInjection injection =
      new FaultInjection(simulator, List.of(s1s2, s2s3, s1s3), switches(), watcher());

  private Cable cable(Node a, Node b) {
    String name = a.name() + "-" + b.name();
    Link link = new Link(name, a.name(), b.name(), new Latency.Constant(1), 0, 10, 0, false);
    return new Cable(simulator, new SeededRandom(1), link, 1500, a, 1, b, 1);
  }

  private Map<String, SwitchFaults> switches() {
    Map<String, SwitchFaults> switches = new LinkedHashMap<>();
    for (String name : List.of("S1", "S2", "S3")) {
      switches.put(name, switchFaults(name));
    }
    return switches;
  }

  private SwitchFaults switchFaults(String name) {
    return new SwitchFaults() {
      @Override
      public void fillDisk(boolean on) {
        note(on ? "disk full" : "disk has room");
      }

      @Override
      public void slowDisk(int times, boolean on) {
        note("disk x" + times + (on ? "" : " over"));
      }

      @Override
      public void tearLog() {
        note("log torn");
      }

      @Override
      public void loseLog(boolean on) {
        note(on ? "log lost" : "log put back");
      }

      @Override
      public void cutController(boolean on) {
        note(on ? "cut off" : "reached");
      }

      @Override
      public void dropDataPlane(boolean on) {
        note(on ? "data plane down" : "data plane up");
      }

      private void note(String what) {
        switchLog.add(simulator.nowNs() + " " + name + " " + what);
      }

      @Override
      public void crash() {
        note("crash");
      }

      @Override
      public void restart() {
        note("restart");
      }

      @Override
      public void pause() {
        note("pause");
      }

      @Override
      public void resume() {
        note("resume");
      }

      @Override
      public void drift(double factor, boolean on) {
        note("drift " + factor + (on ? "" : " over"));
      }

      @Override
      public void jump(int ticks) {
        note("jump " + ticks);
      }

      @Override
      public void wipeFlows() {
        note("wipe");
      }

      @Override
      public void reboot() {
        note("reboot");
      }

      @Override
      public void handOver(String to) {
        note("hand over to " + to);
      }
    };
  }

  private FaultWatcher watcher() {
    return new FaultWatcher() {
      @Override
      public void began(TimedFault fault) {
        watched.add(simulator.nowNs() + " began " + fault.fault());
      }

      @Override
      public void ended(TimedFault fault) {
        watched.add(simulator.nowNs() + " ended " + fault.fault());
      }
    };
  }

  private void schedule(TimedFault... faults) {
    injection.schedule(new FaultSchedule(List.of(faults)));
  }

  private static boolean blocked(Lane lane) {
    return lane.impairments().contains(new Impairment.Block());
  }

  @Test
  void a_fault_acts_from_its_time_for_its_duration() {
    schedule(new TimedFault(10, 20, new Fault.LinkDown("S1-S2")));
    simulator.runUntil(9);
    assertThat(s1s2.carrier()).isTrue();
    simulator.runUntil(10);
    assertThat(s1s2.carrier()).isFalse();
    assertThat(injection.active()).hasSize(1);
    simulator.runUntil(30);
    assertThat(s1s2.carrier()).isTrue();
    assertThat(injection.active()).isEmpty();
    assertThat(watched)
        .containsExactly("10 began LinkDown[link=S1-S2]", "30 ended LinkDown[link=S1-S2]");
  }

  @Test
  void a_link_is_up_again_when_the_last_of_two_overlapping_faults_ends() {
    schedule(
        new TimedFault(10, 20, new Fault.LinkDown("S1-S2")),
        new TimedFault(20, 30, new Fault.LinkDown("S1-S2")));
    simulator.runUntil(40);
    assertThat(s1s2.carrier()).isFalse();
    simulator.runUntil(50);
    assertThat(s1s2.carrier()).isTrue();
  }

  @Test
  void impairments_act_on_both_directions_and_stack() {
    schedule(
        new TimedFault(0, 100, new Fault.Loss("S1-S2", 0.25)),
        new TimedFault(5, 10, new Fault.Loss("S1-S2", 0.5)),
        new TimedFault(5, 10, new Fault.Duplication("S1-S2", 0.1)),
        new TimedFault(5, 10, new Fault.Reordering("S1-S2", 0.1, 700)),
        new TimedFault(5, 10, new Fault.Delay("S1-S2", 300)),
        new TimedFault(5, 10, new Fault.Corruption("S1-S2", 0.2)));
    simulator.runUntil(7);
    assertThat(s1s2.forth().impairments())
        .containsExactly(
            new Impairment.Loss(0.25),
            new Impairment.Loss(0.5),
            new Impairment.Duplication(0.1),
            new Impairment.Reordering(0.1, 700),
            new Impairment.Delay(300),
            new Impairment.Corruption(0.2));
    assertThat(s1s2.back().impairments()).isEqualTo(s1s2.forth().impairments());
    simulator.runUntil(20);
    assertThat(s1s2.back().impairments()).containsExactly(new Impairment.Loss(0.25));
    assertThat(s2s3.forth().impairments()).isEmpty();
  }

  @Test
  void a_partition_blocks_what_lies_on_opposite_sides_both_ways() {
    schedule(new TimedFault(1, 10, new Fault.Partition(List.of("S1"), List.of("S2", "S3"), false)));
    simulator.runUntil(5);
    assertThat(blocked(s1s2.forth()) && blocked(s1s2.back())).isTrue();
    assertThat(blocked(s1s3.forth()) && blocked(s1s3.back())).isTrue();
    assertThat(blocked(s2s3.forth()) || blocked(s2s3.back())).isFalse();
    assertThat(s1.log).as("ports stay up").isEmpty();
    simulator.runUntil(20);
    assertThat(blocked(s1s2.forth()) || blocked(s1s2.back())).isFalse();
  }

  @Test
  void a_one_way_partition_blocks_one_way_and_leaves_nodes_on_neither_side_alone() {
    schedule(new TimedFault(1, 10, new Fault.Partition(List.of("S2"), List.of("S1"), true)));
    simulator.runUntil(5);
    assertThat(blocked(s1s2.back())).isTrue();
    assertThat(blocked(s1s2.forth())).isFalse();
    assertThat(blocked(s2s3.forth()) || blocked(s1s3.forth())).isFalse();
  }

  @Test
  void overlapping_partitions_do_not_undo_each_other() {
    schedule(
        new TimedFault(1, 10, new Fault.Partition(List.of("S1"), List.of("S2"), false)),
        new TimedFault(2, 20, new Fault.Partition(List.of("S1"), List.of("S2", "S3"), false)));
    simulator.runUntil(15);
    assertThat(blocked(s1s2.forth())).isTrue();
    simulator.runUntil(22);
    assertThat(blocked(s1s2.forth())).isFalse();
  }

  @Test
  void crashes_and_pauses_of_one_switch_compose() {
    schedule(
        new TimedFault(10, 40, new Fault.Pause("S1")),
        new TimedFault(20, 10, new Fault.Crash("S1")),
        new TimedFault(25, 15, new Fault.Crash("S1")),
        new TimedFault(60, 30, new Fault.Crash("S1")),
        new TimedFault(70, 10, new Fault.Pause("S1")));
    simulator.runUntil(100);
    assertThat(switchLog)
        .containsExactly(
            "10 S1 pause",
            "20 S1 crash",
            "40 S1 restart",
            "40 S1 pause",
            "50 S1 resume",
            "60 S1 crash",
            "90 S1 restart");
  }

  @Test
  void faults_of_logs_controllers_and_data_planes_compose() {
    schedule(
        new TimedFault(10, 20, new Fault.LogLost("S1")),
        new TimedFault(15, 30, new Fault.LogLost("S1")),
        new TimedFault(16, 0, new Fault.LogTorn("S2")),
        new TimedFault(17, 5, new Fault.Pause("S2")),
        new TimedFault(18, 0, new Fault.LogTorn("S2")),
        new TimedFault(50, 10, new Fault.ControllerCut("S3")),
        new TimedFault(55, 10, new Fault.ControllerCut("S3")),
        new TimedFault(70, 10, new Fault.DataPlaneDown()),
        new TimedFault(75, 10, new Fault.DataPlaneDown()));
    simulator.runUntil(100);
    assertThat(switchLog)
        .containsExactly(
            "10 S1 log lost",
            "16 S2 log torn",
            "17 S2 pause",
            "22 S2 resume",
            "45 S1 log put back",
            "50 S3 cut off",
            "65 S3 reached",
            "70 S1 data plane down",
            "70 S2 data plane down",
            "70 S3 data plane down",
            "85 S1 data plane up",
            "85 S2 data plane up",
            "85 S3 data plane up");
  }

  @Test
  void a_flow_wipe_happens_once_and_is_over() {
    schedule(new TimedFault(10, 0, new Fault.FlowWipe("S3")));
    simulator.runUntil(10);
    assertThat(switchLog).containsExactly("10 S3 wipe");
    assertThat(injection.active()).isEmpty();
    assertThat(injection.begunCount()).isEqualTo(1);
  }

  @Test
  void whoever_leads_is_asked_to_hand_over_so_all_are_that_can_hear_it() {
    schedule(
        new TimedFault(5, 100, new Fault.Pause("S2")),
        new TimedFault(10, 0, new Fault.HandOver("S3")));
    simulator.runUntil(10);
    assertThat(switchLog)
        .containsExactly("5 S2 pause", "10 S1 hand over to S3", "10 S3 hand over to S3");
  }

  @Test
  void healing_ends_all_at_once_and_calls_off_what_is_to_come() {
    schedule(
        new TimedFault(1, 100, new Fault.LinkDown("S1-S2")),
        new TimedFault(1, 100, new Fault.Loss("S2-S3", 1)),
        new TimedFault(1, 100, new Fault.Crash("S2")),
        new TimedFault(1, 100, new Fault.Partition(List.of("S1"), List.of("S3"), false)),
        new TimedFault(60, 100, new Fault.Crash("S3")));
    simulator.runUntil(50);
    assertThat(injection.active()).hasSize(4);
    injection.healAll();
    assertThat(s1s2.carrier()).isTrue();
    assertThat(s2s3.forth().impairments()).isEmpty();
    assertThat(blocked(s1s3.back())).isFalse();
    simulator.runUntil(500);
    assertThat(switchLog).containsExactly("1 S2 crash", "50 S2 restart");
    assertThat(injection.active()).isEmpty();
    assertThat(watched).hasSize(8);
  }

  @Test
  void a_fault_may_last_until_healed() {
    schedule(new TimedFault(1, TimedFault.UNTIL_HEALED, new Fault.LinkDown("S1-S2")));
    simulator.runUntil(Long.MAX_VALUE / 2);
    assertThat(s1s2.carrier()).isFalse();
    injection.healAll();
    assertThat(s1s2.carrier()).isTrue();
  }

  @Test
  void a_name_that_the_fabric_lacks_is_refused_before_anything_is_scheduled() {
    assertThatThrownBy(
            () ->
                schedule(
                    new TimedFault(1, 1, new Fault.Crash("S1")),
                    new TimedFault(1, 1, new Fault.LinkDown("S1-S9"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no link is named S1-S9");
    assertThat(simulator.pendingCount()).isZero();
  }

  @Test
  void clocks_drift_for_a_while_and_jump_at_once() {
    schedule(
        new TimedFault(10, 20, new Fault.ClockRate("S1", 1.5)),
        new TimedFault(15, 0, new Fault.ClockJump("S2", 7)),
        new TimedFault(16, 20, new Fault.Crash("S2")),
        new TimedFault(17, 0, new Fault.ClockJump("S2", 9)),
        new TimedFault(18, 0, new Fault.ClockJump("S2", -9)));
    simulator.runUntil(100);
    assertThat(switchLog)
        .as("what is down has no ticks that could come, but may lose some")
        .containsExactly(
            "10 S1 drift 1.5",
            "15 S2 jump 7",
            "16 S2 crash",
            "18 S2 jump -9",
            "30 S1 drift 1.5 over",
            "36 S2 restart");
  }
}
