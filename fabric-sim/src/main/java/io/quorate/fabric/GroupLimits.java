package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import io.quorate.paxos.Limits;

/**
 * How much the replicas of a group take on.
 *
 * @param sessionsMax sessions remembered; the one unused for longest goes first, and its client is
 *     told
 */
public record GroupLimits(int sessionsMax) {

  /** Most sessions that a file may ask for. */
  static final int SESSIONS_MOST = 1 << 24;

  /** What a file means that says nothing of all this. */
  public static final GroupLimits DEFAULT = new GroupLimits(Limits.DEFAULT.sessionsMax());

  /** Reads them from the {@code paxos:} table of a fabric file. */
  static GroupLimits read(Fields fields) {
    Entry sessions = fields.get("sessions");
    return new GroupLimits(
        sessions == null
            ? DEFAULT.sessionsMax
            : (int) Units.count(sessions, "sessions", 1, SESSIONS_MOST));
  }

  /** The same with another number of sessions. */
  public GroupLimits withSessionsMax(int sessions) {
    return new GroupLimits(sessions);
  }
}
