package io.quorate.paxos;

/**
 * Intervals of the logical clock, in ticks. Only liveness depends on them.
 *
 * @param heartbeatTicks between two TRUSTs of the leader
 * @param electionTicksMin least silence after which a replica stands for election
 * @param electionTicksMax most such silence; the number is drawn anew for each leader and candidacy
 * @param retransmitTicks after which what was not answered is sent again
 */
public record Timing(
    int heartbeatTicks, int electionTicksMin, int electionTicksMax, int retransmitTicks) {

  /** Heartbeat 10, election 60 to 120, retransmission 15. */
  public static final Timing DEFAULT = new Timing(10, 60, 120, 15);

  public Timing {
    if (heartbeatTicks < 1 || retransmitTicks < 1) {
      throw new IllegalArgumentException("heartbeat and retransmission need at least one tick");
    }
    if (electionTicksMin <= heartbeatTicks || electionTicksMax < electionTicksMin) {
      throw new IllegalArgumentException(
          "election ticks "
              + electionTicksMin
              + ".."
              + electionTicksMax
              + " must be a range above the heartbeat of "
              + heartbeatTicks);
    }
  }
}
