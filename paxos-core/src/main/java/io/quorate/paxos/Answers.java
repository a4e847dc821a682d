package io.quorate.paxos;

import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.machine.Sessions;
import io.quorate.paxos.machine.SnapshotReader;
import io.quorate.paxos.machine.SnapshotWriter;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.message.Message.Reply;

/** The side that clients see: what became of a request, and what they are told. */
final class Answers {

  private final Configurations configurations;
  private final Execution execution;
  private final int resultBytesMax;

  Answers(ReplicaConfig config, Configurations configurations, Execution execution) {
    this.configurations = configurations;
    this.execution = execution;
    this.resultBytesMax = config.limits().valueBytesMax();
  }

  /** What is known of a request, without executing anything. */
  Sessions.Admission look(Value value) {
    return execution.look(value);
  }

  /** Executes the value of the next slot. */
  Execution.Outcome execute(Value value) {
    return execution.execute(value);
  }

  /** True if questions can be answered here. */
  boolean readable() {
    return execution.answers();
  }

  /** Answers a question as of the slots executed so far. */
  void read(Value query, int trusted, Effects out) {
    byte[] result = execution.query(query.bytes());
    if (result.length > resultBytesMax) {
      refuse(query, Reason.TOO_LARGE, trusted, out);
    } else {
      answer(query, new Reply(Value.of(query.session(), query.sequence(), result)), out);
    }
  }

  /** Uses a request that is executed by somebody else; only a fresh one is to be. */
  Execution.Outcome admit(Value value) {
    return execution.admit(value);
  }

  /** Keeps the result of a request that was just admitted. */
  void remember(Value value, byte[] result) {
    execution.remember(value, result);
  }

  /** All that was executed and which configurations that led to, in bytes. */
  byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter();
    configurations.write(out);
    out.writeBytes(execution.snapshot());
    return out.toBytes();
  }

  /**
   * Becomes what another replica was.
   *
   * @throws IllegalArgumentException if the bytes are no snapshot of this group
   */
  void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot);
    Configurations restored = configurations.read(in);
    byte[] executed = in.readBytes();
    in.end();
    execution.restore(executed);
    configurations.become(restored);
  }

  /** Digest of machine and configurations; 0 without a machine if no configuration followed. */
  long stateDigest() {
    return execution.digest() ^ configurations.digest();
  }

  /** Tells the result of an executed request, if there is one; asked again, tells it again. */
  void reply(Value request, int trusted, Effects out) {
    byte[] result = execution.result(request);
    if (result == null) {
      return;
    }
    if (result.length > resultBytesMax) {
      refuse(request, Reason.TOO_LARGE, trusted, out);
    } else {
      answer(request, new Reply(Value.of(request.session(), request.sequence(), result)), out);
    }
  }

  /** Refuses a request, with the node that leads, 0 if nobody is known to. */
  void refuse(Value request, Reason reason, int trusted, Effects out) {
    answer(request, new Refusal(request.session(), request.sequence(), reason, trusted), out);
  }

  /** Refuses a request of a forgotten session, and tells where its client may go on. */
  void expired(Value request, int trusted, Effects out) {
    long session = request.session();
    long horizon = execution.highest(session);
    Refusal refusal = new Refusal(session, request.sequence(), Reason.EXPIRED, trusted, horizon);
    answer(request, refusal, out);
  }

  private static void answer(Value request, Message message, Effects out) {
    out.add(new Effect.Answer(request.session(), message));
  }
}
