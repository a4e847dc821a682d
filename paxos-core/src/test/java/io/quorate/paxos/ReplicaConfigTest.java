package io.quorate.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplicaConfigTest {

  private static ReplicaConfig config(
      int group, int self, List<Integer> members, int firstLeader, int messageBytesMax) {
    return new ReplicaConfig(
        group,
        self,
        members,
        firstLeader,
        Quorums.majority(members.size()),
        Timing.DEFAULT,
        Limits.DEFAULT.withMessageBytesMax(messageBytesMax),
        Durability.VOLATILE);
  }

  @Test
  void whatTheWireCannotCarryIsRefused() {
    assertThatCode(() -> config(0xFFFF, 1, List.of(1, 0xFFFF), 1, 256)).doesNotThrowAnyException();
    assertThatThrownBy(() -> config(0x10000, 1, List.of(1), 1, 256)).hasMessageContaining("group");
    assertThatThrownBy(() -> config(-1, 1, List.of(1), 1, 256)).hasMessageContaining("group");
    assertThatThrownBy(() -> config(1, 1, List.of(1, 0x10000), 1, 256))
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> config(1, 0, List.of(0, 1), 1, 256)).hasMessageContaining("member 0");
    assertThatThrownBy(() -> config(1, 1, List.of(1), 1, 255)).hasMessageContaining("255 bytes");
    assertThatThrownBy(() -> config(1, 1, List.of(1), 1, 65600))
        .hasMessageContaining("65600 bytes");
  }

  @Test
  void membersAreDistinctAndAscendingAndContainThoseWhoAreNamed() {
    assertThatThrownBy(() -> config(1, 1, List.of(1, 1, 2), 1, 256))
        .hasMessageContaining("distinct");
    assertThatThrownBy(() -> config(1, 1, List.of(2, 1), 1, 256)).hasMessageContaining("ascending");
    assertThatThrownBy(() -> config(1, 3, List.of(1, 2), 1, 256)).hasMessageContaining("self 3");
    assertThatThrownBy(() -> config(1, 1, List.of(1, 2), 3, 256)).hasMessageContaining("leader 3");
  }

  @Test
  void quorumsAreForAsManyMembers() {
    assertThatThrownBy(
            () ->
                new ReplicaConfig(
                    1,
                    1,
                    List.of(1, 2),
                    1,
                    Quorums.majority(3),
                    Timing.DEFAULT,
                    Limits.DEFAULT,
                    Durability.VOLATILE))
        .hasMessageContaining("2 acceptors");
  }

  @Test
  void theLongestValueLeavesRoomForAPromise() {
    assertThat(Limits.DEFAULT.valueBytesMax()).isEqualTo(1500 - 64 - 34);
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 3, 1", "1, 2, 3, 0", "5, 5, 9, 1", "1, 9, 8, 1"})
  void timingThatCouldNotWorkIsRefused(int heartbeat, int least, int most, int retransmit) {
    assertThatThrownBy(() -> new Timing(heartbeat, least, most, retransmit))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
