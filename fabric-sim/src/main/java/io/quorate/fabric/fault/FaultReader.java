package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.file.Units;
import io.quorate.paxos.Durability;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Reads a fault file; every name in it must be the fabric's. */
final class FaultReader {

  /** A year: no run is longer. */
  private static final long TIME_NS_MAX = 365L * 24 * 3_600 * 1_000_000_000;

  private static final List<String> KINDS =
      List.of(
          "crash",
          "pause",
          "link-down",
          "partition",
          "isolate",
          "loss",
          "duplication",
          "reordering",
          "delay",
          "corruption",
          "flow-wipe",
          "hand-over",
          "reconfigure",
          "disk-full",
          "slow-disk",
          "log-torn",
          "log-lost",
          "data-plane-down",
          "controller-cut",
          "clock-rate",
          "clock-jump",
          "reboot");

  private static final List<String> FAULT_KEYS = faultKeys();
  private static final String EXAMPLE = "crash: S1";

  private final Fabric fabric;
  private final List<String> switches;
  private final List<String> hosts;
  private final List<String> linkNames;

  FaultReader(Fabric fabric) {
    this.fabric = fabric;
    this.switches = fabric.switches().stream().map(Switch::name).toList();
    this.hosts = fabric.hosts().stream().map(Host::name).toList();
    this.linkNames = fabric.links().stream().map(Link::name).toList();
  }

  FaultSchedule read(Entry root) {
    Fields top = root.fields("a fault schedule", List.of("faults"));
    List<TimedFault> faults = new ArrayList<>();
    for (Entry entry : top.need("faults", "faults: []").list("a list of faults")) {
      faults.add(timed(entry.fields("a fault", FAULT_KEYS)));
    }
    return FaultSchedule.inOrder(faults);
  }

  private TimedFault timed(Fields fields) {
    String kind = fields.exactlyOne(KINDS, EXAMPLE);
    long atNs = Units.timeNs(fields.need("at", "at: 1s"), 0, TIME_NS_MAX);
    Fault fault = fault(kind, fields.need(kind, EXAMPLE));
    Entry duration = fields.get("for");
    if (fault.isInstant()) {
      Entry key = fields.key("for");
      if (key != null) {
        throw key.bad(
            "a " + kind.replace('-', ' ') + " happens at once and has no duration",
            "remove \"for\"");
      }
      return new TimedFault(atNs, 0, fault);
    }
    return new TimedFault(
        atNs,
        duration == null ? TimedFault.UNTIL_HEALED : Units.timeNs(duration, 1, TIME_NS_MAX),
        fault);
  }

  private Fault fault(String kind, Entry entry) {
    return switch (kind) {
      case "crash" -> new Fault.Crash(switchName(entry));
      case "pause" -> new Fault.Pause(switchName(entry));
      case "hand-over" -> handOver(entry);
      case "reconfigure" -> new ChangeReader(fabric).read(entry);
      case "disk-full" -> new Fault.DiskFull(diskOf(entry));
      case "slow-disk" -> {
        Fields fields = entry.fields("a slow disk", List.of("on", "times"));
        Entry times = fields.need("times", "times: 100");
        yield new Fault.SlowDisk(
            diskOf(fields.need("on", "on: S1")),
            (int) Units.count(times, "times", 2, Fault.SlowDisk.TIMES_MOST));
      }
      case "clock-rate" -> {
        Fields fields = entry.fields("a clock's rate", List.of("on", "rate"));
        double rate =
            Units.factor(
                fields.need("rate", "rate: 1.3"), Fault.ClockRate.LEAST, Fault.ClockRate.MOST);
        yield new Fault.ClockRate(switchName(fields.need("on", "on: S1")), rate);
      }
      case "clock-jump" -> {
        Fields fields = entry.fields("a clock's jump", List.of("on", "ahead", "back"));
        String way = fields.exactlyOne(List.of("ahead", "back"), "ahead: 20 ticks");
        Entry given = fields.need(way, "ahead: 20 ticks");
        int ticks = (int) Units.count(given, "ticks", 1, Fault.ClockJump.TICKS_MOST);
        yield new Fault.ClockJump(
            switchName(fields.need("on", "on: S1")), way.equals("ahead") ? ticks : -ticks);
      }
      case "reboot" -> reboot(entry);
      case "log-torn" -> new Fault.LogTorn(diskOf(entry));
      case "log-lost" -> new Fault.LogLost(diskOf(entry));
      case "data-plane-down" -> dataPlaneDown(entry);
      case "controller-cut" -> new Fault.ControllerCut(switchName(entry));
      case "flow-wipe" -> new Fault.FlowWipe(switchName(entry));
      case "link-down" -> new Fault.LinkDown(linkName(entry));
      case "partition" -> partition(entry);
      case "isolate" -> isolate(entry);
      case "loss" -> {
        Fields fields = ofLink(entry, "loss", "probability");
        yield new Fault.Loss(link(fields), probability(fields));
      }
      case "duplication" -> {
        Fields fields = ofLink(entry, "duplication", "probability");
        yield new Fault.Duplication(link(fields), probability(fields));
      }
      case "corruption" -> {
        Fields fields = ofLink(entry, "corruption", "probability");
        yield new Fault.Corruption(link(fields), probability(fields));
      }
      case "reordering" -> {
        Fields fields = ofLink(entry, "reordering", "probability", "hold");
        long holdNs = Units.timeNs(fields.need("hold", "hold: 2ms"), 1, TIME_NS_MAX);
        yield new Fault.Reordering(link(fields), probability(fields), holdNs);
      }
      case "delay" -> {
        Fields fields = ofLink(entry, "delay", "extra");
        long extraNs = Units.timeNs(fields.need("extra", "extra: 5ms"), 1, TIME_NS_MAX);
        yield new Fault.Delay(link(fields), extraNs);
      }
      default -> throw new AssertionError("a kind without its reader: " + kind);
    };
  }

  /** A switch whose replica has a disk: a member of a durable group. */
  private String diskOf(Entry entry) {
    String name = switchName(entry);
    boolean has =
        fabric.views().stream()
            .map(Fabric::group)
            .anyMatch(
                group ->
                    group.durability() == Durability.DURABLE && group.members().contains(name));
    if (!has) {
      throw entry.bad(
          Entry.quoted(name) + " is no member of a durable group, and has no disk",
          "name a member of one");
    }
    return name;
  }

  private Fault reboot(Entry entry) {
    return new Fault.Reboot(memberName(entry));
  }

  /** One program moves the frames of all switches, so they cannot be struck one by one. */
  private static Fault dataPlaneDown(Entry entry) {
    if (!entry.text("the word " + Fault.ALL).equals(Fault.ALL)) {
      throw entry.bad(
          "one program is the data plane of all switches", "write data-plane-down: " + Fault.ALL);
    }
    return new Fault.DataPlaneDown();
  }

  private Fault handOver(Entry entry) {
    Entry to = entry.fields("a hand-over", List.of("to")).need("to", "to: S2");
    return new Fault.HandOver(memberName(to));
  }

  /** A switch that is in one of the groups. */
  private String memberName(Entry entry) {
    String name = switchName(entry);
    List<String> members =
        fabric.views().stream()
            .flatMap(view -> view.group().members().stream())
            .distinct()
            .toList();
    if (!members.contains(name)) {
      throw entry.bad(
          Entry.quoted(name) + " is no member of the Paxos group",
          "name one of " + String.join(", ", members));
    }
    return name;
  }

  private static Fields ofLink(Entry entry, String kind, String... more) {
    List<String> keys = new ArrayList<>(List.of("link"));
    keys.addAll(List.of(more));
    return entry.fields(kind, keys);
  }

  private String link(Fields fields) {
    return linkName(fields.need("link", "link: " + linkNames.getFirst()));
  }

  private static double probability(Fields fields) {
    return Units.probability(fields.need("probability", "probability: 10%"));
  }

  /** A node apart from all switches but itself; a switch keeps its own hosts. */
  private Fault isolate(Entry entry) {
    String node = nodeName(entry);
    List<String> others = switches.stream().filter(other -> !other.equals(node)).toList();
    return effective(entry, new Fault.Partition(List.of(node), others, false));
  }

  private Fault partition(Entry entry) {
    Fields fields = entry.fields("a partition", List.of("from", "to", "one-way"));
    SequencedSet<String> from = side(fields.need("from", "from: [S1]"), new LinkedHashSet<>());
    Entry to = fields.get("to");
    Entry oneWay = fields.get("one-way");
    List<String> others =
        to == null
            ? switches.stream().filter(node -> !from.contains(node)).toList()
            : List.copyOf(side(to, from));
    boolean single = oneWay != null && oneWay.yesOrNo();
    return effective(entry, new Fault.Partition(List.copyOf(from), others, single));
  }

  private SequencedSet<String> side(Entry list, SequencedSet<String> otherSide) {
    SequencedSet<String> side = new LinkedHashSet<>();
    for (Entry entry : list.oneOrMore("a list of nodes, like [S2, S3]")) {
      String node = nodeName(entry);
      if (otherSide.contains(node)) {
        throw entry.bad(Entry.quoted(node) + " is on both sides", "keep it on one");
      }
      if (!side.add(node)) {
        throw entry.bad(Entry.quoted(node) + " is here twice", "remove one");
      }
    }
    if (side.isEmpty()) {
      throw list.bad("a side without nodes", "name at least one, like [S2, S3]");
    }
    return side;
  }

  /** A partition between nodes that no link joins would be silently without effect. */
  private Fault effective(Entry entry, Fault.Partition partition) {
    if (fabric.links().stream().noneMatch(link -> crosses(link, partition))) {
      throw entry.bad(
          "no link joins " + partition.from() + " to " + partition.to() + ", so nothing is cut",
          "put the switches between them on one of the sides");
    }
    return partition;
  }

  static boolean crosses(Link link, Fault.Partition partition) {
    return (partition.from().contains(link.a()) && partition.to().contains(link.b()))
        || (partition.from().contains(link.b()) && partition.to().contains(link.a()));
  }

  private String switchName(Entry entry) {
    String name = nodeName(entry);
    if (!switches.contains(name)) {
      throw entry.bad(
          Entry.quoted(name) + " is a host", "name a switch: " + String.join(", ", switches));
    }
    return name;
  }

  private String nodeName(Entry entry) {
    String name = entry.text("the name of a switch or host");
    if (!switches.contains(name) && !hosts.contains(name)) {
      List<String> known = new ArrayList<>(switches);
      known.addAll(hosts);
      throw entry.bad(
          "fabric " + fabric.name() + " has no node " + Entry.quoted(name),
          Nearest.advice(name, known, "its nodes are"));
    }
    return name;
  }

  /** A link's name; {@code S2-S1} is as good as {@code S1-S2}. */
  private String linkName(Entry entry) {
    String name = entry.text("the name of a link");
    if (linkNames.contains(name)) {
      return name;
    }
    String turned = turned(name);
    if (turned != null) {
      return turned;
    }
    throw entry.bad(
        "fabric " + fabric.name() + " has no link " + Entry.quoted(name),
        Nearest.advice(name, linkNames, "its links are"));
  }

  private @Nullable String turned(String name) {
    for (Link link : fabric.links()) {
      if (name.equals(link.b() + "-" + link.a()) || name.equals(link.a() + "-" + link.b())) {
        return link.name();
      }
    }
    return null;
  }

  private static List<String> faultKeys() {
    List<String> keys = new ArrayList<>(List.of("at", "for"));
    keys.addAll(KINDS);
    return List.copyOf(keys);
  }
}
