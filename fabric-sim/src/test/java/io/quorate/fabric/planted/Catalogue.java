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
  static final List<String> HOLES = List.of();

  /** Those that every campaign must find. */
  static final List<PlantedBug> ALL =
      PLANTED.stream().filter(bug -> !HOLES.contains(bug.name())).toList();

  private Catalogue() {}
}
