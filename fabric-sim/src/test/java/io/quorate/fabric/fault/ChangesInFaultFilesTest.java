package io.quorate.fabric.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Quorums;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reconfigure} in fault files, and what it makes of a configuration. */
class ChangesInFaultFilesTest {

  private static final Fabric STANDBY = FaultFileTest.fabric("wan-three-standby");
  private static final Fabric VOLATILE = FaultFileTest.fabric("wan-three-standby-kv");
  private static final PaxosGroup GROUP = STANDBY.group();

  private static FaultSchedule parse(String change, Fabric fabric) {
    return FaultFileTest.parse("faults: [{at: 1s, reconfigure: " + change + "}]\n", fabric);
  }

  private static Change change(String text) {
    Fault fault = parse(text, STANDBY).faults().getFirst().fault();
    assertThat(fault.isInstant()).isTrue();
    return ((Fault.Reconfigure) fault).change();
  }

  private static Configuration after(Configuration now, String text) {
    return change(text).next(now, GROUP);
  }

  @Test
  void aMemberIsReplaced() {
    assertThat(after(GROUP.initial(), "{remove: S2, add: S4}"))
        .isEqualTo(new Configuration(1, List.of(1, 3, 4), List.of(1, 3, 4), Quorums.majority(3)));
  }

  @Test
  void aMemberComesAndQuorumsAreMajorities() {
    assertThat(after(GROUP.initial(), "{add: [S4]}"))
        .isEqualTo(
            new Configuration(1, List.of(1, 2, 3, 4), List.of(1, 2, 3, 4), Quorums.majority(4)));
  }

  @Test
  void aMemberKeepsItsPlaceAsALearner() {
    assertThat(after(GROUP.initial(), "{learn: S2, add: S5}"))
        .isEqualTo(
            new Configuration(1, List.of(1, 3, 5), List.of(1, 2, 3, 5), Quorums.majority(3)));
  }

  @Test
  void asManyVotesKeepTheirQuorums() {
    Configuration now =
        after(GROUP.initial(), "{acceptors: [S3, S2, S1], learners: S1, phase1: 3}");

    assertThat(now.quorums()).isEqualTo(new Quorums(3, 3, 1));
    assertThat(now.learners()).containsExactly(1);
    assertThat(after(now, "{remove: S2, add: S4}").quorums()).isEqualTo(new Quorums(3, 3, 1));
    assertThat(after(now, "{add: S4}").quorums()).isEqualTo(Quorums.majority(4));
  }

  @Test
  void whoeverIsThereAlreadyIsNoChange() {
    Configuration now = GROUP.initial();

    assertThat(after(now, "{add: S1, remove: S5}")).isSameAs(now);
    assertThat(after(now, "{acceptors: [S1, S2, S3]}")).isSameAs(now);
  }

  @Test
  void somebodyMustVote() {
    assertThatThrownBy(() -> after(GROUP.initial(), "{remove: [S1, S2, S3]}"))
        .hasMessage("a configuration without acceptors can choose nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{remove: S2, add: S4}; reconfigure group 1, remove S2 add S4",
        "{learn: [S4, S5]}; reconfigure group 1, learn S4 S5",
        "{acceptors: [S1, S4]}; reconfigure group 1, acceptors S1 S4 learners S1 S4",
        "{acceptors: [S1, S4], learners: S1, phase1: 2, phase2: 1}; "
            + "reconfigure group 1, acceptors S1 S4 learners S1 phase1 2 phase2 1",
      })
  void aChangeIsDescribedInWordsAndReadsBackEqual(String text, String words) {
    FaultSchedule schedule = parse(text, STANDBY);

    assertThat(schedule.faults().getFirst().fault().describe()).isEqualTo(words);
    assertThat(FaultFileTest.parse(FaultFile.write(schedule), STANDBY)).isEqualTo(schedule);
  }

  @Test
  void theShippedScheduleFitsBothFabrics() {
    for (Fabric fabric : List.of(STANDBY, VOLATILE)) {
      FaultSchedule schedule =
          FaultFile.read(
              io.quorate.fabric.TestFabrics.root().resolve("faults/replace-a-switch.yaml"), fabric);

      assertThat(schedule.faults()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}| x.yaml:1:32: nothing is to change; write some of remove, add and learn, or acceptors",
        "{remove: []}| x.yaml:1:41: nothing is to change; name at least one member",
        "{remove: S6}| x.yaml:1:41: \"S6\" is no member of Paxos group 1; its members are S1, S2, S3, S4, S5",
        "{remove: WAN0}| x.yaml:1:41: \"WAN0\" is no member of Paxos group 1; its members are S1, S2, S3, S4, S5",
        "{remove: S2, add: S2}| x.yaml:1:50: \"S2\" is here twice; remove one",
        "{add: S4, acceptors: [S1]}| x.yaml:1:38: a step beside all that is to be; write either remove, add and learn, or acceptors, learners, phase1 and phase2",
        "{learners: [S1]}| x.yaml:1:32: a change of the group lacks \"acceptors\"; add, for example, \"acceptors: [S1, S2, S3]\"",
        "{acceptors: []}| x.yaml:1:44: nobody is left that votes; name at least one member",
        "{acceptors: [S1, S2, S3], phase1: 1, phase2: 2}| x.yaml:1:77: quorums of 1 and 2 of 3 need not intersect; together they must be more than 3",
        "{acceptors: [S1], phase1: 2}| x.yaml:1:58: \"2\" is out of range; write something from 1 to 1",
        "{group: 2, add: S4}| x.yaml:1:40: there is no group 2; the groups are [1]",
        "{replace: S2}| x.yaml:1:33: unknown key \"replace\" in a change of the group; its keys are group, remove, add, learn, acceptors, learners, phase1, phase2",
      })
  void aMistakeIsToldInOneLine(String text, String message) {
    BadFile thrown = catchThrowableOfType(BadFile.class, () -> parse(text, STANDBY));

    assertThat(thrown).hasMessage(message);
  }

  @Test
  void whereNothingIsKeptEnoughOthersMustRemember() {
    BadFile thrown =
        catchThrowableOfType(BadFile.class, () -> parse("{acceptors: [S1, S2]}", VOLATILE));

    assertThat(thrown)
        .hasMessage(
            "x.yaml:1:44: an acceptor without memory would have to ask 2 others, and there are 1; "
                + "name more acceptors, or choose other quorums");
  }
}
