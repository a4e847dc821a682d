package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Quorums;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members that stand by, or only learn, at first. */
class RolesTest {

  private static PaxosGroup group(String keys) {
    return TestFabrics.parse(
            "fabric: small",
            "switches: [W, A, B, C, D, E]",
            "hosts: [{client: cl, on: W}, {service-host: ho, on: D}]",
            "links:",
            "  - {between: [W, A]}",
            "  - {between: [A, B]}",
            "  - {between: [B, C]}",
            "  - {between: [C, D]}",
            "  - {between: [D, E]}",
            "paxos: {members: [A, B, C, D], " + keys + "}")
        .group();
  }

  @Test
  void whoIsInNeitherListVotesAndLearns() {
    PaxosGroup group = group("standby: [D], learners: B");

    assertThat(group.acceptors()).containsExactly("A", "C");
    assertThat(group.initial())
        .isEqualTo(new Configuration(0, List.of(1, 3), List.of(1, 2, 3), Quorums.majority(2)));
    assertThat(group.node("D")).as("its place among all members").isEqualTo(4);
    assertThat(group.hasReserve()).isTrue();
  }

  @Test
  void theFirstThatVotesLeads() {
    assertThat(group("standby: [A]").leader()).isEqualTo("B");
  }

  @Test
  void quorumsAreOfThoseThatVote() {
    assertThat(group("standby: D, phase2: 3").quorums()).isEqualTo(new Quorums(3, 1, 3));
  }

  @Test
  void whereSomebodyStandsByAChangeIsNotFarAway() {
    assertThat(group("standby: D").windowSlots()).isEqualTo(4_096);
    assertThat(group("standby: D, window: 100").windowSlots()).isEqualTo(100);
    assertThat(group("leader: A").windowSlots()).isEqualTo(65_536);
    assertThat(group("leader: A").hasReserve()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "standby: [E]| test.yaml:10:42: \"E\" is no member of the group; name one of A, B, C, D, or add it to members",
        "standby: [X]| test.yaml:10:42: no switch is called \"X\"; the switches are W, A, B, C, D, E",
        "standby: [D], learners: [D]| test.yaml:10:42: \"D\" stands in learners already; remove one of the two",
        "standby: [D, D]| test.yaml:10:45: \"D\" stands in standby already; remove one of the two",
        "standby: [A, B, C, D]| test.yaml:10:41: no member is left that votes; leave at least one out of learners and standby",
        "learners: [A, B, C, D]| test.yaml:10:42: no member is left that votes; leave at least one out of learners and standby",
        "standby: D, leader: D| test.yaml:10:52: leader \"D\" does not vote at first; name one of A, B, C",
        "standby: D, backup: D| test.yaml:10:52: backup \"D\" is not another member than the leader; name one of the other members, or leave \"backup\" out",
        "standby: D, phase1: 4| test.yaml:10:52: \"4\" is out of range; write something from 1 to 3",
      })
  void aMistakeIsToldInOneLine(String keys, String message) {
    BadFile thrown = catchThrowableOfType(BadFile.class, () -> group(keys));

    assertThat(thrown).hasMessage(message);
  }
}
