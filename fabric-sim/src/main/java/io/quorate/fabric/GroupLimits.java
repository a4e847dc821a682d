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
 * @param inFlightSlots slots that a leader has proposed and not delivered at once
 * @param batchValues values that wait and then share a slot
 */
public record GroupLimits(int sessionsMax, int inFlightSlots, int batchValues) {

  /** Most sessions that a file may ask for. */
  static final int SESSIONS_MOST = 1 << 24;

  /** Slots in flight where a file speaks of batches and not of these. */
  static final int IN_FLIGHT_WITH_BATCHES = 64;

  /** What a file means that says nothing of all this. */
  public static final GroupLimits DEFAULT =
      new GroupLimits(
          Limits.DEFAULT.sessionsMax(),
          Limits.DEFAULT.inFlightSlots(),
          Limits.DEFAULT.batchValues());

  /** Reads them from the {@code paxos:} table of a fabric file. */
  static GroupLimits read(Fields fields) {
    Entry sessions = fields.get("sessions");
    Entry inFlight = fields.get("in-flight");
    Entry batch = fields.get("batch");
    int otherwise = batch == null ? DEFAULT.inFlightSlots : IN_FLIGHT_WITH_BATCHES;
    return new GroupLimits(
        sessions == null
            ? DEFAULT.sessionsMax
            : (int) Units.count(sessions, "sessions", 1, SESSIONS_MOST),
        inFlight == null
            ? otherwise
            : (int) Units.count(inFlight, "slots", 1, Limits.WINDOW_SLOTS_MOST),
        batch == null
            ? DEFAULT.batchValues
            : (int) Units.count(batch, "values", 1, Limits.BATCH_VALUES_MOST));
  }

  /** The same with so many slots in flight, and so many values in each. */
  public GroupLimits withPipeline(int slotsInFlight, int valuesInEach) {
    return new GroupLimits(sessionsMax, slotsInFlight, valuesInEach);
  }

  /** The same with another number of sessions. */
  public GroupLimits withSessionsMax(int sessions) {
    return new GroupLimits(sessions, inFlightSlots, batchValues);
  }
}
