package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of learners: counting votes, finding values, delivering, executing. */
final class LearnerBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named("votes-counted-twice", "A learner counts a repeated vote of a member again.")
              .in(
                  "paxos/log/Decisions",
                  "voters[first + member / Long.SIZE] |= 1L << (member % Long.SIZE);",
                  "voters[first] = voters[first] << 1 | 1;"),
          named("quorum-of-votes-one-too-small", "A learner takes one vote fewer than a quorum.")
              .in(
                  "paxos/role/Learner",
                  "return decisions.voters(slot) >= configurations.at(slot).phase2();",
                  "return decisions.voters(slot) >= configurations.at(slot).phase2() - 1;"),
          named(
                  "votes-of-two-ballots-added-up",
                  "A learner adds the votes of a higher ballot to those of a lower one.")
              .in(
                  "paxos/log/Decisions",
                  "ballots[place] = ballot; Arrays.fill(voters, first, first + wordsPerSlot, 0);",
                  "ballots[place] = ballot;"),
          named(
                  "votes-of-lower-ballots-added",
                  "A learner counts the votes of a lower ballot with those of a higher one.")
              .in(
                  "paxos/log/Decisions",
                  "if (ballot < ballots[place]) { return votersAt(place); }",
                  ""),
          named(
                  "value-of-a-lower-ballot-taken",
                  "A learner that knows a quorum delivers a value proposed in a lower ballot.")
              .in(
                  "paxos/role/Learner",
                  "&& hasQuorum(slot) && ballot >= decisions.ballot(slot)",
                  "&& hasQuorum(slot)"),
          named("gap-skipped", "A learner that lacks a slot goes on with the next that it has.")
              .in(
                  "paxos/role/Learner",
                  "Value value = decisions.chosen(nextSlot);",
                  """
                  while (decisions.chosen(nextSlot) == null && nextSlot + 1 < decisions.end()) {
                    nextSlot++;
                  }
                  Value value = decisions.chosen(nextSlot);
                  """),
          named(
                  "last-slot-never-asked-for",
                  "A learner that lost the last votes does not heed what the leader says is"
                      + " chosen.")
              .in(
                  "paxos/CatchUp",
                  "if (slot > chosenBelow) {",
                  "if (slot > chosenBelow && learner.isDecided(slot)) {"),
          named(
                  "batch-in-another-order",
                  "A member that does not lead executes a batch from its last value to its first.")
              .in(
                  "paxos/Ordering",
                  "index == last, parts.get(index), out);",
                  "index == last, parts.get(leader == null ? last - index : index), out);"),
          named(
                  "batch-cut-short",
                  "A member that does not lead leaves the last value of a batch out.")
              .in(
                  "paxos/Ordering",
                  "int last = parts.size() - 1;",
                  "int last = parts.size() - (leader == null ? 2 : 1);"),
          named(
                  "repeat-executed-again",
                  "Of a session's requests only the last is known for a repeat.")
              .in(
                  "paxos/machine/SessionWindow",
                  "if ((used >>> -ahead & 1) != 0) {",
                  "if (ahead == 0) {"));

  private LearnerBugs() {}
}
