package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of reads that take no slot, of leases, and of sessions that are forgotten. */
final class ReadBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named("read-without-a-round", "A leader answers reads without asking whether it leads.")
              .in(
                  "paxos/Reads",
                  "return read.after() == NO_ROUND || read.after()",
                  "return true || read.after()"),
          named(
                  "read-joins-an-earlier-round",
                  "A read takes a round for its own that was begun before it came.")
              .in(
                  "paxos/Reads",
                  "NO_ROUND : leader.rounds().begun();",
                  "NO_ROUND : leader.rounds().begun() - 1;"),
          named(
                  "read-of-what-is-not-delivered",
                  "A leader answers reads before it has delivered what was chosen when they came.")
              .in("paxos/Reads", "if (learner.nextSlot() < read.index()) { return false; }", ""),
          named(
                  "lease-never-ends",
                  "A leader relies on a lease for as long as it leads, once it has had one.")
              .in(
                  "paxos/role/Rounds",
                  "return oldest != NONE && tick - (oldest >>> COUNT_BITS) <= ticks;",
                  "return oldest != NONE;"),
          named(
                  "lease-without-drift-bound",
                  "A leader relies on a lease for as many ticks of its clock as its followers"
                      + " count.")
              .in(
                  "paxos/Lease",
                  "return (int) ((ticks - 1) * (MILLION - driftPpm) / (MILLION + driftPpm)) - 1;",
                  "return ticks;"),
          named("pledge-not-kept", "A follower helps others although its lease is not over.")
              .in("paxos/role/Pledge", "if (ticksLeft == 0) {", "if (true) {"));

  private ReadBugs() {}
}
