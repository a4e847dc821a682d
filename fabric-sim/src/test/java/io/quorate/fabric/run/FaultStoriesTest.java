package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, and what becomes of the clients' requests then. */
class FaultStoriesTest {

  private static final long MS = 1_000_000;

  static Stream<String> shipped() {
    return TestFabrics.SHIPPED.stream();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void nothingGoesWrong(String fabric) {
    RunResult run = scenario(fabric).lasting("0.5s").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isZero();
    assertThat(run.count(Figure.RETRIES)).isZero();
    assertThat(run.count(Figure.NOOPS)).isZero();
    assertThat(run.latency().maxNs()).isLessThan(5 * MS);
    assertThat(run.drops()).doesNotContainKey("Paxos frames that could not be read");
  }

  @Test
  void theLeadersSwitchCrashesAndAnotherLeads() {
    RunResult run = scenario("leaf-spine-five").at("300ms", "crash: P1").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv"})
  void theLeadersSwitchIsPausedAndWakesUpAmongNewBallots(String fabric) {
    RunResult run = scenario(fabric).at("200ms", "pause: S1", "for: 400ms").lasting("1s").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S1", "S2", "S3", "WAN0"})
  void aSwitchLosesItsFlowsAndGetsThemBack(String at) {
    RunResult run = scenario("wan-three").at("300ms", "flow-wipe: " + at).isFine();

    assertThat(run.count(Figure.DRAIN_NS)).isLessThan(100 * MS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv"})
  void theDataPlaneOfAllIsStartedAnewAndServiceIsBackWithItsFlows(String fabric) {
    RunResult run =
        scenario(fabric)
            .at("200ms", "data-plane-down: all", "for: 50ms")
            .at("400ms", "data-plane-down: all", "for: 50ms")
            .at("410ms", "crash: S2", "for: 100ms")
            .at("420ms", "data-plane-down: all", "for: 10ms")
            .isFine();

    assertThat(run.latency().maxNs()).isGreaterThan(50 * MS);
    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  /** Flows go on to lead to one that does not lead, until changes reach the switch again. */
  @Test
  void aSwitchThatIsCutOffFromItsControllerFollowsItsOldFlowsUntilItIsReached() {
    RunResult run =
        scenario("wan-three")
            .at("200ms", "controller-cut: S1", "for: 300ms")
            .at("250ms", "hand-over: {to: S2}")
            .isFine();

    assertThat(run.latency().maxNs()).isGreaterThan(200 * MS);
    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  @Test
  void flowsThatWereWipedMeanwhileComeWhenTheSwitchIsReachedAgain() {
    RunResult run =
        scenario("wan-three")
            .at("200ms", "controller-cut: S1", "for: 300ms")
            .at("250ms", "flow-wipe: S1")
            .at("300ms", "pause: S1", "for: 50ms")
            .at("600ms", "controller-cut: S2", "for: 200ms")
            .at("650ms", "crash: S2", "for: 50ms")
            .isFine();

    assertThat(run.count(Figure.DRAIN_NS)).as("no healing was needed").isLessThan(100 * MS);
  }

  @Test
  void everySwitchLosesItsFlowsAtOnceAndAgainWhileTheyAreBeingRepaired() {
    scenario("wan-three")
        .at("300ms", "flow-wipe: S1")
        .at("300ms", "flow-wipe: S2")
        .at("300ms", "flow-wipe: S3")
        .at("320ms", "flow-wipe: S1")
        .at("351ms", "flow-wipe: S2")
        .isFine();
  }

  @Test
  void flowsAreWipedWhileTheSwitchIsPausedOrDown() {
    scenario("wan-three")
        .at("200ms", "pause: S2", "for: 200ms")
        .at("300ms", "flow-wipe: S2")
        .at("500ms", "crash: S3", "for: 200ms")
        .at("600ms", "flow-wipe: S3")
        .isFine();
  }

  @Test
  void aCutLinkIsRoutedAround() {
    RunResult run = scenario("wan-three").at("200ms", "link-down: S1-S2").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isZero();
    assertThat(run.count(Figure.DRAIN_NS)).isLessThan(100 * MS);
  }

  @Test
  void theLeaderIsHeardButHearsNobody() {
    RunResult run =
        scenario("wan-three")
            .at("200ms", "partition: {from: [S2, S3], to: [S1], one-way: yes}", "for: 600ms")
            .isFine();

    assertThat(run.count(Figure.ACCEPTS_REPEATED)).isPositive();
  }

  @Test
  void theLeaderHearsButIsNotHeard() {
    RunResult run =
        scenario("wan-three")
            .at("200ms", "partition: {from: [S1], to: [S2, S3], one-way: yes}", "for: 600ms")
            .isFine();

    assertThat(run.count(Figure.CANDIDACIES)).isPositive();
  }

  @Test
  void aMemberIsDeafAndGoesOnTalking() {
    scenario("wan-three")
        .at("100ms", "partition: {from: [WAN0, S1, S2], to: [S3], one-way: yes}")
        .isFine();
  }

  @Test
  void aMemberIsAwayForLongAndItsHostsCatchUp() {
    RunResult run = scenario("wan-three").at("100ms", "crash: S3").lasting("1.5s").isFine();

    assertThat(run.count(Figure.REPAIRS)).isPositive();
    assertThat(run.count(Figure.CATCH_UP_NS)).isPositive();
    assertThat(run.count(Figure.DRAIN_NS)).as("nobody waited for it").isLessThan(100 * MS);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void withoutAMajorityNothingIsOrderedAndAllIsAfterwards(String fabric) {
    String first = fabric.equals("leaf-spine-five") ? "L1" : "S2";
    String second = fabric.equals("leaf-spine-five") ? "L2" : "S3";
    Story story = scenario(fabric).at("200ms", "crash: " + first).at("200ms", "crash: " + second);
    if (fabric.equals("leaf-spine-five")) {
      story.at("200ms", "crash: L3");
    }

    RunResult run = story.isFine();

    assertThat(run.latency().maxNs()).isGreaterThan(700 * MS);
    assertThat(run.count(Figure.RETRIES)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyMemberCrashesAtOnce(String fabric) {
    Story story = scenario(fabric);
    for (String member : TestFabrics.shipped(fabric).group().members()) {
      story.at("300ms", "crash: " + member, "for: 200ms");
    }
    RunResult run = story.isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
  }

  @Test
  void theEdgeSwitchCrashes() {
    scenario("wan-three").at("300ms", "crash: WAN0", "for: 300ms").isFine();
  }

  @Test
  void everyLinkIsBadAtOnce() {
    Story story = scenario("wan-three").lasting("1.5s");
    for (String link : new String[] {"WAN0-S1", "S1-S2", "S2-S3", "S1-S3", "c1-WAN0", "c2-WAN0"}) {
      story
          .at("100ms", "loss: {link: " + link + ", probability: 20%}")
          .at("100ms", "duplication: {link: " + link + ", probability: 50%}")
          .at("100ms", "reordering: {link: " + link + ", probability: 30%, hold: 3ms}")
          .at("100ms", "corruption: {link: " + link + ", probability: 5%}");
    }
    RunResult run = story.isFine();

    assertThat(run.drops())
        .containsKeys(
            "Paxos frames that could not be read",
            "client packets that the network had duplicated",
            "client packets with a wrong length or checksum");
  }

  // ---------------------------------------------------------------- directed attacks

  /** A copy may come after hundreds of other packets of the same client. */
  @Test
  void copiesHeldBackBehindManyOthersAreOrderedOnce() {
    RunResult run =
        scenario("wan-three")
            .asking("clients=20,think=0,keys=20,timeout=100ms")
            .at("10ms", "duplication: {link: c1-WAN0, probability: 50%}")
            .at("10ms", "reordering: {link: c1-WAN0, probability: 10%, hold: 50ms}")
            .lasting("0.4s")
            .isFine();

    assertThat(run.drops().get("client packets that the network had duplicated"))
        .isGreaterThan(200);
  }

  /** Impatient clients ask again before the answer can have come; each packet gets one. */
  @Test
  void impatientClientsGetOneAnswerAPacket() {
    RunResult run =
        scenario("wan-three")
            .asking("clients=5,think=0,keys=5,timeout=2ms,timeout-max=2ms")
            .at("50ms", "duplication: {link: WAN0-S1, probability: 50%}")
            .at("50ms", "duplication: {link: S1-S2, probability: 50%}")
            .at("50ms", "reordering: {link: WAN0-S1, probability: 20%, hold: 10ms}")
            .at("200ms", "isolate: S1", "for: 200ms")
            .lasting("0.6s")
            .isFine();

    assertThat(run.count(Figure.RETRIES)).isGreaterThan(1000);
  }

  @Test
  void asManyHostsAsMustAgreeGiveOneAnswer() {
    for (int agree : new int[] {2, 3, 9}) {
      scenario(TestFabrics.agreeing(agree))
          .at("100ms", "loss: {link: S1-S2, probability: 20%}")
          .at("100ms", "duplication: {link: S2-S3, probability: 50%}")
          .at("200ms", "crash: S1", "for: 200ms")
          .lasting("0.6s")
          .isFine();
    }
  }

  /** Hosts far behind answer thousands of old requests when their switch is back. */
  @Test
  void answersOfHostsThatWereAwayForLongAreNotPassedOnAgain() {
    scenario("wan-three")
        .asking("clients=10,think=0,keys=10,timeout=20ms")
        .at("20ms", "crash: S3", "for: 500ms")
        .at("560ms", "duplication: {link: S2-S3, probability: 50%}")
        .at("560ms", "reordering: {link: S2-S3, probability: 50%, hold: 5ms}")
        .lasting("0.7s")
        .isFine();
  }

  // ---------------------------------------------------------------- fabrics of other shapes

  /** The way from one member to the next leads through a switch that knows nothing of Paxos. */
  @Test
  void membersAroundASwitchThatIsNone() {
    Fabric star =
        TestFabrics.parse(
            "fabric: star",
            "paxos: {members: [S1, S2, S3]}",
            "switches: [HUB, S1, S2, S3]",
            "hosts:",
            "  - {clients: [c1, c2], on: HUB}",
            "  - {service-hosts: [h1], on: S1}",
            "  - {service-hosts: [h2, h3], on: S3}",
            "links:",
            "  - {between: [HUB, S1]}",
            "  - {between: [HUB, S2]}",
            "  - {between: [HUB, S3]}");

    RunResult run = scenario(star).at("100ms", "crash: S1", "for: 300ms").isFine();

    assertThat(run.count(Figure.ELECTIONS)).isPositive();
    assertThat(run.count(Figure.DRAIN_NS)).isLessThan(100 * MS);
  }

  @Test
  void twoEdgesAShortMtuAnotherGroupAndAPortOfAnotherService() {
    Fabric odd =
        TestFabrics.parse(
            "fabric: two-edges",
            "mtu: 576 bytes",
            "service: {agree: 2, port: 53, ip: 10.9.9.9}",
            "paxos: {members: [S3, S1, S2, S4], leader: S2, group: 300, tick: 500us}",
            "switches: [W1, W2, S1, S2, S3, S4, T]",
            "hosts:",
            "  - {clients: [a, b], on: W1}",
            "  - {clients: [c], on: W2}",
            "  - {service-hosts: [h1], on: S1}",
            "  - {service-hosts: [h2, h3], on: S4}",
            "links:",
            "  - {between: [W1, T]}",
            "  - {between: [W2, S3]}",
            "  - {between: [T, S1]}",
            "  - {between: [T, S2]}",
            "  - {between: [S1, S2], loss: 1%}",
            "  - {between: [S2, S3]}",
            "  - {between: [S3, S4], latency: 1ms..3ms}",
            "  - {between: [S4, S1], backup: yes}");
    for (long seed = 1; seed <= 6; seed++) {
      scenario(odd).seed(seed).asking("keys=2").withDrawnFaults().isFine();
    }
  }

  @Test
  void aGroupOfOne() {
    Fabric one =
        TestFabrics.parse(
            "fabric: one",
            "paxos: {members: [S1]}",
            "switches: [W, S1]",
            "hosts:",
            "  - {client: a, on: W}",
            "  - {service-hosts: [h1, h2], on: S1}",
            "links:",
            "  - {between: [W, S1]}");

    RunResult run = scenario(one).at("200ms", "crash: S1", "for: 200ms").isFine();

    assertThat(run.count(Figure.SLOTS)).isPositive();
  }
}
