package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of acceptors and of those who ask them: votes, promises, take-over. */
final class AcceptorBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named(
                  "vote-overwritten-by-a-lower-ballot",
                  "An acceptor votes in any ballot, whatever it has promised, and forgets its vote"
                      + " of a higher one.")
              .in("paxos/Ordering", "if (acceptor.refuses(ballot)) {", "if (false) {")
              .in(
                  "paxos/role/Acceptor",
                  """
                  if (refuses(ballot)) {
                    throw new AssertionError(
                        "promised " + promised() + ", asked to fall back to " + ballot);
                  }
                  promised = ballot.packed();
                  """,
                  "promised = Math.max(promised, ballot.packed());")
              .in("paxos/log/Votes", "if (ballot <= ballots[place]) {", "if (false) {"),
          named(
                  "promise-broken",
                  "An acceptor that has promised a ballot still votes in a lower one, if it has not"
                      + " voted in a higher one.")
              .in(
                  "paxos/Ordering",
                  "if (acceptor.refuses(ballot)) {",
                  "if (acceptor.votedBallot(slot) > ballot.packed()) {")
              .in(
                  "paxos/role/Acceptor",
                  """
                  if (refuses(ballot)) {
                    throw new AssertionError(
                        "promised " + promised() + ", asked to fall back to " + ballot);
                  }
                  promised = ballot.packed();
                  """,
                  "promised = Math.max(promised, ballot.packed());"),
          named(
                  "vote-does-not-raise-the-promise",
                  "An acceptor that votes in a ballot goes on to vote in, and promise, lower ones.")
              .in("paxos/role/Acceptor", "promise(ballot); if (votes", "if (votes")
              .in(
                  "paxos/Leadership",
                  """
                  void follow(Ballot ballot, Effects out) {
                    if (!acceptor.hasPromised(ballot)) {
                      promise(ballot, out);
                    }
                  """,
                  "void follow(Ballot ballot, Effects out) {"),
          named("promise-without-votes", "A promise tells of no votes.")
              .in(
                  "paxos/role/Acceptor",
                  "for (long slot = Math.max(fromSlot, votes.heldFrom());",
                  "for (long slot = votes.end();"),
          named(
                  "promise-cut-after-its-first-page",
                  "A promise too long for one message says that its first page is the last.")
              .in("paxos/role/Acceptor", "page, slot, false)", "page, slot, true)"),
          named(
                  "round-zero-means-no-vote",
                  "A promise leaves votes of round 0 out, as if there were none.")
              .in(
                  "paxos/role/Acceptor",
                  "if (value == null) { continue; }",
                  "if (value == null || votes.ballot(slot) >> 16 == 0) { continue; }"),
          named(
                  "own-votes-forgotten-at-take-over",
                  "A candidate does not ask its own acceptor for its votes.")
              .in(
                  "paxos/role/Candidate",
                  "for (Vote vote : page.votes()) {",
                  "for (Vote vote : complete.isEmpty() ? java.util.List.<Vote>of() : page.votes())"
                      + " {"),
          named(
                  "lowest-vote-wins-at-take-over",
                  "Of several votes for a slot a new leader proposes that of the lowest ballot.")
              .in(
                  "paxos/role/Candidate",
                  "other.ballot().compareTo(one.ballot()) > 0 ? other : one",
                  "other.ballot().compareTo(one.ballot()) < 0 ? other : one"),
          named(
                  "first-vote-wins-at-take-over",
                  "Of several votes for a slot a new leader proposes the one that it was told"
                      + " first.")
              .in(
                  "paxos/role/Candidate",
                  "other.ballot().compareTo(one.ballot()) > 0 ? other : one",
                  "one"),
          named(
                  "no-op-over-votes",
                  "A new leader fills open slots with no-ops, whatever the votes.")
              .in(
                  "paxos/role/Candidate",
                  "return vote == null ? Value.NOOP : vote.value();",
                  "return Value.NOOP;"),
          named(
                  "no-op-over-a-single-vote",
                  "A new leader ignores a vote that only one member has told it of.")
              .in(
                  "paxos/role/Candidate",
                  "highest.merge(vote.slot(), vote, Candidate::higher);",
                  """
                  if (told.merge(vote.slot(), 1, Integer::sum) > 1) {
                    highest.merge(vote.slot(), vote, Candidate::higher);
                  }
                  """)
              .in(
                  "paxos/role/Candidate",
                  "private final BitSet complete = new BitSet();",
                  "private final BitSet complete = new BitSet();"
                      + " private final Map<Long, Integer> told = new TreeMap<>();"),
          named("elected-by-one-too-few", "A candidate leads with one promise fewer than a quorum.")
              .in(
                  "paxos/role/Candidate",
                  "return !isOutrun() && epochs.stream()",
                  """
                  BitSet complete = (BitSet) this.complete.clone();
                  complete.set(complete.nextClearBit(0));
                  return !isOutrun() && epochs.stream()
                  """),
          named(
                  "outrun-candidate-leads",
                  "A candidate that lacks more slots than its window holds leads all the same.")
              .in("paxos/role/Candidate", "return chosenBelow > fromSlot;", "return false;"),
          named(
                  "two-values-in-a-slot",
                  "A new leader gives slots out that it has just proposed old votes for.")
              .in(
                  "paxos/Ordering",
                  "leadership.lead(elected.ballot(), end, out);",
                  "leadership.lead(elected.ballot(), learner.nextSlot(), out);"),
          named(
                  "gaps-left-at-take-over",
                  "A new leader proposes the votes that it was told of and leaves the slots between"
                      + " them open.")
              .in(
                  "paxos/Ordering",
                  "propose(leader, slot, value, out);",
                  "if (!value.isNoop()) { propose(leader, slot, value, out); }"));

  private AcceptorBugs() {}
}
