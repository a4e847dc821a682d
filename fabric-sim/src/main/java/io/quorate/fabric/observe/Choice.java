package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

  /** A vote, and which starts of others its voter knew of. */
  private record Cast(int node, int incarnation, Incarnations known) {
    boolean goesWith(Cast other) {
      return node != other.node
          && !Incarnations.isLater(incarnation, other.known.of(node))
          && !Incarnations.isLater(other.incarnation, known.of(other.node));
    }
  }

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

  /** A vote in a slot of which it was not known yet whose votes count there. */
  private record Early(int node, Message.Learn learn) {}

  private final Changes changes;
  private final Report report;
  private final Listener listener;
  private final Map<Proposal, Value> proposed = new LinkedHashMap<>();
  private final Map<Proposal, List<Cast>> votes = new LinkedHashMap<>();
  private final Map<Integer, Integer> incarnations = new LinkedHashMap<>();
  private final Map<Long, Chosen> chosen = new LinkedHashMap<>();
  private final ArrayDeque<Early> early = new ArrayDeque<>();

  /** The batch of which a value was delivered last, and its values. */
  private Value batch = Value.NOOP;

  private List<Value> parts = List.of();

  /**
   * @param changes whose votes count in a slot; hears of deliveries before this
   */
  public Choice(Changes changes, Report report, Listener listener) {
    this.changes = changes;
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

  /**
   * A vote is cast when it is durable, whether or not its node comes to say so; and so is what a
   * leader proposes by its own vote.
   */
  @Override
  public void durable(int node, List<StoreRecord> records) {
    for (StoreRecord record : records) {
      if (record instanceof StoreRecord.Voted(Ballot ballot, long slot, Value value)) {
        if (ballot.node() == node) {
          proposed.putIfAbsent(new Proposal(slot, ballot), value);
        }
        voted(node, new Message.Learn(ballot, slot));
      }
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
    early.add(new Early(node, learn));
    countVotes();
  }

  /**
   * Counts the votes of which it is known whether they count. Who votes knows it; but what is
   * stored together is told before what is delivered in between.
   */
  private void countVotes() {
    for (int left = early.size(); left > 0; left--) {
      Early vote = early.remove();
      if (!changes.isKnown(vote.learn.slot())) {
        early.add(vote);
      } else if (changes.at(vote.learn.slot()).isAcceptor(vote.node)) {
        count(vote.node, vote.learn);
      }
    }
  }

  private void count(int node, Message.Learn learn) {
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
    int incarnation = incarnations.getOrDefault(node, 1);
    List<Cast> casts = votes.computeIfAbsent(proposal, key -> new ArrayList<>());
    if (casts.stream().noneMatch(each -> each.node == node && each.incarnation == incarnation)) {
      casts.add(new Cast(node, incarnation, learn.known()));
    }
    if (haveQuorum(casts, changes.at(learn.slot()).quorums().phase2())) {
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

  /**
   * True if this many of the votes may be counted together: no voter knew of a later self of
   * another. (Where nobody forgets, all may.)
   */
  private static boolean haveQuorum(List<Cast> casts, int wanted) {
    if (casts.size() < wanted) {
      return false;
    }
    if (wanted == 0) {
      return true;
    }
    Cast next = casts.getFirst();
    List<Cast> rest = casts.subList(1, casts.size());
    return haveQuorum(rest.stream().filter(next::goesWith).toList(), wanted - 1)
        || haveQuorum(rest, wanted);
  }

  @Override
  public void started(int node, int incarnation) {
    incarnations.put(node, incarnation);
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    countVotes();
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
