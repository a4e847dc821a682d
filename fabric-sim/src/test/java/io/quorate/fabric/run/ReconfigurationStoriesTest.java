package io.quorate.fabric.run;

import static io.quorate.fabric.run.Story.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.fault.FaultFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switches come and go while clients ask. */
class ReconfigurationStoriesTest {

  private static final long MS = 1_000_000;
  private static final String PACKETS = "wan-three-standby";
  private static final String STORE = "wan-three-standby-kv";

  @ParameterizedTest
  @ValueSource(strings = {PACKETS, STORE})
  void aSwitchThatDiesIsReplacedAndComesBack(String name) {
    Fabric fabric = TestFabrics.shipped(name);
    RunResult run =
        scenario(fabric)
            .following(
                FaultFile.read(TestFabrics.root().resolve("faults/replace-a-switch.yaml"), fabric))
            .asking("clients=1,think=20ms")
            .lasting("3s")
            .isFine();

    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(2);
    assertThat(run.count(Figure.CHANGES_CHOSEN)).isEqualTo(2);
    assertThat(run.count(Figure.CHANGES_REFUSED)).isZero();
    assertThat(run.count(Figure.ELECTIONS)).isZero();
  }

  /** S2 is dead for good: S4 makes the quorum that survives the death of S3. */
  @ParameterizedTest
  @ValueSource(strings = {PACKETS, STORE})
  void whoeverHasComeCounts(String name) {
    RunResult run =
        scenario(name)
            .at("100ms", "crash: S2")
            .at("150ms", "reconfigure: {remove: S2, add: S4}")
            .at("1.2s", "crash: S3", "for: 400ms")
            .asking("clients=1,think=20ms")
            .lasting("2s")
            .isFine();

    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(1);
    assertThat(run.latency().maxNs()).as("nobody waited for S3").isLessThan(300 * MS);
  }

  @Test
  void theHostsOfASwitchThatComesEarlyGetEverything() {
    RunResult run = scenario(PACKETS).at("100ms", "reconfigure: {add: [S4, S5]}").isFine();

    assertThat(run.count(Figure.HOSTS_GIVEN_UP)).isZero();
    assertThat(run.count(Figure.HOSTS_NOT_SERVED)).isZero();
  }

  @Test
  void thoseOfASwitchThatComesLateAreGivenUpAndThatIsSaid() {
    Fabric narrow = TestFabrics.changed(PACKETS, "  leader: S1", "  leader: S1\n  window: 64");
    RunResult run = scenario(narrow).at("500ms", "reconfigure: {add: S4}").isFine();

    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(1);
    assertThat(run.count(Figure.HOSTS_GIVEN_UP)).isEqualTo(1);
    assertThat(run.count(Figure.HOSTS_NOT_SERVED)).as("S5 still stands by").isEqualTo(1);
  }

  @Test
  void aSwitchThatGoesDeliversToNobodyAndOneThatComesBackSoonGivesItsHostsWhatTheyMissed() {
    RunResult gone = scenario(PACKETS).at("200ms", "reconfigure: {remove: S3}").isFine();

    assertThat(gone.count(Figure.HOSTS_NOT_SERVED)).isEqualTo(3);

    RunResult back =
        scenario(PACKETS)
            .at("200ms", "reconfigure: {remove: S3}")
            .at("300ms", "reconfigure: {add: S3}")
            .isFine();

    assertThat(back.count(Figure.CHANGES_ACTIVE)).isEqualTo(2);
    assertThat(back.count(Figure.HOSTS_NOT_SERVED)).isEqualTo(2);
    assertThat(back.count(Figure.HOSTS_GIVEN_UP)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {PACKETS, STORE})
  void theLeaderIsTakenOutOfItsGroup(String name) {
    RunResult run = scenario(name).at("200ms", "reconfigure: {remove: S1, add: S4}").isFine();

    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(1);
    assertThat(run.count(Figure.ELECTIONS)).isEqualTo(1);
    assertThat(run.count(Figure.HAND_OVERS)).as("it hands over").isEqualTo(1);
  }

  @Test
  void theLeaderDiesWhileAChangeIsUnderWay() {
    Fabric slow =
        TestFabrics.changed(PACKETS, "  leader: S1", "  leader: S1\n  in-flight: 4 slots");
    RunResult run =
        scenario(slow)
            .at("200ms", "reconfigure: {remove: S2, add: S4}")
            .at("220ms", "crash: S1", "for: 400ms")
            .lasting("2s")
            .isFine();

    assertThat(run.count(Figure.CHANGES_UNDER_WAY)).isEqualTo(1);
    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(1);
  }

  @Test
  void wishesAreSettledOneAfterTheOther() {
    RunResult run =
        scenario(PACKETS)
            .at("200ms", "reconfigure: {add: S4}")
            .at("200ms", "reconfigure: {learn: S5}")
            .at("200ms", "reconfigure: {remove: S2}")
            .at("200ms", "reconfigure: {add: S4}")
            .isFine();

    assertThat(run.count(Figure.CHANGES_ACTIVE)).as("the last one changes nothing").isEqualTo(3);
    assertThat(run.count(Figure.CHANGES_REFUSED)).isZero();
  }

  @Test
  void whatCannotBeIsReported() {
    RunResult run =
        scenario(STORE)
            .at("200ms", "reconfigure: {remove: S2}")
            .at("300ms", "reconfigure: {remove: [S1, S2, S3]}")
            .at("400ms", "reconfigure: {remove: S2, add: S4}")
            .isFine();

    assertThat(run.count(Figure.CHANGES_REFUSED)).isEqualTo(2);
    assertThat(run.count(Figure.CHANGES_ACTIVE)).as("and the next is not held up").isEqualTo(1);
  }

  @Test
  void aWishThatNobodyCanGrantWaitsUntilThereIsALeader() {
    RunResult run =
        scenario(PACKETS)
            .at("100ms", "crash: S1", "for: 500ms")
            .at("100ms", "crash: S2", "for: 500ms")
            .at("200ms", "reconfigure: {add: S4}")
            .isFine();

    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(1);
  }

  @Test
  void whoeverHasComeMayLoseItsMemory() {
    RunResult run =
        scenario(STORE)
            .at("100ms", "reconfigure: {remove: S2, add: S4}")
            .at("400ms", "reboot: S4")
            .at("700ms", "reboot: S1")
            .isFine();

    assertThat(run.count(Figure.RECOVERIES)).isEqualTo(2);
    assertThat(run.count(Figure.CHANGES_ACTIVE)).isEqualTo(1);
  }
}
