package io.quorate.paxos.cluster;

import static java.util.Objects.requireNonNull;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has proposed and voted for what, and so what is chosen, before any replica knows.
 *
 * <ul>
 *   <li>A ballot proposes one value for a slot, and only its owner proposes in it.
 *   <li>A vote is for something proposed, by one who votes in the slot.
 *   <li>One value is chosen for a slot, a requested one or a no-op, and no higher ballot proposes
 *       another ("Paxos Made Simple", P2b).
 * </ul>
 */
final class Choice {

  private static final class Slot {
    final TreeMap<Ballot, Value> proposed = new TreeMap<>();
    final TreeMap<Ballot, List<Hearsay.Word>> votes = new TreeMap<>();
    @Nullable Value chosen;
    @Nullable Ballot chosenIn;
  }

  private final Terms terms;
  private final Hearsay hearsay;
  private final Map<Long, Slot> slots = new HashMap<>();
  private final Set<Value> requested = new HashSet<>();

  /** By member and slot, the highest ballot that it has voted in. */
  private final List<TreeMap<Long, Ballot>> votes = new ArrayList<>();

  private int chosen;
  private int reproposed;

  Choice(int members, Terms terms, Hearsay hearsay) {
    this.terms = terms;
    this.hearsay = hearsay;
    for (int node = 0; node <= members; node++) {
      votes.add(new TreeMap<>());
    }
  }

  /** Slots with a chosen value. */
  int chosen() {
    return chosen;
  }

  /** Proposals of a value in a second or later ballot. */
  int reproposed() {
    return reproposed;
  }

  /** What is chosen in the slot, or null. */
  @Nullable Value chosenIn(long slot) {
    return slot(slot).chosen;
  }

  /**
   * The values that are chosen in the slot, several where they share it; none if none is chosen.
   */
  List<Value> partsOf(long slot) {
    Value value = chosenIn(slot);
    return value == null ? List.of() : value.parts();
  }

  /** True if the vote is for what its ballot has proposed in its slot. */
  boolean isProposed(Vote vote) {
    return Objects.equals(vote.value(), slot(vote.slot()).proposed.get(vote.ballot()));
  }

  /** The member's votes from one slot to before another, in full. */
  List<Vote> votesOf(int node, long fromSlot, long endSlot) {
    NavigableMap<Long, Ballot> cast = votes.get(node).subMap(fromSlot, true, endSlot, false);
    List<Vote> all = new ArrayList<>();
    cast.forEach(
        (slot, ballot) ->
            all.add(new Vote(slot, ballot, requireNonNull(slot(slot).proposed.get(ballot)))));
    return all;
  }

  /** The member has lost its memory: nobody expects it to tell of its votes. */
  void forget(int node) {
    votes.set(node, new TreeMap<>());
  }

  /** Somebody has asked for the value, or for each of several that share a slot. */
  void request(Value value) {
    requested.addAll(value.parts());
  }

  private Slot slot(long slot) {
    return slots.computeIfAbsent(slot, any -> new Slot());
  }

  void proposed(int node, Message.Accept accept) {
    Violation.unless(
        accept.ballot().node() == node, node, () -> "proposes in a ballot of another: " + accept);
    Violation.unless(
        accept.value().isNoop() || requested.containsAll(accept.value().parts()),
        node,
        () -> "proposes what nobody asked for: " + accept);
    Slot slot = slot(accept.slot());
    Value before = slot.proposed.put(accept.ballot(), accept.value());
    Violation.unless(
        before == null || before.equals(accept.value()), node, () -> accept + " after " + before);
    if (before == null && slot.proposed.size() > 1) {
      reproposed++;
    }
    if (slot.chosenIn != null && accept.ballot().compareTo(slot.chosenIn) > 0) {
      Violation.unless(
          Objects.equals(accept.value(), slot.chosen),
          node,
          () -> accept + ", but chosen is " + slot.chosen);
    }
  }

  void voted(int node, Message.Learn learn) {
    Slot slot = slot(learn.slot());
    Value value = slot.proposed.get(learn.ballot());
    Violation.unless(value != null, node, () -> "votes for what nobody proposed: " + learn);
    Terms.Term term = terms.at(learn.slot());
    Violation.unless(
        term != null && term.acceptors().get(node),
        node,
        () -> learn + ", but votes are for " + term);
    if (value != null) {
      cast(node, learn, slot, value);
    }
  }

  /** What its store has kept, a member has voted for, and proposed if the ballot is its own. */
  void recalled(int node, Ballot ballot, long number, Value value) {
    Slot slot = slot(number);
    if (ballot.node() == node) {
      slot.proposed.putIfAbsent(ballot, value);
    }
    Value proposed = slot.proposed.get(ballot);
    Violation.unless(
        Objects.equals(proposed, value), node, () -> "recalls " + value + " and not " + proposed);
    cast(node, new Message.Learn(ballot, number), slot, value);
  }

  private void cast(int node, Message.Learn learn, Slot slot, Value value) {
    Terms.Term term = requireNonNull(terms.at(learn.slot()), "a slot of no known configuration");
    if (!term.acceptors().get(node)) {
      return; // It has kept the value, and did not vote.
    }
    votes.get(node).merge(learn.slot(), learn.ballot(), Choice::higher);
    List<Hearsay.Word> words = slot.votes.computeIfAbsent(learn.ballot(), any -> new ArrayList<>());
    hearsay.say(node, words);
    if (hearsay.haveQuorum(term.phase2(), words)) {
      choose(learn, slot, value);
    }
  }

  private static Ballot higher(Ballot one, Ballot other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void choose(Message.Learn learn, Slot slot, Value value) {
    String what = "slot " + learn.slot() + " in " + learn.ballot();
    Violation.unless(
        slot.chosen == null || slot.chosen.equals(value),
        0,
        () -> what + " is " + value + ", before " + slot.chosen);
    for (Value later : slot.proposed.tailMap(learn.ballot()).values()) {
      Violation.unless(
          later.equals(value), 0, () -> what + " is " + value + ", proposed above: " + later);
    }
    if (slot.chosenIn == null) {
      chosen++;
      slot.chosen = value;
    }
    if (slot.chosenIn == null || slot.chosenIn.compareTo(learn.ballot()) > 0) {
      slot.chosenIn = learn.ballot();
    }
  }
}
