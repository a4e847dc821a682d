package io.quorate.paxos.machine;

import io.quorate.paxos.Value;
import org.jspecify.annotations.Nullable;

/**
 * Executes ordered values, each request of a session at most once, however many slots it was put
 * into. Replicated state: it changes only by {@link #execute}, in slot order.
 */
public final class Execution {

  private static final byte[] NOTHING = new byte[0];

  /** What became of a value. */
  public enum Outcome {
    /** Executed now, for the first and only time. */
    EXECUTED,
    /** Executed in an earlier slot. */
    REPEATED,
    /** So old that it may have been executed; not executed again. */
    STALE,
    /**
     * Of a session that was forgotten, so that it may have been executed, or with a sequence that
     * leaps too far; not executed again.
     */
    EXPIRED,
    /** A no-op: nothing to execute. */
    NOOP,
    /** A change of the configuration, which will be in force. */
    RECONFIGURED,
    /** A change of the configuration that does not follow the newest; without effect. */
    REJECTED
  }

  private final int sessionsMax;
  private Sessions sessions;
  private final @Nullable StateMachine machine;

  /**
   * @param sessionsMax sessions remembered
   * @param machine what executes the values; null when delivered values are acted on outside the
   *     replica, as packets are
   */
  public Execution(int sessionsMax, @Nullable StateMachine machine) {
    this.sessionsMax = sessionsMax;
    this.sessions = new Sessions(sessionsMax);
    this.machine = machine;
  }

  /** Executes the value of the next slot. */
  public Outcome execute(Value value) {
    if (value.isNoop()) {
      return Outcome.NOOP;
    }
    return switch (sessions.admit(value.session(), value.sequence())) {
      case REPEATED -> Outcome.REPEATED;
      case STALE -> Outcome.STALE;
      case EXPIRED -> Outcome.EXPIRED;
      case FRESH -> {
        if (machine != null) {
          byte[] result = machine.apply(value.bytes());
          sessions.remember(value.session(), value.sequence(), result);
        }
        yield Outcome.EXECUTED;
      }
    };
  }

  /** True if there is a machine, which answers questions. */
  public boolean answers() {
    return machine != null;
  }

  /** The machine's answer to a question, as of the slots executed so far; changes nothing. */
  public byte[] query(byte[] question) {
    if (machine == null) {
      throw new AssertionError("a question, and no machine to answer it");
    }
    return machine.query(question);
  }

  /**
   * Uses a request that is not for the machine; the caller executes it if it is fresh, and has its
   * result remembered.
   */
  public Outcome admit(Value value) {
    return switch (sessions.admit(value.session(), value.sequence())) {
      case REPEATED -> Outcome.REPEATED;
      case STALE -> Outcome.STALE;
      case EXPIRED -> Outcome.EXPIRED;
      case FRESH -> Outcome.EXECUTED;
    };
  }

  /** Keeps the result of a request that was just admitted. */
  public void remember(Value value, byte[] result) {
    sessions.remember(value.session(), value.sequence(), result);
  }

  /** What is known of a request, without executing anything. */
  public Sessions.Admission look(Value value) {
    return sessions.look(value.session(), value.sequence());
  }

  /** The sequence above which the session's client may go on. */
  public long highest(long session) {
    return sessions.highest(session);
  }

  /** The result of a request executed earlier, or null if there is none or it is forgotten. */
  public byte @Nullable [] result(Value value) {
    return sessions.result(value.session(), value.sequence());
  }

  /** Sessions and machine in bytes, the same on every replica that executed the same slots. */
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter();
    sessions.write(out);
    out.writeBytes(machine == null ? NOTHING : machine.snapshot());
    return out.toBytes();
  }

  /**
   * Becomes what another replica was when it took the snapshot.
   *
   * @throws IllegalArgumentException if it is none of this group; then nothing has changed
   */
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot);
    Sessions restored = Sessions.read(sessionsMax, in);
    byte[] state = in.readBytes();
    in.end();
    if (machine != null) {
      machine.restore(state);
    }
    sessions = restored;
  }

  /** Digest of the machine's state; 0 without a machine. */
  public long digest() {
    return machine == null ? 0 : machine.digest();
  }
}
