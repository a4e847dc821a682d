package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What acceptors and leaders say never goes back on what they said: no vote or promise below an
 * earlier promise, no ballot used by a node that does not own it, and in one ballot never two
 * values for a slot.
 */
public final class Promises implements Observer {

  private record Proposal(Ballot ballot, long slot) {}

  private final Report report;
  private final Map<Integer, Ballot> promised = new LinkedHashMap<>();
  private final Map<Proposal, Value> proposals = new LinkedHashMap<>();

  public Promises(Report report) {
    this.report = report;
  }

  @Override
  public void sent(int node, int to, Message message) {
    switch (message) {
      case Message.Promise promise -> atLeast(node, promise.ballot(), "promised");
      case Message.Learn learn -> atLeast(node, learn.ballot(), "voted");
      case Message.Prepare prepare -> owned(node, prepare.ballot());
      case Message.Trust trust -> owned(node, trust.ballot());
      case Message.Accept accept -> proposed(node, accept);
      case Message.Canvass canvass -> owned(node, canvass.ballot());
      case Message.HandOver turn -> owned(node, turn.ballot());
      case Message.Ack m -> {}
      case Message.Support m -> {}
      case Message.Piece m -> {}
      case Message.Fetch m -> {}
      case Message.Recover m -> {}
      case Message.Recovered m -> {}
      case Message.Client m -> {}
      case Message.Chosen m -> {}
      case Message.Join m -> {}
      case Message.Nack m -> {}
      case Message.Refusal m -> {}
      case Message.Read m -> {}
      case Message.Repair m -> {}
      case Message.Reply m -> {}
    }
  }

  /** What was never counted it may have forgotten; the observer of what is chosen sees the rest. */
  @Override
  public void started(int node, int incarnation) {
    promised.remove(node);
  }

  private void atLeast(int node, Ballot ballot, String did) {
    Ballot before = promised.get(node);
    if (before != null && ballot.compareTo(before) < 0) {
      report.violation(
          "promise", "node " + node + " " + did + " in " + ballot + " after promising " + before);
    }
    promised.put(node, ballot);
  }

  private void owned(int node, Ballot ballot) {
    if (ballot.node() != node) {
      report.violation("ballot owner", "node " + node + " used ballot " + ballot);
    }
  }

  private void proposed(int node, Message.Accept accept) {
    owned(node, accept.ballot());
    Value before =
        proposals.putIfAbsent(new Proposal(accept.ballot(), accept.slot()), accept.value());
    if (before != null && !before.equals(accept.value())) {
      report.violation(
          "one value a ballot",
          "in ballot "
              + accept.ballot()
              + " slot "
              + accept.slot()
              + " got "
              + before
              + " and "
              + accept.value());
    }
  }
}
