package io.quorate.paxos.wire;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.message.Message.Vote;
import io.quorate.paxos.message.SnapshotName;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Any message that the wire can carry, from any sender. */
final class Envelopes extends DomainContextBase {

  private static Arbitrary<Integer> u16() {
    return Arbitraries.integers().between(0, 0xFFFF);
  }

  private static Arbitrary<Long> slots() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<Ballot> ballots() {
    Arbitrary<Integer> rounds = Arbitraries.integers().greaterOrEqual(0);
    return Combinators.combine(rounds, u16()).as(Ballot::new);
  }

  private static Arbitrary<Value> clientValues(int bytesMax) {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(bytesMax))
        .as(Value::of);
  }

  private static Arbitrary<Value> values(int bytesMax) {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(5, clientValues(bytesMax)),
        net.jqwik.api.Tuple.of(
            1, clientValues(bytesMax).list().ofMinSize(2).ofMaxSize(5).map(Value::batch)),
        net.jqwik.api.Tuple.of(
            1,
            clientValues(bytesMax)
                .map(value -> Value.change(value.session(), value.sequence(), value.bytes()))),
        net.jqwik.api.Tuple.of(1, Arbitraries.just(Value.NOOP)));
  }

  private static Arbitrary<Message> promises() {
    Arbitrary<Long> from = Arbitraries.longs().between(0, Long.MAX_VALUE / 2);
    Arbitrary<Integer> gaps = Arbitraries.integers().between(0, 1000);
    Arbitrary<Vote> votes =
        Combinators.combine(gaps, ballots(), values(40))
            .as((gap, ballot, value) -> new Vote(gap, ballot, value));
    return Combinators.combine(
            ballots(),
            from,
            votes.list().ofMaxSize(8),
            gaps,
            Arbitraries.of(true, false),
            slots(),
            slots(),
            knowns())
        .as(Envelopes::promise);
  }

  /** As a promise, but where that has nothing to tell it is the last page. */
  private static Arbitrary<Message> recovereds() {
    return Combinators.combine(Arbitraries.integers(), promises())
        .as(
            (incarnation, message) -> {
              Message.Promise page = (Message.Promise) message;
              return new Message.Recovered(
                  incarnation,
                  page.ballot(),
                  page.fromSlot(),
                  page.votes(),
                  page.last() || page.votes().isEmpty(),
                  page.watermark(),
                  page.heldFrom(),
                  page.known());
            });
  }

  static Arbitrary<Incarnations> knowns() {
    Arbitrary<Integer> incarnations = Arbitraries.integers().filter(each -> each != 0 && each != 1);
    return Arbitraries.maps(u16(), incarnations)
        .ofMaxSize(5)
        .map(
            entries -> {
              Incarnations known = Incarnations.FIRST;
              for (var entry : entries.entrySet()) {
                known = known.with(entry.getKey(), entry.getValue());
              }
              return known;
            });
  }

  /** The slots of the votes come as gaps between them, so that they ascend. */
  private static Message promise(
      Ballot ballot,
      long from,
      List<Vote> gaps,
      int gapAfter,
      boolean last,
      long watermark,
      long heldFrom,
      Incarnations known) {
    List<Vote> votes = new ArrayList<>();
    long next = from;
    for (Vote vote : gaps) {
      votes.add(new Vote(next + vote.slot(), vote.ballot(), vote.value()));
      next += vote.slot() + 1;
    }
    return new Message.Promise(
        ballot, from, votes, next + gapAfter, last, watermark, heldFrom, known);
  }

  /** A piece somewhere in a snapshot that is as large as it must be, or larger. */
  private static Arbitrary<Message.Piece> pieces() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(0, 1 << 20);
    return Combinators.combine(
            slots().filter(slot -> slot > 0),
            sizes,
            sizes,
            Arbitraries.integers(),
            Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(200))
        .as(
            (slot, before, after, checksum, bytes) ->
                new Message.Piece(
                    new SnapshotName(slot, before + bytes.length + after, checksum),
                    before,
                    bytes));
  }

  private static Arbitrary<Message> refusals() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.of(Reason.values()),
            u16(),
            Arbitraries.longs())
        .as(
            (session, sequence, reason, leader, horizon) ->
                new Message.Refusal(
                    session, sequence, reason, leader, reason == Reason.EXPIRED ? horizon : 0));
  }

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.oneOf(
        slots().map(Message.Join::new),
        clientValues(200).map(Message.Client::new),
        clientValues(200).map(Message.Read::new),
        Combinators.combine(ballots(), slots(), values(200)).as(Message.Accept::new),
        Combinators.combine(ballots(), slots(), knowns()).as(Message.Learn::new),
        Combinators.combine(ballots(), slots(), slots(), slots()).as(Message.Trust::new),
        Combinators.combine(ballots(), slots(), slots(), knowns()).as(Message.Ack::new),
        slots().map(Message.Recover::new),
        recovereds(),
        ballots().map(Message.Canvass::new),
        ballots().map(Message.Support::new),
        pieces(),
        pieces().map(piece -> new Message.Fetch(piece.snapshot(), piece.offset())),
        Combinators.combine(ballots(), slots(), ballots().injectNull(0.5)).as(Message.Prepare::new),
        Combinators.combine(ballots(), slots()).as(Message.HandOver::new),
        promises(),
        ballots().map(Message.Nack::new),
        clientValues(200).map(Message.Reply::new),
        refusals(),
        Combinators.combine(slots(), Arbitraries.integers().between(1, 0xFFFF))
            .as(Message.Repair::new),
        Combinators.combine(slots(), values(200)).as(Message.Chosen::new));
  }

  @Provide
  Arbitrary<Envelope> envelopes() {
    return Combinators.combine(u16(), u16(), Arbitraries.integers(), messages()).as(Envelope::new);
  }
}
