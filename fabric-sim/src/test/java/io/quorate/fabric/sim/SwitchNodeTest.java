package io.quorate.fabric.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.flow.FlowEntry;
import io.quorate.paxos.Replica;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switches and their control plane: what becomes of flows, frames and answers when things fail. */
class SwitchNodeTest {

  private static long packets(List<FlowEntry> entries) {
    return entries.stream().mapToLong(FlowEntry::packets).sum();
  }

  // ---------------------------------------------------------------- the ordinary way

  @Test
  void aRequestGoesToEveryServiceHostAndOneAnswerComesBack() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");

    fabric.ask("c1", "hello");
    fabric.ask("c2", "world");
    fabric.runMs(20);

    assertThat(fabric.handed).hasSize(9);
    List<String> order = fabric.handed.get("h1");
    assertThat(order).containsExactlyInAnyOrder("hello", "world");
    assertThat(fabric.handed.values()).containsOnly(order);
    assertThat(fabric.answers).containsExactlyInAnyOrder("re: hello", "re: world");
  }

  @Test
  void theServiceAddressCanBePinged() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    long[] roundTrip = new long[1];
    HostNode c1 = Objects.requireNonNull(fabric.fabric.hosts().get("c1"));

    c1.ping(fabric.description.service().ipv4(), new byte[10], ns -> roundTrip[0] = ns);
    fabric.runMs(10);

    assertThat(roundTrip[0]).isBetween(1_600_000L, 3_600_000L);
  }

  @Test
  void aRequestThatIsTooLongIsToldToTheClientsStack() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");

    fabric.ask("c1", "x".repeat(1450));
    fabric.runMs(10);

    HostNode c1 = Objects.requireNonNull(fabric.fabric.hosts().get("c1"));
    assertThat(c1.count(HostCount.UNREACHABLE_IN)).isEqualTo(1);
    assertThat(fabric.handed.get("h1")).isEmpty();
  }

  // ---------------------------------------------------------------- leaders

  @Test
  void whenTheLeadersSwitchCrashesClientFlowsPointToTheNextLeader() {
    RunningFabric fabric = RunningFabric.shipped("leaf-spine-five");
    fabric.runMs(1); // A leader is one when its disk has that it has started.
    assertThat(fabric.leader()).isEqualTo("P1");
    assertThat(fabric.leaderEntries("P1")).allMatch(flow -> flow.endsWith("actions=run_code:1"));
    long fixedBefore = packets(fabric.entries("L1"));

    fabric.fault("crash: P1");
    fabric.runMs(500);

    String leader = fabric.leader();
    assertThat(leader).isNotEmpty().isNotEqualTo("P1");
    int node = fabric.at(leader).node();
    for (String member : fabric.description.group().members()) {
      if (member.equals(leader)) {
        assertThat(fabric.leaderEntries(member))
            .allMatch(flow -> flow.endsWith("actions=run_code:1"));
      } else if (!member.equals("P1")) {
        assertThat(fabric.leaderEntries(member))
            .anyMatch(flow -> flow.contains("mod_dl_dst:02:7a:00:01:00:0" + node))
            .noneMatch(flow -> flow.contains("run_code"));
      }
    }
    assertThat(packets(fabric.entries("L1")))
        .as("other entries count on")
        .isGreaterThan(fixedBefore);
    fabric.ask("c1", "still there?");
    fabric.runMs(50);
    assertThat(fabric.answers).containsExactly("re: still there?");
  }

  @Test
  void aRestartedSwitchGoesOnFromItsDiskAndTrustsNobodyUntilItHearsTheLeader() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.ask("c1", "one");
    fabric.runMs(100);
    Replica before = Objects.requireNonNull(fabric.at("S3").replica());
    assertThat(before.nextSlot()).isEqualTo(1);
    fabric.fault("crash: S3", "for: 50ms");
    fabric.runMs(100);

    assertThat(fabric.notes)
        .containsSubsequence("S3 crashed", "S3 restarted", "S3 trusts 0", "S3 trusts 1");
    Replica after = Objects.requireNonNull(fabric.at("S3").replica());
    assertThat(after).isNotSameAs(before);
    assertThat(after.incarnation()).isEqualTo(2);
    assertThat(after.nextSlot()).isEqualTo(1);
    assertThat(fabric.handed.get("h7")).as("was not handed it again").hasSize(1);
  }

  // ---------------------------------------------------------------- flows lost and found

  @Test
  void aWipedTableIsFilledAgainAfterAWhile() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.runMs(10);
    int before = fabric.entries("S2").size();

    fabric.fault("flow-wipe: S2");
    assertThat(fabric.entries("S2")).isEmpty();
    assertThat(fabric.at("S2").pipeline().groups()).isEmpty();
    fabric.runMs(ControlPlane.REPAIR_NS / 1_000_000 - 1);
    assertThat(fabric.entries("S2")).isEmpty();
    fabric.runMs(2);

    assertThat(fabric.entries("S2")).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause: S2", "crash: S2"})
  void aTableThatIsWipedWhileTheSwitchStandsStillIsFilledWhenItGoesOn(String fault) {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.runMs(10);
    int before = fabric.entries("S2").size();

    fabric.fault(fault, "for: 200ms");
    fabric.runMs(10);
    fabric.fault("flow-wipe: S2");
    fabric.runMs(150);
    assertThat(fabric.entries("S2")).isEmpty();
    fabric.runMs(100);

    assertThat(fabric.entries("S2")).hasSize(before);
  }

  @Test
  void hostsMissNothingWhileTheirSwitchHasNoFlows() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.runMs(5);
    fabric.fault("flow-wipe: S1");
    for (int i = 0; i < 40; i++) {
      fabric.ask("c1", "request " + i);
      fabric.runMs(2);
    }
    fabric.runMs(300);

    List<String> all = fabric.handed.get("h9");
    assertThat(all).isNotEmpty();
    assertThat(fabric.handed.values()).containsOnly(all);
  }

  // ---------------------------------------------------------------- pause

  @Test
  void framesWaitWhileASwitchIsPausedAndAreHandledInOrder() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.ask("c1", "first");
    fabric.runMs(10);
    fabric.fault("pause: WAN0", "for: 20ms");
    List<String> asked = IntStream.range(0, 10).mapToObj(i -> "request " + i).toList();
    asked.forEach(text -> fabric.ask("c1", text));
    fabric.runMs(15);
    assertThat(fabric.handed.get("h1")).containsExactly("first");
    fabric.runMs(20);

    assertThat(fabric.handed.get("h1")).hasSize(11).endsWith(asked.toArray(String[]::new));
    assertThat(fabric.answers).hasSize(11);
    assertThat(fabric.at("WAN0").framesLostWhileDown()).isZero();
  }

  @Test
  void aPauseChangesNoCounters() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.ask("c1", "count me");
    fabric.runMs(20);
    List<FlowEntry> before = fabric.entries("WAN0");
    long counted = packets(before);
    assertThat(counted).isPositive();

    fabric.fault("pause: WAN0", "for: 20ms");
    fabric.runMs(40);

    assertThat(fabric.entries("WAN0")).isEqualTo(before);
    assertThat(packets(fabric.entries("WAN0"))).isGreaterThanOrEqualTo(counted);
  }

  @Test
  void waysThatChangedDuringAPauseAreTakenAfterIt() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.runMs(10);
    fabric.fault("pause: S1", "for: 100ms");
    fabric.fault("link-down: S2-S3");
    fabric.runMs(50);
    String toS3 = "dl_dst=02:7a:00:01:00:03,actions=";
    assertThat(forwarding(fabric, "S1", toS3)).contains("group");
    fabric.runMs(60);

    assertThat(forwarding(fabric, "S1", toS3)).contains("output:3");
  }

  private static String forwarding(RunningFabric fabric, String at, String match) {
    return fabric.entries(at).stream()
        .map(entry -> entry.flow().toString())
        .filter(flow -> flow.contains("table=2") && flow.contains(match))
        .findFirst()
        .orElse("none");
  }

  // ---------------------------------------------------------------- crash

  @Test
  void framesThatReachASwitchThatIsDownAreLostAndCounted() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    fabric.ask("c1", "before");
    fabric.runMs(20);
    fabric.fault("crash: S1", "for: 30ms");
    fabric.ask("c1", "lost");
    fabric.runMs(60);

    assertThat(fabric.handed.get("h9")).doesNotContain("lost");
  }

  @Test
  void whatASwitchHasNotHandedOverYetItHandsOverAfterACrash() {
    RunningFabric fabric = new RunningFabric(slowHosts());
    fabric.ask("c1", "warm up");
    fabric.runMs(50);
    List<String> asked = IntStream.range(0, 40).mapToObj(i -> "request " + i).toList();
    asked.forEach(text -> fabric.ask("c1", text));
    fabric.runMs(15);
    assertThat(fabric.handed.get("h5")).hasSizeLessThan(20);
    fabric.fault("crash: S2", "for: 50ms");
    fabric.runMs(2_000);

    assertThat(fabric.handed.get("h1")).hasSize(41);
    assertThat(fabric.handed.values()).containsOnly(fabric.handed.get("h1"));
  }

  /** Hosts whose cables take a millisecond for each packet, and hold two. */
  private static Fabric slowHosts() {
    return TestFabrics.changed(
        "wan-three",
        "latency: 15us..25us",
        "latency: 15us..25us, bandwidth: 500kbit/s, queue: 2 frames");
  }

  @Test
  void aCongestedPortMakesPacketsWaitAndLosesNone() {
    RunningFabric fabric = new RunningFabric(slowHosts());
    List<String> asked = IntStream.range(0, 60).mapToObj(i -> "request " + i).toList();
    fabric.ask("c1", "warm up");
    fabric.runMs(20);
    asked.forEach(text -> fabric.ask("c1", text));
    fabric.runMs(500);

    assertThat(fabric.handed.get("h1")).hasSize(61).endsWith(asked.toArray(String[]::new));
    assertThat(fabric.handed.values()).containsOnly(fabric.handed.get("h1"));
    assertThat(fabric.answers).hasSize(61).doesNotHaveDuplicates();
  }

  // ---------------------------------------------------------------- links

  @Test
  void waysAreComputedAnewWhenALinkGoesAndComes() {
    RunningFabric fabric = RunningFabric.shipped("wan-three");
    String toS3 = "dl_dst=02:7a:00:01:00:03,actions=";
    assertThat(forwarding(fabric, "S2", toS3)).contains("output:2");

    fabric.fault("link-down: S2-S3", "for: 100ms");
    fabric.runMs(ControlPlane.REROUTE_NS / 1_000_000 - 1);
    assertThat(forwarding(fabric, "S2", toS3)).contains("output:2");
    fabric.runMs(2);
    assertThat(forwarding(fabric, "S2", toS3)).contains("output:1");
    fabric.runMs(150);

    assertThat(forwarding(fabric, "S2", toS3)).contains("output:2");
  }

  // ---------------------------------------------------------------- flows of the user's own

  @Test
  void anOwnEntryTakesEffect() {
    RunningFabric fabric =
        new RunningFabric(
            TestFabrics.withFlows(
                "wan-three", "add-flow WAN0 priority=400,in_port=c1,udp,actions=drop"));

    fabric.ask("c1", "dropped");
    fabric.ask("c2", "passed");
    fabric.runMs(20);

    assertThat(fabric.handed.get("h1")).containsExactly("passed");
  }

  @Test
  void anEntryWithAHardTimeOutGoesEvenIfItIsUsed() {
    RunningFabric fabric =
        new RunningFabric(
            TestFabrics.withFlows(
                "wan-three",
                "add-flow WAN0 priority=400,hard_timeout=1,in_port=c1,udp,actions=drop"));
    for (int tenth = 1; tenth <= 15; tenth++) {
      fabric.ask("c1", "at " + tenth);
      fabric.runMs(100);
    }

    assertThat(fabric.handed.get("h1")).contains("at 12", "at 15").doesNotContain("at 1", "at 9");
  }

  @Test
  void anEntryWithAnIdleTimeOutStaysWhileItIsUsed() {
    RunningFabric fabric =
        new RunningFabric(
            TestFabrics.withFlows(
                "wan-three",
                "add-flow WAN0 priority=400,idle_timeout=1,in_port=c1,udp,actions=drop"));
    for (int half = 1; half <= 6; half++) {
      fabric.ask("c1", "too soon " + half);
      fabric.runMs(500);
    }
    assertThat(fabric.handed.get("h1")).isEmpty();

    fabric.runMs(1_000);
    fabric.ask("c1", "after a rest");
    fabric.runMs(20);

    assertThat(fabric.handed.get("h1")).containsExactly("after a rest");
  }

  @Test
  void aPauseDoesNotBringBackWhatHasTimedOut() {
    RunningFabric fabric =
        new RunningFabric(
            TestFabrics.withFlows(
                "wan-three",
                "add-flow WAN0 priority=400,hard_timeout=1,in_port=c1,udp,actions=drop"));
    fabric.runMs(1_200);
    fabric.fault("pause: WAN0", "for: 10ms");
    fabric.runMs(50);
    fabric.ask("c1", "let through");
    fabric.runMs(20);

    assertThat(fabric.handed.get("h1")).containsExactly("let through");
  }

  @Test
  void anEntryOfTheOldNotesStyleMirrorsVotes() {
    RunningFabric fabric =
        new RunningFabric(
            TestFabrics.withFlows(
                "wan-three",
                "add-flow S2 table=2,priority=200,dl_dst=S1,actions=dl_type=0x7a02,output=h4,output=S1"));
    fabric.ask("c1", "mirror me");
    fabric.runMs(20);

    assertThat(fabric.answers).containsExactly("re: mirror me");
    assertThat(
            fabric.entries("S2").stream()
                .filter(entry -> entry.flow().cookie() == 0)
                .mapToLong(FlowEntry::packets)
                .sum())
        .as("votes of S2 and, in transit, of S3")
        .isEqualTo(2);
  }
}
