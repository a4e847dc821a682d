package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message.Vote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of a member that holds eight slots. */
final class AcceptorTest {

  private static final Ballot FIRST = new Ballot(0, 1);
  private static final Ballot LOW = new Ballot(1, 2);
  private static final Ballot HIGH = new Ballot(2, 3);
  private static final Value A = Value.of(1, 1, new byte[] {'a'});
  private static final Value B = Value.of(1, 2, new byte[] {'b'});

  private final Acceptor acceptor = new Acceptor(FIRST, 8, 1500);

  @Test
  void aVoteIsAPromiseToo() {
    acceptor.vote(HIGH, 0, A);

    assertThat(acceptor.promised()).isEqualTo(HIGH);
    assertThat(acceptor.refuses(LOW)).isTrue();
    assertThatThrownBy(() -> acceptor.vote(LOW, 1, B)).isInstanceOf(AssertionError.class);
    assertThat(acceptor.votedValue(1)).as("no vote was cast").isNull();
  }

  @Test
  void aVoteIsNewOnceInABallot() {
    assertThat(acceptor.vote(LOW, 0, A)).isTrue();
    assertThat(acceptor.vote(LOW, 0, A)).isFalse();
    assertThat(acceptor.vote(HIGH, 0, B)).isTrue();
    assertThat(acceptor.votedValue(0)).isEqualTo(B);
  }

  @Test
  void whatOthersHaveToldIsRememberedWithItsPromise() {
    acceptor.remember(HIGH, List.of(new Vote(12, LOW, A), new Vote(14, HIGH, B)), 11);

    assertThat(acceptor.promised()).as("also above all votes").isEqualTo(HIGH);
    assertThat(acceptor.votedBallot(12)).isEqualTo(LOW.packed());
    assertThat(acceptor.votedValue(14)).isEqualTo(B);
    assertThat(acceptor.votesEnd()).isEqualTo(15);
    assertThat(acceptor.outruns(10)).as("votes below slot 11 are not held").isTrue();
    assertThat(acceptor.outruns(11)).isFalse();
  }

  @Test
  void aCandidateIsOutrunByAVoteBeyondItsWindow() {
    acceptor.vote(LOW, 7, A);
    assertThat(acceptor.outruns(0)).as("slots 0 to 7 are its window").isFalse();
    acceptor.vote(LOW, 8, A);
    assertThat(acceptor.outruns(1)).isFalse();
    assertThat(acceptor.outruns(0)).isTrue();
  }

  @Test
  void aCandidateIsOutrunWhereVotesAreForgotten() {
    acceptor.vote(LOW, 10, A);
    acceptor.forgetBelow(5);

    assertThat(acceptor.outruns(4)).isTrue();
    assertThat(acceptor.outruns(5)).isFalse();
  }
}
