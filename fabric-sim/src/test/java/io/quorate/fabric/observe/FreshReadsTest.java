package io.quorate.fabric.observe;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FreshReadsTest {

  private static final int WRITER = 5;
  private static final int READER = 6;

  private final Reports reports = new Reports();
  private final FreshReads reads = new FreshReads(reports::report);

  private static Value value(int session, int sequence, String text) {
    return Value.of(session, sequence, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] frame(Message message) {
    return PaxosFrame.of(0x0200_0000_0001L, 0x0200_0000_0002L, new Envelope(1, 1, 1, message));
  }

  private void write(int node, int slot) {
    Value write = value(WRITER, slot + 1, "put k " + slot);
    reads.delivered(node, new Effect.Deliver(slot, write, Outcome.EXECUTED, 0));
  }

  private void tellOfWrite(int slot) {
    reads.answered(frame(new Message.Reply(value(WRITER, slot + 1, "ok"))));
  }

  private void ask(int read) {
    reads.asked(frame(new Message.Read(value(READER, read, "get k"))));
  }

  private void answer(int node, int read) {
    Message reply = new Message.Reply(value(READER, read, "ok v"));
    reads.sent(node, 0, reply);
    reads.answered(frame(reply));
  }

  @Test
  void anAnswerThatShowsWhatWasToldIsFresh() {
    write(1, 0);
    tellOfWrite(0);
    ask(1);
    answer(1, 1);

    reports.assertSilent();
  }

  @Test
  void oneFromAStateBeforeAWriteThatWasAnsweredIsStale() {
    write(1, 0);
    tellOfWrite(0);
    ask(1);
    answer(2, 1);

    reports.assertReported("fresh reads");
  }

  @Test
  void aWriteThatIsAnsweredLaterNeedNotBeShown() {
    write(1, 0);
    ask(1);
    tellOfWrite(0);
    answer(2, 1);

    reports.assertSilent();
  }

  @Test
  void whatOneReadHasShownTheNextMustShow() {
    write(1, 0);
    ask(1);
    answer(1, 1);
    ask(2);
    answer(2, 2);

    reports.assertReported("fresh reads");
  }

  @Test
  void aReadThatIsAskedAgainIsJudgedByItsFirstAsking() {
    ask(1);
    write(1, 0);
    tellOfWrite(0);
    ask(1);
    answer(2, 1);

    reports.assertSilent();
  }

  @Test
  void aSnapshotBringsAStateAndAStartTakesItAway() {
    write(1, 0);
    tellOfWrite(0);
    reads.installed(2, new Effect.Installed(0, 1, 0));
    ask(1);
    answer(2, 1);
    reports.assertSilent();

    reads.started(2, 2);
    ask(2);
    answer(2, 2);
    reports.assertReported("fresh reads");
  }
}
