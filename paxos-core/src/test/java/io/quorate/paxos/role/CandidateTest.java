package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Configurations;
import io.quorate.paxos.QuorumSystem;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Vote;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Phase 1 of one ballot, of a node that has delivered ten slots and holds eight. */
final class CandidateTest {

  private static final Ballot BALLOT = new Ballot(3, 2);
  private static final Ballot LOW = new Ballot(0, 1);
  private static final Ballot HIGH = new Ballot(1, 3);
  private static final Value A = Value.of(1, 1, new byte[] {'a'});
  private static final Value B = Value.of(1, 2, new byte[] {'b'});

  private static final List<Configurations.Epoch> EPOCHS =
      List.of(
          new Configurations.Epoch(
              0,
              Configuration.of(List.of(1, 2, 3), Quorums.majority(3)),
              QuorumSystem.of(Quorums.majority(3))));

  private final Candidate candidate = new Candidate(BALLOT, null, 10, 8, 3, EPOCHS);

  private static Promise promise(long heldFrom, Vote... votes) {
    return new Promise(BALLOT, 10, List.of(votes), 30, true, 0, heldFrom);
  }

  @Test
  void theHighestVoteCounts() {
    candidate.promise(0, promise(0, new Vote(11, HIGH, A)));
    candidate.promise(1, promise(0, new Vote(11, LOW, B)));

    assertThat(candidate.hasQuorum()).isTrue();
    assertThat(candidate.valueFor(11)).isEqualTo(A);
    assertThat(candidate.valueFor(10)).isEqualTo(Value.NOOP);
    assertThat(candidate.votesEnd()).isEqualTo(12);
  }

  @Test
  void aPromiseThatComesTwiceIsOnePromise() {
    candidate.promise(0, promise(0));

    assertThat(candidate.promise(0, promise(0))).isFalse();
    assertThat(candidate.hasQuorum()).isFalse();
  }

  @Test
  void whereAMemberMayHaveForgottenVotesNothingElseIsProposed() {
    candidate.promise(0, promise(0));
    candidate.promise(1, promise(13));

    assertThat(candidate.hasQuorum()).isFalse();
    assertThat(candidate.isOutrun()).isTrue();
    assertThat(candidate.chosenBelow()).isEqualTo(13);
  }

  @Test
  void votesForgottenBelowWhatIsDeliveredHereDoNotMatter() {
    candidate.promise(0, promise(10));
    candidate.promise(1, promise(10));

    assertThat(candidate.hasQuorum()).isTrue();
  }

  @Test
  void aVoteBeyondTheWindowTellsThatOthersAreAhead() {
    candidate.promise(0, promise(0, new Vote(18, LOW, A)));

    assertThat(candidate.isOutrun()).isTrue();
    assertThat(candidate.chosenBelow()).isEqualTo(11);
  }

  @Test
  void aPageThatLeadsNoFurtherIsNotTaken() {
    Promise still = new Promise(BALLOT, 10, List.of(), 10, false, 0, 0);
    Promise further = new Promise(BALLOT, 10, List.of(), 11, false, 0, 0);

    assertThat(candidate.promise(0, still)).isFalse();
    assertThat(candidate.ask(0).fromSlot()).isEqualTo(10);
    assertThat(candidate.promise(0, further)).isTrue();
    assertThat(candidate.ask(0).fromSlot()).isEqualTo(11);
  }

  @Test
  void whoeverIsHandedTheLeadSaysSo() {
    Candidate heir = new Candidate(BALLOT, LOW, 10, 8, 3, EPOCHS);

    assertThat(heir.isHeir()).isTrue();
    assertThat(heir.ask(0).handedOver()).isEqualTo(LOW);
    assertThat(candidate.isHeir()).isFalse();
    assertThat(candidate.ask(0).handedOver()).isNull();
  }
}
