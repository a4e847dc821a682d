package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of bounded memory: the window, the watermark, snapshots. */
final class MemoryBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named(
                  "watermark-of-the-leader-alone",
                  "The watermark says what the leader has delivered, whoever else has.")
              .in(
                  "paxos/Leadership",
                  "Math.min(own, configurations.reached(before,"
                      + " leading.followers().deliveredBelow(own)))",
                  "own"),
          named(
                  "watermark-of-what-is-known",
                  "A member that acknowledges counts slots as delivered that it has only heard of.")
              .in(
                  "paxos/Leadership",
                  "new Ack(trust.ballot(), learner.nextSlot(),",
                  "new Ack(trust.ballot(), learner.end(),"),
          named(
                  "watermark-needs-one-too-few",
                  "The watermark counts one member fewer than every later leader will have asked.")
              .in(
                  "paxos/QuorumSystem",
                  "return ascending[phase1 - 1];",
                  "return ascending[Math.min(phase1, acceptors - 1)];"),
          named("slot-reused-early", "A place is used again as soon as its slot is delivered here.")
              .in("paxos/Window", "Math.min(watermark, learner.nextSlot())", "learner.nextSlot()"),
          named(
                  "old-slot-taken-for-new",
                  "A message about a slot that is forgotten finds its place taken, and uses it.")
              .in("paxos/Window", "if (isOpen(slot) && !isPast(slot)) {", "if (isOpen(slot)) {"),
          named(
                  "slot-numbers-wrap",
                  "Of the slot's number in a vote the lowest eight bits are read.")
              .in(
                  "paxos/wire/Decoder",
                  "new Message.Learn(ballot(bytes, at), slot, known)",
                  "new Message.Learn(ballot(bytes, at), slot & 0xff, known)"),
          named("snapshot-without-sessions", "A snapshot has no sessions in it.")
              .in(
                  "paxos/machine/Execution",
                  "sessions.write(out);",
                  "new Sessions(sessionsMax).write(out);"),
          named(
                  "snapshot-named-a-slot-early",
                  "A snapshot says that it lacks the last slot that is in it.")
              .in(
                  "paxos/Snapshots",
                  "return new SnapshotName(learner.nextSlot(), bytes",
                  "return new SnapshotName(learner.nextSlot() - 1, bytes"),
          named("snapshot-named-a-slot-late", "A snapshot says that a slot is in it which is not.")
              .in(
                  "paxos/Snapshots",
                  "return new SnapshotName(learner.nextSlot(), bytes",
                  "return new SnapshotName(learner.nextSlot() + 1, bytes"),
          named(
                  "last-piece-not-awaited",
                  "A snapshot is taken for complete when its last piece is missing.")
              .in(
                  "paxos/Download",
                  "return missing() * (long) pieceBytes >= bytes.length;",
                  "return (missing() + 1) * (long) pieceBytes >= bytes.length;"));

  private MemoryBugs() {}
}
