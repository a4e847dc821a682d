package io.quorate.paxos;

/**
 * Who should lead where members are not alike: say, a switch that is quick and may reboot, and a
 * server that is slow and steady. The backup is less patient than all others when a leader falls
 * silent, so it stands first; the preferred leader is handed the lead back when it has followed
 * steadily for so long.
 *
 * <p>None of this has to do with safety. Every leader has its ballot by phase 1, and who stands
 * when, and who hands over to whom, is liveness only: a group in which all members were told
 * different successions would agree as well as any.
 *
 * @param preferred node id of the leader that is wanted; 0 for none
 * @param backup node id of the member that stands first; 0 for none
 * @param steadyTicks ticks for which the preferred leader must have followed before it is handed
 *     the lead; 0 for never
 */
public record Succession(int preferred, int backup, int steadyTicks) {

  /** All members are alike. */
  public static final Succession NONE = new Succession(0, 0, 0);

  public Succession {
    if (steadyTicks < 0 || (steadyTicks > 0 && preferred == 0)) {
      throw new IllegalArgumentException(
          "hand back to " + preferred + " after " + steadyTicks + " ticks");
    }
    if (preferred != 0 && preferred == backup) {
      throw new IllegalArgumentException("node " + backup + " cannot be its own backup");
    }
  }

  /** Least silence, in ticks, after which the node asks whether it should stand. */
  int patienceMin(int node, Timing timing) {
    return backup == 0 || backup == node
        ? timing.electionTicksMin()
        : Math.min(
            timing.electionTicksMax(), timing.electionTicksMin() + 2 * timing.retransmitTicks());
  }

  /** Most such silence. */
  int patienceMax(int node, Timing timing) {
    return backup == node && node != 0 ? timing.electionTicksMin() : timing.electionTicksMax();
  }
}
