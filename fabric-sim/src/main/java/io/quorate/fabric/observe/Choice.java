package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sees what is chosen before any replica knows it: a value is, when a quorum has voted for it in
 * one ballot. From then on nothing else may be proposed for the slot in a higher ballot (P2b of
 * "Paxos Made Simple", section 2.2), and nothing else may be delivered; and nothing may be
 * delivered that is not chosen.
 */
public final class Choice implements Observer {

  private record Proposal(long slot, Ballot ballot) {}

  /** What is chosen for a slot, and in which ballot a quorum first voted for it. */
  private record Chosen(Ballot ballot, Value value) {}

  /** Is told when a vote completes a quorum. */
  @FunctionalInterface
  public interface Listener {

    /**
     * The slot's value is chosen, whether or not any replica knows it yet.
     *
     * @param node whose vote it was
     */
    void chosen(int node, long slot, Ballot ballot);
  }

  private final int quorum;
  private final Report report;
  private final Listener listener;
  private final Map<Proposal, Value> proposed = new LinkedHashMap<>();
  private final Map<Proposal, BitSet> votes = new LinkedHashMap<>();
  private final Map<Long, Chosen> chosen = new LinkedHashMap<>();

  /** The batch of which a value was delivered last, and its values. */
  private Value batch = Value.NOOP;

  private List<Value> parts = List.of();

  /**
   * @param quorum members whose votes choose a value
   */
  public Choice(int quorum, Report report, Listener listener) {
    this.quorum = quorum;
    this.report = report;
    this.listener = listener;
  }

  @Override
  public void sent(int node, int to, Message message) {
    if (message instanceof Message.Accept accept) {
      proposed(accept);
    } else if (message instanceof Message.Learn learn) {
      voted(node, learn);
    }
  }

  private void proposed(Message.Accept accept) {
    proposed.putIfAbsent(new Proposal(accept.slot(), accept.ballot()), accept.value());
    Chosen already = chosen.get(accept.slot());
    if (already != null
        && accept.ballot().compareTo(already.ballot()) > 0
        && !accept.value().equals(already.value())) {
      report.violation(
          "chosen stays chosen",
          "slot "
              + accept.slot()
              + ": "
              + already.value()
              + " was chosen in "
              + already.ballot()
              + ", and "
              + accept.ballot()
              + " proposes "
              + accept.value());
    }
  }

  private void voted(int node, Message.Learn learn) {
    Proposal proposal = new Proposal(learn.slot(), learn.ballot());
    Value value = proposed.get(proposal);
    if (value == null) {
      report.violation(
          "vote for a proposal",
          "node "
              + node
              + " voted in "
              + learn.ballot()
              + " for slot "
              + learn.slot()
              + ", where nothing was proposed");
      return;
    }
    if (chosen.containsKey(learn.slot())) {
      return;
    }
    BitSet voters = votes.computeIfAbsent(proposal, key -> new BitSet());
    voters.set(node);
    if (voters.cardinality() >= quorum) {
      chosen.put(learn.slot(), new Chosen(learn.ballot(), value));
      votes.remove(proposal);
      listener.chosen(node, learn.slot(), learn.ballot());
    }
  }

  /** True if what is delivered stands at its place in the chosen value. */
  private boolean isPart(Value whole, Effect.Deliver delivery) {
    if (!whole.isBatch()) {
      return delivery.index() == 0 && delivery.last() && whole.equals(delivery.value());
    }
    if (!whole.equals(batch)) {
      batch = whole;
      parts = whole.parts();
    }
    return delivery.index() < parts.size()
        && delivery.last() == (delivery.index() == parts.size() - 1)
        && parts.get(delivery.index()).equals(delivery.value());
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    Chosen expected = chosen.get(delivery.slot());
    if (expected == null) {
      report.violation(
          "delivered when chosen",
          "node " + node + " delivered slot " + delivery.slot() + " before a quorum voted for it");
    } else if (!isPart(expected.value(), delivery)) {
      report.violation(
          "agreement",
          "slot "
              + delivery.slot()
              + ": chosen is "
              + expected.value()
              + ", node "
              + node
              + " delivered "
              + delivery.value());
    }
  }
}
