package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import io.quorate.paxos.Durability;
import io.quorate.paxos.Limits;
import io.quorate.paxos.Quorums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads the {@code paxos:} table of a fabric file. */
final class PaxosReader {

  private static final List<String> KEYS =
      List.of(
          "service",
          "group",
          "members",
          "leader",
          "backup",
          "hand-back",
          "tick",
          "heartbeat",
          "election",
          "retransmit",
          "window",
          "phase1",
          "phase2",
          "in-flight",
          "batch",
          "sessions",
          "reads",
          "lease",
          "drift",
          "durability",
          "disk",
          Roles.LEARNERS,
          Roles.STANDBY);

  /** Where there are several groups, each has its service in its own table. */
  static final String SERVICE = "service";

  static final String NEVER = "never";

  private static final int WINDOW_SLOTS = 1 << 16;

  /** A change comes into force a window later, and what is not asked for is filled with no-ops. */
  private static final int WINDOW_SLOTS_WITH_RESERVE = 1 << 12;

  private static final long TICK_NS_MIN = 1_000;
  private static final long TICK_NS_MAX = 10_000_000_000L;
  private static final int TICKS_MAX = 1_000_000;

  private final Nodes nodes;

  PaxosReader(Nodes nodes) {
    this.nodes = nodes;
  }

  /** The service in a group's table, or null. */
  static @Nullable Entry service(Entry group) {
    return group.fields("a Paxos group", KEYS).get(SERVICE);
  }

  PaxosGroup read(Entry entry) {
    Fields fields = entry.fields("a Paxos group", KEYS);
    List<String> members = members(fields.need("members", "members: [S1, S2, S3]"));
    Entry group = fields.get("group");
    Entry tick = fields.get("tick");
    Entry heartbeat = fields.get("heartbeat");
    Entry retransmit = fields.get("retransmit");
    int heartbeatTicks = heartbeat == null ? 10 : ticks(heartbeat);
    Entry window = fields.get("window");
    Units.Span election = election(fields, heartbeatTicks);
    Roles roles = Roles.read(fields, nodes, members);
    List<String> voters = members.stream().filter(roles::isAcceptor).toList();
    String leader = leader(fields, members, voters);
    String backup = backup(fields, voters, leader);
    Quorums quorums = quorums(fields, voters.size());
    int windowSlots = roles.equals(Roles.ALL) ? WINDOW_SLOTS : WINDOW_SLOTS_WITH_RESERVE;
    Durability durability = durability(fields, quorums);
    return new PaxosGroup(
        group == null ? 1 : (int) Units.count(group, "groups", 0, 65_535),
        members,
        leader,
        tick == null ? 1_000_000 : Units.timeNs(tick, TICK_NS_MIN, TICK_NS_MAX),
        heartbeatTicks,
        (int) election.min(),
        (int) election.max(),
        retransmit == null ? 15 : ticks(retransmit),
        window == null
            ? windowSlots
            : (int) Units.count(window, "slots", 1, Limits.WINDOW_SLOTS_MOST),
        quorums,
        backup,
        handBack(fields, backup, (int) election.max()),
        GroupLimits.read(fields),
        new ReadsReader(fields, heartbeatTicks).read(),
        durability,
        DiskModel.read(fields, durability),
        roles);
  }

  /** What is not said is the least that meets every quorum of the other phase, or a majority. */
  private static Quorums quorums(Fields fields, int members) {
    Entry given1 = fields.get("phase1");
    Entry given2 = fields.get("phase2");
    if (given1 == null && given2 == null) {
      return Quorums.majority(members);
    }
    int phase1 = given1 == null ? 0 : (int) Units.count(given1, "members", 1, members);
    int phase2 = given2 == null ? 0 : (int) Units.count(given2, "members", 1, members);
    if (given1 != null && given2 != null && phase1 + phase2 <= members) {
      throw given2.bad(
          "quorums of " + phase1 + " and " + phase2 + " of " + members + " need not intersect",
          "together they must be more than " + members);
    }
    return new Quorums(
        members,
        given1 == null ? Math.max(1, members - phase2 + 1) : phase1,
        given2 == null ? Math.max(1, members - phase1 + 1) : phase2);
  }

  /** Who keeps nothing needs enough others that remember. */
  private static Durability durability(Fields fields, Quorums quorums) {
    Entry given = fields.get("durability");
    String text = given == null ? "durable" : given.text("durable, or volatile");
    if (given == null || text.equals("durable")) {
      return Durability.DURABLE;
    }
    if (!text.equals("volatile")) {
      throw given.bad("unknown durability " + Entry.quoted(text), "write durable, or volatile");
    }
    if (quorums.recovery() >= quorums.members()) {
      throw given.bad(
          "a member without memory would have to ask "
              + quorums.recovery()
              + " others, and there are "
              + (quorums.members() - 1),
          "add members, choose other quorums, or say durable");
    }
    return Durability.VOLATILE;
  }

  private List<String> members(Entry list) {
    SequencedMap<String, Entry> members = new LinkedHashMap<>();
    for (Entry entry : list.list("a list of switches, like [S1, S2, S3]")) {
      String name = nodes.useSwitch(entry);
      Entry earlier = members.putIfAbsent(name, entry);
      if (earlier != null) {
        throw entry.bad(Entry.quoted(name) + " is a member twice", "remove one");
      }
    }
    if (members.isEmpty()) {
      throw list.bad("a group without members", "name at least one switch, like [S1, S2, S3]");
    }
    return List.copyOf(members.sequencedKeySet());
  }

  private String leader(Fields fields, List<String> members, List<String> voters) {
    Entry given = fields.get("leader");
    if (given == null) {
      return voters.getFirst();
    }
    String leader = nodes.useSwitch(given);
    if (members.contains(leader) && !voters.contains(leader)) {
      throw given.bad(
          "leader " + Entry.quoted(leader) + " does not vote at first",
          "name one of " + String.join(", ", voters));
    }
    if (!members.contains(leader)) {
      throw given.bad(
          "leader " + Entry.quoted(leader) + " is no member of the group",
          "name one of " + String.join(", ", members) + ", or add it to members");
    }
    return leader;
  }

  private String backup(Fields fields, List<String> voters, String leader) {
    Entry given = fields.get("backup");
    if (given == null) {
      return "";
    }
    String backup = nodes.useSwitch(given);
    if (!voters.contains(backup) || backup.equals(leader)) {
      throw given.bad(
          "backup " + Entry.quoted(backup) + " is not another member than the leader",
          "name one of the other members, or leave \"backup\" out");
    }
    return backup;
  }

  /** Who has a backup wants its leader back, when that has shown that it is there to stay. */
  private static int handBack(Fields fields, String backup, int electionTicksMax) {
    Entry given = fields.get("hand-back");
    if (given == null) {
      return backup.isEmpty() ? 0 : 2 * electionTicksMax;
    }
    return given.text("ticks, like 200 ticks, or never").equals(NEVER) ? 0 : ticks(given);
  }

  /** A replica must hear several heartbeats fail before it stands, or every loss is an election. */
  private static Units.Span election(Fields fields, int heartbeatTicks) {
    Entry given = fields.get("election");
    if (given == null) {
      return new Units.Span(6L * heartbeatTicks, 12L * heartbeatTicks);
    }
    Units.Span span = Units.counts(given, "ticks", 1, 12L * TICKS_MAX);
    if (span.min() < 2L * heartbeatTicks) {
      throw given.bad(
          "an election after " + span.min() + " ticks, with a heartbeat every " + heartbeatTicks,
          "wait for at least two heartbeats: " + 2 * heartbeatTicks + " ticks or more");
    }
    return span;
  }

  private static int ticks(Entry entry) {
    return (int) Units.count(entry, "ticks", 1, TICKS_MAX);
  }
}
