package io.quorate.fabric.planted;

import java.util.List;
import java.util.stream.Stream;

/** All planted bugs. */
final class Catalogue {

  static final List<PlantedBug> ALL =
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

  private Catalogue() {}
}
