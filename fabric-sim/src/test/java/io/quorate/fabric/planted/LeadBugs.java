package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of those who hand their leadership over, and of those who take it. */
final class LeadBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named(
                  "handed-over-before-the-heir-has-all",
                  "A leader hands over when it has delivered all that it proposed, whoever else"
                      + " has.")
              .in(
                  "paxos/HandOver",
                  "if (leading.followers().deliveredBelow(heir) >= leading.nextSlot()) {",
                  "if (true) {"),
          named(
                  "handed-over-before-drained",
                  "A leader hands over while what it proposed is not chosen.")
              .in(
                  "paxos/HandOver",
                  "} else if (learner.nextSlot() >= leading.nextSlot()) {",
                  "} else {")
              .in(
                  "paxos/HandOver",
                  "if (leading.followers().deliveredBelow(heir) >= leading.nextSlot()) {",
                  "if (leading.followers().deliveredBelow(heir) >= learner.nextSlot()) {"),
          named(
                  "handed-back-too-soon",
                  "A server gives the lead back as soon as the switch is heard of.")
              .in(
                  "paxos/HandBack",
                  "return (long) succession.steadyTicks() << doublings;",
                  "return 1;"),
          named(
                  "lease-kept-after-a-hand-over",
                  "A leader that has handed over still answers reads from its lease.")
              .in("paxos/HandOver", "leading.releaseLease();", ""));

  private LeadBugs() {}
}
