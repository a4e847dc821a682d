package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Configurations;
import io.quorate.paxos.QuorumSystem;
import io.quorate.paxos.Quorums;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollTest {

  private final Poll poll =
      new Poll(
          new Ballot(3, 2),
          List.of(
              new Configurations.Epoch(
                  0,
                  Configuration.of(List.of(1, 2, 3, 4, 5), Quorums.majority(5)),
                  QuorumSystem.of(Quorums.majority(5)))));

  @Test
  void itIsWelcomeOnceAQuorumSaysSo() {
    poll.support(0);
    poll.support(4);
    assertThat(poll.isWelcome()).isFalse();

    poll.support(2);
    assertThat(poll.isWelcome()).isTrue();
  }

  @Test
  void whoeverSaysItTwiceCountsOnce() {
    poll.support(1);
    poll.support(1);
    poll.support(1);

    assertThat(poll.isWelcome()).isFalse();
    assertThat(poll.supports(1)).isTrue();
    assertThat(poll.supports(0)).isFalse();
  }
}
