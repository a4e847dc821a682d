package io.quorate.fabric.planted;

import static io.quorate.fabric.planted.PlantedBug.named;

import java.util.List;

/** Bugs of members that keep what they say on a disk. */
final class StoreBugs {

  static final List<PlantedBug> ALL =
      List.of(
          named("vote-sent-before-stored", "An acceptor tells of its vote and then writes it down.")
              .in(
                  "paxos/Ordering",
                  "if (acceptor.vote(ballot, slot, value)) {"
                      + " records.voted(ballot, slot, value, out); }",
                  "boolean fresh = acceptor.vote(ballot, slot, value);")
              .in(
                  "paxos/Ordering",
                  "learn(members.selfIndex(), ballot, slot, out); }",
                  """
                  if (fresh) { records.voted(ballot, slot, value, out); }
                  learn(members.selfIndex(), ballot, slot, out); }
                  """),
          named("promise-not-stored", "A promise is not written down.")
              .in("paxos/Leadership", "records.promised(ballot, out);", ""),
          named(
                  "sync-taken-for-all-that-waits",
                  "What was written while a sync was under way is let out with what it was for.")
              .in("fabric/program/Journal", "syncs++;", "syncs++; covered = waiting; until = end;"),
          named(
                  "torn-end-accepted",
                  "The last record of a log is read although its end is missing.")
              .in(
                  "paxos/store/LogReader",
                  "&& bodyBytes <= left && durableBelow >= 0 && durableBelow <= start + at &&"
                      + " header",
                  """
                  && durableBelow >= 0
                  && durableBelow <= start + at
                  && (bodyBytes > left && bodyBytes < 4096) | header
                  """)
              .in(
                  "paxos/store/LogReader",
                  "at + RecordCodec.HEADER_BYTES, bodyBytes); }",
                  "at + RecordCodec.HEADER_BYTES, Math.min(left, bodyBytes)); }")
              .in(
                  "paxos/store/LogReader",
                  "new Intact(new Recovered(records), start + at, bytes.length - at)",
                  "new Intact(new Recovered(records), start + Math.min(at, bytes.length), 0)"),
          named(
                  "torn-end-left-in-place",
                  "What is written after a start stands behind the torn record of the time before.")
              .in("fabric/program/Journal", "disk.cut(sound);", "disk.cut(sound + torn);")
              .in("fabric/program/Journal", "front = sound;", "front = sound + torn;")
              .in("fabric/program/Journal", "end = sound;", "end = sound + torn;")
              .in("fabric/program/Journal", "durable = sound;", "durable = sound + torn;"),
          named(
                  "checkpoint-without-the-votes-above",
                  "A checkpoint keeps only the votes for what is delivered.")
              .in(
                  "paxos/Checkpoints",
                  "for (long slot = heldFrom(end); slot < end; slot++) {",
                  "for (long slot = heldFrom(end); slot < learner.nextSlot(); slot++) {"),
          named("checkpoint-without-the-promise", "A checkpoint does not keep the promise.")
              .in(
                  "paxos/Checkpoints",
                  "acceptor.promised(), learner.nextSlot(),",
                  "new Ballot(0, acceptor.promised().node()), learner.nextSlot(),"),
          named(
                  "checkpoint-names-the-next-slot-late",
                  "A checkpoint says that a slot is in its state which is not.")
              .in(
                  "paxos/Checkpoints",
                  "acceptor.promised(), learner.nextSlot(),",
                  "acceptor.promised(), learner.nextSlot() + 1,"),
          named(
                  "decision-taken-for-the-own-vote",
                  "What was delivered is written down as the own vote, whatever that was for.")
              .in(
                  "paxos/Records",
                  "boolean known = voted != null && value.equals(voted);",
                  "boolean known = voted != null;"),
          named(
                  "restarted-leader-leads-on",
                  "The first leader leads again when it was started again.")
              .in(
                  "paxos/Replica",
                  "ordering.tellConfigurations(out); leadership.bootAgain(out);",
                  "ordering.tellConfigurations(out); leadership.boot(out);"),
          named(
                  "rest-of-a-batch-lost-at-a-start",
                  "When a log is replayed, the last value of a batch is left out.")
              .in(
                  "paxos/Ordering",
                  "deliverParts(null, slot, value.parts(), out);",
                  """
                  List<Value> parts = value.parts();
                  deliverParts(null, slot, parts.subList(0, Math.max(1, parts.size() - 1)), out);
                  """));

  private StoreBugs() {}
}
