package io.quorate.paxos.cluster;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Vote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What members have promised.
 *
 * <ul>
 *   <li>A promise never falls, and nobody votes in a ballot below one that he promised.
 *   <li>A promise tells of every vote, and of no vote that was not cast.
 *   <li>Whoever leads has a quorum's promises, all still good when it begins.
 * </ul>
 */
final class Promises {

  private final boolean isVolatile;
  private final Terms terms;
  private final Hearsay hearsay;
  private final Choice choice;
  private final Ballot[] highest;

  /** Who has promised a ballot and told all votes. */
  private final Map<Ballot, List<Hearsay.Word>> complete = new HashMap<>();

  /** For each ballot, the first slot that its promises tell of. */
  private final Map<Ballot, Long> askedFrom = new HashMap<>();

  private final Set<Ballot> leading = new HashSet<>();

  Promises(int members, boolean isVolatile, Terms terms, Hearsay hearsay, Choice choice) {
    this.isVolatile = isVolatile;
    this.terms = terms;
    this.hearsay = hearsay;
    this.choice = choice;
    highest = new Ballot[members + 1];
    Arrays.fill(highest, new Ballot(0, 0));
  }

  /** The member has lost its memory, and its promises are kept by those who won it back for it. */
  void forget(int node) {
    highest[node] = new Ballot(0, 0);
  }

  /** What a member says that it has promised is no less than what it has said before. */
  void holds(int node, Ballot promised) {
    Ballot said = highest[node];
    Violation.unless(
        promised.compareTo(said) >= 0,
        node,
        () -> "has promised " + promised + ", and has said " + said);
  }

  /** The member says that it has promised the ballot. */
  void raise(int node, Ballot ballot) {
    Ballot before = highest[node];
    Violation.unless(ballot.compareTo(before) >= 0, node, () -> before + " fell to " + ballot);
    highest[node] = ballot;
  }

  void voted(int node, Message.Learn learn) {
    Ballot before = highest[node];
    Violation.unless(
        learn.ballot().compareTo(before) >= 0, node, () -> learn + ", promised " + before);
    raise(node, learn.ballot());
  }

  /**
   * A page of a promise.
   *
   * @param delivered the slot below which its sender has delivered all
   */
  void promised(int node, Message.Promise promise, long delivered) {
    raise(node, promise.ballot());
    askedFrom.merge(promise.ballot(), promise.fromSlot(), Math::min);
    tellsEveryVote(node, promise, delivered);
    if (promise.last()) {
      hearsay.say(node, complete.computeIfAbsent(promise.ballot(), any -> new ArrayList<>()));
    }
  }

  private void tellsEveryVote(int node, Message.Promise promise, long delivered) {
    Map<Long, Vote> told = new HashMap<>();
    for (Vote vote : promise.votes()) {
      told.put(vote.slot(), vote);
    }
    Violation.unless(
        promise.heldFrom() <= delivered,
        node,
        () -> "has forgotten votes that it may need: " + promise);
    long end = promise.last() ? Long.MAX_VALUE : promise.nextSlot();
    for (Vote cast : choice.votesOf(node, promise.fromSlot(), Math.max(promise.fromSlot(), end))) {
      Vote vote = told.remove(cast.slot());
      boolean forgotten = vote == null && cast.slot() < promise.heldFrom();
      Violation.unless(
          forgotten || cast.equals(vote), node, () -> "promises " + vote + ", voted " + cast);
    }
    if (isVolatile) {
      told.values().removeIf(choice::isProposed); // What others have told it, it tells on.
    }
    told.values().removeIf(kept -> isKept(node, kept));
    Violation.unless(told.isEmpty(), node, () -> "promises votes that it never cast: " + told);
  }

  /** What was proposed to one who does not vote in the slot is told like a vote. */
  private boolean isKept(int node, Vote vote) {
    Terms.Term term = terms.at(vote.slot());
    return term != null && !term.acceptors().get(node) && choice.isProposed(vote);
  }

  /**
   * Whoever heads a ballot for the first time must have been elected: by those who vote in the
   * first slot that is open, or in the first that promises were asked for. What lies between was
   * chosen meanwhile, perhaps a change of the group with it; then others are asked before anything
   * is proposed.
   */
  void leads(int node, Message.Trust trust) {
    Ballot ballot = trust.ballot();
    if (leading.add(ballot)) {
      long open = trust.chosenBelow();
      long asked = Math.min(open, askedFrom.getOrDefault(ballot, open));
      Violation.unless(
          isElected(node, ballot, open) || isElected(node, ballot, asked),
          node,
          () -> unelected(ballot));
    }
  }

  /** Whoever proposes must have been elected by those who vote in the slot. */
  void proposes(int node, Message.Accept accept) {
    Ballot ballot = accept.ballot();
    Violation.unless(
        isVolatile || isElected(node, ballot, accept.slot()), node, () -> unelected(ballot));
  }

  private String unelected(Ballot ballot) {
    return "leads in " + ballot + ", promised by " + complete.getOrDefault(ballot, List.of());
  }

  /** True if those who vote in a slot have made a node the leader; the first leads unelected. */
  private boolean isElected(int node, Ballot ballot, long slot) {
    Terms.Term term = terms.at(slot);
    if (ballot.round() == 0 || term == null) {
      return true;
    }
    List<Hearsay.Word> counted =
        complete.getOrDefault(ballot, List.of()).stream()
            .filter(each -> term.acceptors().get(each.node()))
            .toList();
    return term.acceptors().get(node)
        ? hearsay.haveQuorum(node, term.phase1(), counted)
        : hearsay.haveQuorum(term.phase1(), counted);
  }
}
