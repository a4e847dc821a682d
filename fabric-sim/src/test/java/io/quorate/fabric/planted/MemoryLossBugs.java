package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of members that start again without memory, and of those who meet them. */
final class MemoryLossBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named("amnesiac-votes", "A member that has lost its memory takes part at once.")
              .in(
                  "paxos/Replica",
                  "isVolatile && incarnation != 1 ?",
                  "isVolatile && incarnation < 0 ?"),
          named(
                  "recovery-from-a-single-answer",
                  "A member without memory takes part when one other has answered.")
              .in(
                  "paxos/Recovery",
                  "return learner.nextSlot() >= chosenBelow() && everywhere(told);",
                  "return learner.nextSlot() >= chosenBelow() && !told.isEmpty();"),
          named(
                  "recovery-without-votes",
                  "A member that wins its memory back leaves the votes out.")
              .in("paxos/Recovery", "if (vote.slot() >= heldFrom) {", "if (false) {"),
          named(
                  "recovery-without-the-promise",
                  "A member that wins its memory back does not take the highest promise.")
              .in(
                  "paxos/Recovery",
                  "promised = answer.promised.compareTo(promised) > 0 ? answer.promised :"
                      + " promised;",
                  ""),
          named(
                  "recovered-before-it-caught-up",
                  "A member takes part again before it has what the others have delivered.")
              .in(
                  "paxos/Recovery",
                  "return learner.nextSlot() >= chosenBelow() && everywhere(told);",
                  "return everywhere(told);"),
          named(
                  "old-incarnation-accepted",
                  "What a node said before its last start is taken for what it says now.")
              .in(
                  "paxos/Rebirths",
                  "return Incarnations.isLater(incarnation, latest[index]);",
                  "return false;"),
          named(
                  "words-of-an-earlier-self-counted",
                  "Votes and promises of a member that has lost its memory since are still"
                      + " counted.")
              .in("paxos/Rebirths", "return tells; } }", "return false; } }"),
          named(
                  "vectors-not-merged",
                  "Nobody takes in which incarnations the sender of a message knows of.")
              .in("paxos/Bygones", "place < known.size();", "place < 0;"),
          named(
                  "forgotten-votes-not-told",
                  "A candidate takes the silence of a member that has lost votes for free slots.")
              .in(
                  "paxos/role/Candidate",
                  "chosenBelow = Math.max(chosenBelow, page.heldFrom());",
                  ""));

  private MemoryLossBugs() {}
}
