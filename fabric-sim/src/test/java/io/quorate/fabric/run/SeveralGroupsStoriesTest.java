package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.TestFabrics;
import org.junit.jupiter.api.Test;

/** Two services on one fabric, each ordered by its own Paxos group, and judged by itself. */
class SeveralGroupsStoriesTest {

  private static final long MS = 1_000_000;

  @Test
  void bothServicesAreServedAndJudged() {
    RunResult run = scenario("two-groups").lasting("0.5s").isFine();

    assertThat(run.services()).extracting(ServiceVerdict::group).containsExactly(1, 2);
    assertThat(run.services())
        .allSatisfy(
            service -> {
              assertThat(service.verdict()).isInstanceOf(Verdict.Valid.class);
              assertThat(service.answered()).isGreaterThan(100);
              assertThat(service.slots()).isEqualTo(service.answered());
            });
    assertThat(run.count(Figure.ELECTIONS)).isZero();
    assertThat(run.count(Figure.RETRIES)).isZero();
  }

  @Test
  void aDeadQuorumOfOneGroupDoesNotDisturbTheOther() {
    RunResult both = scenario("two-groups").lasting("1s").isFine();
    RunResult one =
        scenario("two-groups")
            .at("200ms", "crash: S1")
            .at("200ms", "crash: S2")
            .lasting("1s")
            .isFine();

    assertThat(one.services().get(0).answered())
        .as("the first service stands still")
        .isLessThan(both.services().get(0).answered() / 2);
    assertThat(one.services().get(1).answered())
        .as("the second goes on")
        .isGreaterThan(both.services().get(1).answered() * 9 / 10);
  }

  @Test
  void aGroupThatChangesItsLeaderLeavesTheOthersWhereItIs() {
    RunResult run = scenario("two-groups").at("300ms", "hand-over: {to: S2}").isFine();

    assertThat(run.count(Figure.HAND_OVERS)).isEqualTo(1);
    assertThat(run.count(Figure.ELECTIONS)).isEqualTo(1);
    assertThat(run.latency().maxNs()).isLessThan(60 * MS);
  }

  @Test
  void oneServiceOfPacketsAndOneInsideTheSwitches() {
    String last = "service: {ip: 10.0.0.200, port: 7000}";
    String inside = "service: {ip: 10.0.0.200, port: 7000, delivery: state machine}";
    String hosts = "group: 2, latency";
    RunResult run =
        scenario(
                TestFabrics.parse(
                    TestFabrics.text("two-groups")
                        .replace(last, inside)
                        .replace(hosts, "group: 1, latency")
                        .replaceAll("(?m)^.*service-host: g[123].*$", "")))
            .at("200ms", "crash: S3", "for: 200ms")
            .isFine();

    assertThat(run.services()).allMatch(service -> service.verdict() instanceof Verdict.Valid);
    assertThat(run.services()).allMatch(service -> service.answered() > 100);
  }

  @Test
  void drawnFaultsBreakNeither() {
    for (int seed = 1; seed <= 8; seed++) {
      scenario("two-groups").seed(seed).withDrawnFaults().lasting("1s").isSafe();
    }
  }
}
