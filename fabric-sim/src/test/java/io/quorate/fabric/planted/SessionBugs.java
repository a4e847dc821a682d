package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of the table that makes each request be executed once. */
final class SessionBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named(
                  "forgotten-session-taken-for-new",
                  "A request of a session that was forgotten is executed, whatever its number.")
              .in(
                  "paxos/machine/Sessions",
                  "return ahead > 0 && ahead <= LEAP_MAX ? Admission.FRESH : Admission.EXPIRED;",
                  "return Admission.FRESH;"),
          named(
                  "horizon-left-out-of-snapshots",
                  "A snapshot does not say which sequences forgotten sessions had used.")
              .in(
                  "paxos/machine/Sessions",
                  "out.writeLong(horizon);",
                  "out.writeLong(NOTHING_FORGOTTEN);"),
          named(
                  "session-evicted-too-soon",
                  "A session is forgotten when half of the table is free.")
              .in(
                  "paxos/machine/Sessions",
                  "if (windows.size() > sessionsMax && gone != null) {",
                  "if (windows.size() > (sessionsMax + 1) / 2 && gone != null) {"),
          named(
                  "session-not-renewed-by-use",
                  "The session that was begun first is forgotten, however often it was used.")
              .in("paxos/machine/Sessions", "windows.use(window);", ""),
          named(
                  "session-renewed-by-a-look",
                  "To look a request up counts as use, where it was looked up.")
              .in(
                  "paxos/machine/Sessions",
                  "return window == null ? lookNew(sequence) : window.look(sequence); }",
                  """
                  if (window == null) { return lookNew(sequence); }
                  windows.use(window);
                  return window.look(sequence); }
                  """),
          named("horizon-forgotten", "No note is taken of what a forgotten session had used.")
              .in(
                  "paxos/machine/Sessions",
                  "horizon = gone.highest() - horizon > 0 ? gone.highest() : horizon;",
                  ""));

  private SessionBugs() {}
}
