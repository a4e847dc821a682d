package io.quorate.fabric.planted;

import java.util.List;
import java.util.stream.Stream;

/** All planted bugs. */
final class Catalogue {

  /** Whether they are found or not. */
  static final List<PlantedBug> PLANTED =
      Stream.of(
              AcceptorBugs.ALL,
              LearnerBugs.ALL,
              MemoryBugs.ALL,
              SwitchBugs.ALL,
              ReadBugs.ALL,
              SessionBugs.ALL,
              LeadBugs.ALL,
              StoreBugs.ALL,
              ChangeBugs.ALL,
              MemoryLossBugs.ALL)
          .flatMap(List::stream)
          .toList();

  /** Those that no campaign finds soon enough: {@code docs/planted-bugs.md} tells why. */
  static final List<String> HOLES =
      List.of(
          "lowest-vote-wins-at-take-over",
          "first-vote-wins-at-take-over",
          "value-of-a-lower-ballot-taken",
          "read-joins-an-earlier-round",
          "read-of-what-is-not-delivered",
          "lease-without-drift-bound",
          "pledge-not-kept",
          "lease-kept-after-a-hand-over");

  /** Those that every campaign must find. */
  static final List<PlantedBug> ALL =
      PLANTED.stream().filter(bug -> !HOLES.contains(bug.name())).toList();

  private Catalogue() {}
}
