package io.quorate.fabric.campaign;

import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.fabric.run.Figure;
import java.util.Locale;

/**
 * Situations that a campaign should have got into: one that never did says little about them. (The
 * idea is FoundationDB's: Zhou and others, "FoundationDB: a distributed unbundled transactional
 * key-value store", SIGMOD 2021, section 4.)
 */
public enum Probe {
  ELECTION("an election was won"),
  CONTEST("a candidate lost, or stood again"),
  HAND_OVER("a leader handed over"),
  HAND_OVER_GIVEN_UP("a leader could not hand over in time and went on"),
  LINK_POLL("a follower asked at once because its link to the leader was down"),
  VOTES_FOUND("a candidate was told of votes"),
  NOOP("a gap was filled with a no-op"),
  ACCEPT_REPEATED("a leader proposed again what was not chosen in time"),
  REPAIR("a learner asked for a value that it had missed"),
  SNAPSHOT("a replica went on with a snapshot"),
  BATCH("several values shared a slot"),
  SESSION_EXPIRED("a session was evicted and its client told"),
  READ("a leader answered a read without a slot"),
  READ_SHARED("several reads shared a round"),
  READ_BY_LEASE("a leader answered a read from its lease"),
  READ_ABANDONED("a read was refused because its leader led no more"),
  HELD_BY_PLEDGE("a pledge held an election back"),
  CLOCK("a clock ran at another pace, or jumped"),
  RETRY("a client sent a request again"),
  PACKET_LOST("a request packet was lost on the way in"),
  DUPLICATE("a packet that the network had doubled was stopped"),
  REPEATED_REQUEST("a request was ordered twice and executed once"),
  REPEATED_REPLY("an answer was held back because the client had it"),
  DAMAGED("a damaged message was refused"),
  BAD_PACKET("a damaged client packet was refused"),
  HEALING("requests were pending when the fabric was healed"),
  CATCHING_UP("a replica was behind after the last answer"),
  FLOW_WIPE("a switch lost its flows"),
  GROUP_COMMIT("several records shared a sync"),
  CHECKPOINT("a checkpoint became durable"),
  TORN_WRITE("a crash tore a record, which was cut off at the start"),
  DISK_FULL("a disk was full"),
  SLOW_DISK("a disk was slow"),
  CHANGE("a change of the group came into force"),
  CHANGE_REFUSED("a change of the group was asked for that cannot be"),
  CHANGE_UNDER_WAY("the leader was lost while a change was under way"),
  CHANGE_VOTE_FOUND("a leader found votes in slots of a configuration to come"),
  REBOOT("a member started without memory"),
  RECOVERY("a member won its memory back"),
  MEMORY_LOST("too many lost their memory at once, and said so");

  private final String meaning;

  Probe(String meaning) {
    this.meaning = meaning;
  }

  /** True if the run got into the situation. */
  boolean isReached(SeedReport run) {
    return times(run) > 0;
  }

  private long times(SeedReport run) {
    return switch (this) {
      case ELECTION -> run.figure(Figure.ELECTIONS);
      case CONTEST -> run.figure(Figure.CANDIDACIES) - run.figure(Figure.ELECTIONS);
      case HAND_OVER -> run.figure(Figure.HAND_OVERS);
      case HAND_OVER_GIVEN_UP -> run.figure(Figure.HAND_OVERS_GIVEN_UP);
      case LINK_POLL -> run.figure(Figure.LINK_POLLS);
      case VOTES_FOUND -> run.figure(Figure.VOTES_FOUND);
      case NOOP -> run.figure(Figure.NOOPS);
      case ACCEPT_REPEATED -> run.figure(Figure.ACCEPTS_REPEATED);
      case REPAIR -> run.figure(Figure.REPAIRS);
      case SNAPSHOT -> run.figure(Figure.SNAPSHOTS);
      case BATCH -> run.figure(Figure.BATCHED);
      case SESSION_EXPIRED -> run.figure(Figure.EXPIRED) + dropped(run, Reason.SESSION_EXPIRED);
      case READ -> run.figure(Figure.READS);
      case READ_SHARED ->
          run.figure(Figure.READS)
              - run.figure(Figure.READS_BY_LEASE)
              - run.figure(Figure.READ_ROUNDS);
      case READ_BY_LEASE -> run.figure(Figure.READS_BY_LEASE);
      case READ_ABANDONED -> run.figure(Figure.READS_ABANDONED);
      case HELD_BY_PLEDGE -> run.figure(Figure.HELD_BY_PLEDGE);
      case CLOCK ->
          run.faults().getOrDefault("clock-rate", 0L) + run.faults().getOrDefault("clock-jump", 0L);
      case RETRY -> run.figure(Figure.RETRIES);
      case PACKET_LOST -> run.figure(Figure.LOST);
      case DUPLICATE -> dropped(run, Reason.DUPLICATE_PACKET);
      case REPEATED_REQUEST -> run.figure(Figure.REPEATED);
      case REPEATED_REPLY -> dropped(run, Reason.REPEATED_REPLY);
      case DAMAGED -> dropped(run, Reason.MALFORMED_FRAME);
      case BAD_PACKET -> dropped(run, Reason.BAD_PACKET);
      case HEALING -> run.figure(Figure.DRAIN_NS);
      case CATCHING_UP -> run.figure(Figure.CATCH_UP_NS);
      case FLOW_WIPE -> run.faults().getOrDefault("flow-wipe", 0L);
      case GROUP_COMMIT -> run.figure(Figure.RECORDS_STORED) - run.figure(Figure.SYNCS);
      case CHECKPOINT -> run.figure(Figure.CHECKPOINTS);
      case TORN_WRITE -> run.figure(Figure.TORN_BYTES);
      case DISK_FULL -> run.faults().getOrDefault("disk-full", 0L);
      case SLOW_DISK -> run.faults().getOrDefault("slow-disk", 0L);
      case CHANGE -> run.figure(Figure.CHANGES_ACTIVE);
      case CHANGE_REFUSED -> run.figure(Figure.CHANGES_REFUSED);
      case CHANGE_UNDER_WAY -> run.figure(Figure.CHANGES_UNDER_WAY);
      case CHANGE_VOTE_FOUND -> run.figure(Figure.CHANGE_VOTES_FOUND);
      case REBOOT -> run.figure(Figure.REBOOTS);
      case RECOVERY -> run.figure(Figure.RECOVERIES);
      case MEMORY_LOST -> run.figure(Figure.MEMORY_LOST);
    };
  }

  private static long dropped(SeedReport run, Reason reason) {
    return run.drops().getOrDefault(reason.meaning(), 0L);
  }

  /** Words for a person. */
  public String meaning() {
    return meaning;
  }

  /** Name in JSON: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
