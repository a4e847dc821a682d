package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of groups that change while they run. */
final class ChangeBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named(
                  "change-in-force-too-soon",
                  "A configuration governs from the slot after the one that it was chosen in.")
              .in(
                  "paxos/Configurations",
                  "Epoch begun = epoch(slot + windowSlots, next);",
                  "Epoch begun = epoch(slot + 1, next);"),
          named(
                  "change-without-phase-1",
                  "A leader proposes under a new configuration without asking its acceptors.")
              .in(
                  "paxos/Transition",
                  "return configurations.endOf(leading.version());",
                  "return Long.MAX_VALUE;"),
          named(
                  "votes-of-strangers-counted",
                  "A learner counts the votes of members that are no acceptors in the slot.")
              .in(
                  "paxos/role/Learner",
                  "quorums.isAcceptor(member) ? decisions.count(",
                  "true ? decisions.count(")
              .in(
                  "paxos/Ordering",
                  "if (configurations.at(slot).isAcceptor(members.selfIndex())) {",
                  "{"),
          named(
                  "snapshot-without-configurations",
                  "Whoever goes on with a snapshot does not take its configurations.")
              .in("paxos/Configurations", "epochs = others.epochs; newest = others.newest;", ""));

  private ChangeBugs() {}
}
