package io.quorate.paxos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.message.SnapshotName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fields with values that no encoder writes, each behind a right checksum. */
final class MalformedTest {

  private static final Ballot BALLOT = new Ballot(3, 2);
  private static final Value VALUE = Value.of(9, 1, new byte[] {1, 2, 3});
  private static final Message ACCEPT = new Message.Accept(BALLOT, 5, VALUE);

  private static final Message PROMISE =
      new Message.Promise(
          BALLOT,
          4,
          List.of(new Vote(4, BALLOT, VALUE), new Vote(6, BALLOT, Value.NOOP)),
          7,
          true,
          0,
          0);

  private static final Message LEARN =
      new Message.Learn(BALLOT, 5, Incarnations.FIRST.with(2, 7).with(4, 2));

  private static final Message RECOVERED =
      new Message.Recovered(2, BALLOT, 5, List.of(), true, 1, 3, Incarnations.FIRST);

  private static final int FIRST_VOTE = Layout.HEADER_BYTES;
  private static final int SECOND_VOTE = FIRST_VOTE + Layout.VOTE_HEADER_BYTES + 3;

  private static byte[] frame(Message message) {
    return Encoder.encode(new Envelope(1, 2, 1, message));
  }

  /** Why the frame is refused once the bytes at {@code at} are replaced. */
  private static String reason(Message message, int at, int... bytes) {
    byte[] frame = frame(message);
    for (int i = 0; i < bytes.length; i++) {
      frame[at + i] = (byte) bytes[i];
    }
    return reason(EtherType.of(message), frame, Layout.u16(frame(message), Layout.LENGTH));
  }

  private static String reason(EtherType type, byte[] frame, int valueBytes) {
    Encoder.seal(type, frame, 0, valueBytes);
    return switch (Decoder.decode(type.code(), frame, 0, frame.length)) {
      case Decoded.Malformed malformed -> malformed.reason();
      case Decoded.Frame decoded -> "decoded as " + decoded.envelope();
    };
  }

  @Test
  void theUntouchedFramesAreWellFormed() {
    assertThat(reason(ACCEPT, 0)).startsWith("decoded");
    assertThat(reason(PROMISE, 0)).startsWith("decoded");
  }

  @Test
  void theMagicAndTheVersionMustBeOurs() {
    assertThat(reason(ACCEPT, Layout.MAGIC, 0x51, 0x51)).isEqualTo("wrong magic");
    assertThat(reason(ACCEPT, Layout.VERSION, 2)).isEqualTo("unknown version 2");
  }

  @Test
  void aSlotIsNotNegative() {
    assertThat(reason(ACCEPT, Layout.SLOT, 0x80)).isEqualTo("slot out of range");
  }

  @Test
  void aRoundIsNotNegative() {
    assertThat(reason(ACCEPT, Layout.ROUND, 0x80)).isEqualTo("ballot round out of range");
  }

  @Test
  void unknownFlagsAreRefused() {
    assertThat(reason(ACCEPT, Layout.FLAGS, 0x40)).isEqualTo("unknown flags");
    assertThat(reason(ACCEPT, Layout.FLAGS, 0x80)).isEqualTo("unknown flags");
  }

  @Test
  void aNoopCarriesNoValue() {
    assertThat(reason(ACCEPT, Layout.FLAGS, Layout.FLAG_NOOP)).startsWith("no-op flag");
  }

  @Test
  void onlyAnAcceptOrAChosenMayBeANoop() {
    Value empty = Value.of(9, 1, new byte[0]);
    assertThat(reason(new Message.Client(empty), Layout.FLAGS, Layout.FLAG_NOOP))
        .startsWith("no-op flag");
    assertThat(reason(new Message.Reply(empty), Layout.FLAGS, Layout.FLAG_NOOP))
        .startsWith("no-op flag");
    assertThat(reason(new Message.Learn(BALLOT, 5), Layout.FLAGS, Layout.FLAG_NOOP))
        .startsWith("no-op flag");
    assertThat(reason(new Message.Chosen(5, empty), Layout.FLAGS, Layout.FLAG_NOOP))
        .startsWith("decoded");
  }

  @Test
  void aBatchIsTwoOrMoreWholeValuesOfALeader() {
    Value batch = Value.batch(List.of(VALUE, VALUE));
    Message accept = new Message.Accept(BALLOT, 5, batch);
    int secondLength = Layout.HEADER_BYTES + 21 + 16;
    assertThat(reason(accept, 0)).startsWith("decoded");
    assertThat(reason(accept, secondLength, 0, 2)).startsWith("a batch");
    assertThat(reason(accept, secondLength, 0, 4)).startsWith("a batch");
    assertThat(reason(accept, secondLength, 0xFF, 0xFF)).startsWith("a batch");
    assertThat(reason(accept, Layout.SESSION, 1)).startsWith("a batch");
    assertThat(reason(accept, Layout.SEQUENCE + 7, 1)).startsWith("a batch");
    assertThat(reason(ACCEPT, Layout.FLAGS, Layout.FLAG_BATCH)).startsWith("a batch");
    assertThat(reason(accept, Layout.FLAGS, Layout.FLAG_BATCH | Layout.FLAG_NOOP))
        .startsWith("no-op flag");
    byte[] alone = frame(accept);
    Layout.put16(alone, Layout.LENGTH, 21);
    assertThat(reason(EtherType.ACCEPT, alone, 21)).startsWith("a batch");
  }

  @Test
  void aClientCannotSendABatch() {
    byte[] bytes = Value.batch(List.of(VALUE, VALUE)).bytes();
    Value zero = Value.of(0, 0, bytes);
    assertThat(reason(new Message.Client(zero), Layout.FLAGS, Layout.FLAG_BATCH))
        .startsWith("a batch");
    assertThat(reason(new Message.Reply(zero), Layout.FLAGS, Layout.FLAG_BATCH))
        .startsWith("a batch");
    assertThat(reason(new Message.Learn(BALLOT, 5), Layout.FLAGS, Layout.FLAG_BATCH))
        .startsWith("a batch");
    assertThat(reason(new Message.Chosen(5, zero), Layout.FLAGS, Layout.FLAG_BATCH))
        .startsWith("decoded");
  }

  @Test
  void aBatchThatWasVotedForIsWholeToo() {
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_FLAGS, Layout.FLAG_BATCH))
        .contains("out of range");
    Vote vote = new Vote(4, BALLOT, Value.batch(List.of(VALUE, VALUE)));
    Message promise = new Message.Promise(BALLOT, 4, List.of(vote), 7, true, 0, 0);
    assertThat(reason(promise, 0)).startsWith("decoded");
    assertThat(reason(promise, FIRST_VOTE + Layout.VOTE_HEADER_BYTES + 17, 9))
        .contains("out of range");
    assertThat(reason(promise, FIRST_VOTE + Layout.VOTE_SEQUENCE, 9)).contains("out of range");
  }

  @Test
  void onlyWhatIsPagedHasALastPage() {
    assertThat(reason(ACCEPT, Layout.FLAGS, Layout.FLAG_LAST)).startsWith("last-page flag");
    assertThat(reason(new Message.Client(VALUE), Layout.FLAGS, Layout.FLAG_LAST))
        .startsWith("last-page flag");
  }

  @ParameterizedTest
  @EnumSource(
      value = EtherType.class,
      names = {"JOIN", "LEARN", "TRUST", "PREPARE", "NACK", "REPAIR", "HANDOVER"})
  void typesWithoutAValueCarryNone(EtherType type) {
    assertThat(reason(type, frame(ACCEPT), 3)).isEqualTo(type + " carries no value");
  }

  @Test
  void theBallotThatAHeirNamesIsOne() {
    Message prepare = new Message.Prepare(BALLOT, 5, new Ballot(2, 1));
    assertThat(reason(prepare, 0)).startsWith("decoded");
    assertThat(reason(prepare, Layout.AUX + 2, 0)).startsWith("a ballot handed over");
    assertThat(reason(prepare, Layout.AUX, 0x80)).startsWith("a ballot handed over");
    assertThat(reason(prepare, Layout.AUX + 1, 1)).startsWith("a ballot handed over");
  }

  @Test
  void onlyWhatIsCountedSaysWhatIncarnationsItsSenderKnows() {
    assertThat(reason(ACCEPT, Layout.FLAGS, Layout.FLAG_INCARNATIONS)).startsWith("incarnations");
    assertThat(reason(LEARN, 0)).startsWith("decoded");
  }

  @Test
  void incarnationsAscendAreWholeAndGoNotWithoutSaying() {
    int first = Layout.HEADER_BYTES + Layout.KNOWN_COUNT_BYTES;
    int second = first + Layout.KNOWN_ENTRY_BYTES;
    assertThat(reason(LEARN, Layout.HEADER_BYTES, 0, 0)).startsWith("incarnations");
    assertThat(reason(LEARN, Layout.HEADER_BYTES, 0, 3)).startsWith("incarnations");
    assertThat(reason(LEARN, Layout.HEADER_BYTES, 0, 1)).isEqualTo("LEARN carries no value");
    assertThat(reason(LEARN, second + Layout.KNOWN_NODE, 0, 2)).startsWith("incarnations");
    assertThat(reason(LEARN, second + Layout.KNOWN_INCARNATION, 0, 0, 0, 1))
        .startsWith("incarnations");
    assertThat(reason(LEARN, second + Layout.KNOWN_INCARNATION, 0xFF, 0xFF, 0xFF, 0xFF))
        .startsWith("decoded");
    assertThat(reason(LEARN, Layout.FLAGS, 0)).isEqualTo("LEARN carries no value");
    byte[] tooShort = frame(LEARN);
    Layout.put16(tooShort, Layout.LENGTH, 1);
    assertThat(reason(EtherType.LEARN, tooShort, 1)).startsWith("incarnations");
  }

  @Test
  void aPageForOneWithoutMemoryHasVotesOrIsTheLast() {
    assertThat(reason(RECOVERED, 0)).startsWith("decoded");
    assertThat(reason(RECOVERED, Layout.FLAGS, 0)).startsWith("a page without votes");
    assertThat(reason(RECOVERED, Layout.AUX, 1)).isEqualTo("incarnation out of range");
    assertThat(reason(RECOVERED, Layout.WATERMARK, 0x80)).startsWith("watermark or delivered");
    assertThat(reason(RECOVERED, Layout.HELD_FROM, 0x80)).startsWith("watermark or delivered");
  }

  @Test
  void aRepairAsksForAReasonableNumberOfSlots() {
    Message repair = new Message.Repair(5, 10);
    assertThat(reason(repair, Layout.AUX + 7, 0)).isEqualTo("repair count out of range");
    assertThat(reason(repair, Layout.AUX + 5, 1)).isEqualTo("repair count out of range");
    assertThat(reason(repair, Layout.AUX, 0x80)).isEqualTo("repair count out of range");
  }

  @Test
  void onlyWhatHoldsAValueMayBeAChange() {
    assertThat(reason(ACCEPT, Layout.FLAGS, Layout.FLAG_CHANGE)).startsWith("decoded as");
    assertThat(reason(ACCEPT, Layout.FLAGS, Layout.FLAG_CHANGE | Layout.FLAG_NOOP))
        .contains("flag where there can be none");
    assertThat(reason(new Message.Client(VALUE), Layout.FLAGS, Layout.FLAG_CHANGE))
        .as("clients cannot ask for changes")
        .startsWith("change flag");
    assertThat(reason(new Message.Reply(VALUE), Layout.FLAGS, Layout.FLAG_CHANGE))
        .startsWith("change flag");
    assertThat(reason(new Message.Learn(BALLOT, 5), Layout.FLAGS, Layout.FLAG_CHANGE))
        .startsWith("change flag");
    assertThat(reason(PROMISE, Layout.FLAGS, Layout.FLAG_CHANGE)).startsWith("change flag");
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_FLAGS, Layout.FLAG_CHANGE))
        .startsWith("decoded as");
    assertThat(
            reason(PROMISE, FIRST_VOTE + Layout.VOTE_FLAGS, Layout.FLAG_CHANGE | Layout.FLAG_NOOP))
        .contains("vote");
  }

  @Test
  void aRefusalHasAKnownReasonAndNothingElse() {
    Message refusal = new Message.Refusal(9, 1, Message.Refusal.Reason.BUSY, 3);
    assertThat(reason(refusal, Layout.AUX + 7, 9)).contains("unknown");
    assertThat(reason(refusal, Layout.AUX + 7, 0)).contains("unknown");
    assertThat(reason(refusal, Layout.AUX, 1)).contains("unknown");
  }

  /** An offset of 33 bits must not be taken for the one that is left when the first is cut off. */
  @Test
  void anOffsetLiesInsideItsSnapshotWithAllItsBits() {
    Message fetch = new Message.Fetch(new SnapshotName(9, 100, 7), 5);
    assertThat(reason(fetch, 0)).startsWith("decoded");
    assertThat(reason(fetch, Layout.AUX + 3, 1)).contains("offset beyond its end");
    assertThat(reason(fetch, Layout.AUX, 0x80)).contains("offset beyond its end");
  }

  @Test
  void aHorizonIsToldByThatReasonAlone() {
    Message busy = new Message.Refusal(9, 1, Message.Refusal.Reason.BUSY, 3);
    Message expired = new Message.Refusal(9, 1, Message.Refusal.Reason.EXPIRED, 3, -5);
    assertThat(reason(expired, 0)).startsWith("decoded").contains("horizon=-5");
    assertThat(reason(busy, Layout.AUX + 7, 5)).contains("horizon");
    assertThat(reason(expired, Layout.AUX + 7, 2)).contains("horizon");
    byte[] cut = frame(expired);
    Layout.put16(cut, Layout.LENGTH, 7);
    assertThat(reason(EtherType.REFUSAL, cut, 7)).contains("horizon");
  }

  @Test
  void votesAscendFromTheSlotThatWasAskedFor() {
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_SLOT + 7, 3)).contains("out of order");
    assertThat(reason(PROMISE, SECOND_VOTE + Layout.VOTE_SLOT + 7, 4)).contains("out of order");
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_SLOT, 0x80)).contains("out of range");
    assertThat(reason(PROMISE, Layout.SLOT + 7, 5)).contains("out of order");
  }

  @Test
  void whatAPromiseSaysOfForgottenSlotsIsNotNegative() {
    assertThat(reason(PROMISE, Layout.WATERMARK, 0x80)).startsWith("watermark or first held slot");
    assertThat(reason(PROMISE, Layout.HELD_FROM, 0x80)).startsWith("watermark or first held slot");
  }

  @Test
  void aRoundOfReadsIsNotNegative() {
    Message trust = new Message.Trust(BALLOT, 5, 4, 3);
    assertThat(reason(trust, 0)).startsWith("decoded");
    assertThat(reason(trust, Layout.READ_ROUND, 0x80)).endsWith("read round out of range");
    assertThat(reason(new Message.Ack(BALLOT, 5, 3), Layout.READ_ROUND, 0xFF))
        .isEqualTo("read round out of range");
  }

  @Test
  void theNextPageBeginsBehindTheVotes() {
    assertThat(reason(PROMISE, Layout.AUX + 7, 6)).startsWith("the next page");
    assertThat(reason(PROMISE, Layout.AUX, 0x80)).startsWith("the next page");
  }

  @Test
  void aVoteHasAllItsBytes() {
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_LENGTH, 0xFF)).contains("cut short");
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_LENGTH + 1, 2)).contains("vote");
    byte[] frame = frame(PROMISE);
    Layout.put16(frame, Layout.LENGTH, Layout.u16(frame, Layout.LENGTH) - 1);
    assertThat(reason(EtherType.PROMISE, frame, Layout.u16(frame, Layout.LENGTH)))
        .contains("cut short");
  }

  @Test
  void aVoteHasAPossibleBallotAndKnownFlags() {
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_ROUND, 0x80)).contains("out of range");
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_FLAGS, 2)).contains("out of range");
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_FLAGS, 1)).contains("out of range");
    assertThat(reason(PROMISE, FIRST_VOTE + Layout.VOTE_ZERO, 1)).contains("out of range");
  }
}
