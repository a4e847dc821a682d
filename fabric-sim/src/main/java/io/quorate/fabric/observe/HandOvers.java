package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.message.Message;

/**
 * Drained, then handed over: whoever offers its leadership to another has proposed nothing that the
 * other has not delivered, so that the heir finds nothing to finish. And where the first leader is
 * preferred, it is given the lead back only after it could be watched for as long as it is said.
 */
public final class HandOvers implements Observer {

  /** No hand-back is too soon. */
  public static final int ANY_TIME = 0;

  /** What a node has said in the ballot in which it led last. */
  private static final class Term {
    Ballot ballot;
    long proposedBelow;
    int heartbeats;

    Term(Ballot ballot) {
      this.ballot = ballot;
    }

    void turnTo(Ballot spokenIn) {
      if (!ballot.equals(spokenIn)) {
        ballot = spokenIn;
        proposedBelow = 0;
        heartbeats = 0;
      }
    }
  }

  private final Term[] terms;
  private final long[] deliveredBelow;
  private final int preferred;
  private final int heartbeatsLeast;
  private final Report report;

  /**
   * @param members of the group
   * @param preferred node to which the lead is handed back; 0 if there is none
   * @param heartbeatsLeast that a leader has sent before it hands back, or {@link #ANY_TIME}
   */
  public HandOvers(int members, int preferred, int heartbeatsLeast, Report report) {
    this.terms = new Term[members + 1];
    for (int node = 0; node <= members; node++) {
      terms[node] = new Term(new Ballot(0, Math.max(1, node)));
    }
    this.deliveredBelow = new long[members + 1];
    this.preferred = preferred;
    this.heartbeatsLeast = heartbeatsLeast;
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    if (delivery.last()) {
      deliveredBelow[node] = Math.max(deliveredBelow[node], delivery.slot() + 1);
    }
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    deliveredBelow[node] = Math.max(deliveredBelow[node], installed.slot());
  }

  @Override
  public void sent(int node, int to, Message message) {
    Term term = terms[node];
    if (message instanceof Message.Accept accept) {
      term.turnTo(accept.ballot());
      term.proposedBelow = Math.max(term.proposedBelow, accept.slot() + 1);
    } else if (message instanceof Message.Trust trust && to == 0) {
      term.turnTo(trust.ballot());
      term.heartbeats++;
    } else if (message instanceof Message.HandOver turn) {
      term.turnTo(turn.ballot());
      drained(node, to, term);
      earned(node, to, term);
    }
  }

  private void drained(int node, int heir, Term term) {
    if (deliveredBelow[heir] < term.proposedBelow) {
      report.violation(
          "drained before handed over",
          "node %d hands over to %d, which has delivered below %d; proposed below %d"
              .formatted(node, heir, deliveredBelow[heir], term.proposedBelow));
    }
  }

  private void earned(int node, int heir, Term term) {
    if (heir == preferred && term.heartbeats < heartbeatsLeast) {
      report.violation(
          "handed back when earned",
          "node %d hands back to %d after %d heartbeats, not %d"
              .formatted(node, heir, term.heartbeats, heartbeatsLeast));
    }
  }
}
