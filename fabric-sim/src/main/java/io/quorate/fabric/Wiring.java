package io.quorate.fabric;

import io.quorate.fabric.Nodes.HostDraft;
import io.quorate.fabric.Nodes.SwitchDraft;
import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The links of a fabric file and the ports that they make. A host's link need not be written: where
 * none is, the host's own entry makes it, after all written ones.
 */
final class Wiring {

  private static final List<String> LINK_KEYS = linkKeys();

  private final Nodes nodes;
  private final Names linkNames = new Names("a link");
  private final List<Link> links = new ArrayList<>();

  /** For each node its neighbours, in the order of the links, and where that link stands. */
  private final SequencedMap<String, SequencedMap<String, Entry>> neighbours =
      new LinkedHashMap<>();

  Wiring(Nodes nodes, @Nullable Entry linkList) {
    this.nodes = nodes;
    if (linkList != null) {
      for (Entry entry : linkList.list("a list of links")) {
        readLink(entry);
      }
    }
    for (HostDraft host : nodes.hosts()) {
      wire(host);
    }
  }

  List<Link> links() {
    return links;
  }

  /** The switch with its ports numbered. */
  Switch numbered(SwitchDraft draft) {
    SequencedMap<String, Entry> peers = of(draft.name());
    SequencedMap<Integer, Switch.Port> ports = new LinkedHashMap<>();
    Entry given = draft.ports();
    if (given != null) {
      new PortNumbers(draft.name(), peers).read(given).forEach(p -> ports.put(p.number(), p));
    }
    SequencedSet<String> done = new LinkedHashSet<>();
    ports.values().forEach(port -> done.add(port.peer()));
    int next = 1;
    for (String peer : peers.sequencedKeySet()) {
      if (done.contains(peer)) {
        continue;
      }
      while (ports.containsKey(next) || next == PortNumbers.PAXOS) {
        next++;
      }
      ports.put(next, new Switch.Port(next, peer, peer));
    }
    List<Switch.Port> ascending = new ArrayList<>(ports.values());
    ascending.sort(Comparator.comparingInt(Switch.Port::number));
    return new Switch(draft.name(), ascending);
  }

  /** Complains of the first switch that no chain of links joins to the given one. */
  void requireAllReachableFrom(String start) {
    SequencedSet<String> reached = new LinkedHashSet<>(List.of(start));
    Deque<String> border = new ArrayDeque<>(reached);
    while (!border.isEmpty()) {
      for (String peer : of(border.remove()).sequencedKeySet()) {
        if (nodes.isSwitch(peer) && reached.add(peer)) {
          border.add(peer);
        }
      }
    }
    for (SwitchDraft declared : nodes.switches()) {
      if (!reached.contains(declared.name())) {
        throw nodes
            .where(declared.name())
            .bad(
                "switch " + Entry.quoted(declared.name()) + " cannot be reached from " + start,
                "add a link, like {between: [" + start + ", " + declared.name() + "]}");
      }
    }
  }

  private void readLink(Entry entry) {
    Fields fields = entry.fields("a link", LINK_KEYS);
    Entry between = fields.need("between", "between: [S1, S2]");
    List<Entry> ends = between.list("the two ends, like [S1, S2]");
    if (ends.size() != 2) {
      throw between.bad(ends.size() + " ends", "a link has two, like [S1, S2]");
    }
    String a = nodes.use(ends.get(0));
    String b = nodes.use(ends.get(1));
    refuseWrongEnds(ends.get(1), a, b);
    boolean ofHost = !nodes.isSwitch(a) || !nodes.isSwitch(b);
    LinkFields properties =
        LinkFields.read(fields, ofHost ? LinkFields.OF_HOST : LinkFields.BETWEEN_SWITCHES);
    Entry given = fields.get("name");
    String name = given == null ? a + "-" + b : Names.plain(given, 65);
    Entry backup = fields.get("backup");
    boolean spare = backup != null && backup.yesOrNo();
    add(link(name, a, b, properties, spare), given == null ? ends.get(0) : given);
  }

  private void refuseWrongEnds(Entry second, String a, String b) {
    if (a.equals(b)) {
      throw second.bad("a link from " + Entry.quoted(a) + " to itself", "name two nodes");
    }
    if (!nodes.isSwitch(a) && !nodes.isSwitch(b)) {
      throw second.bad("a link between two hosts", "attach each to a switch");
    }
    Entry earlier = of(a).get(b);
    if (earlier != null) {
      throw second.bad(
          a + " and " + b + " are linked already, on line " + earlier.line(),
          "one link between two nodes is all there may be; remove one");
    }
    for (HostDraft host : nodes.hosts()) {
      boolean isEnd = host.name().equals(a) || host.name().equals(b);
      String other = host.name().equals(a) ? b : a;
      if (isEnd && !host.on().equals(other)) {
        throw second.bad(
            "host " + Entry.quoted(host.name()) + " is on " + host.on() + ", and has one link",
            "link it to " + host.on() + ", or remove this link");
      }
    }
  }

  /** The host's own link, unless it is written out. */
  private void wire(HostDraft host) {
    boolean written = !of(host.name()).isEmpty();
    if (!written) {
      LinkFields properties = LinkFields.read(host.fields(), LinkFields.OF_HOST);
      String name = host.name() + "-" + host.on();
      add(link(name, host.name(), host.on(), properties, false), host.where());
      return;
    }
    for (String key : LinkFields.KEYS) {
      if (host.fields().has(key)) {
        int line = Objects.requireNonNull(of(host.name()).get(host.on())).line();
        throw Objects.requireNonNull(host.fields().key(key))
            .bad(
                "the link of " + Entry.quoted(host.name()) + " is described on line " + line,
                "put its " + key + " there");
      }
    }
  }

  private void add(Link link, Entry where) {
    linkNames.declare(where, link.name());
    links.add(link);
    neighbours.computeIfAbsent(link.a(), _ -> new LinkedHashMap<>()).put(link.b(), where);
    neighbours.computeIfAbsent(link.b(), _ -> new LinkedHashMap<>()).put(link.a(), where);
  }

  private SequencedMap<String, Entry> of(String node) {
    return neighbours.getOrDefault(node, new LinkedHashMap<>());
  }

  private static Link link(String name, String a, String b, LinkFields of, boolean backup) {
    return new Link(
        name, a, b, of.latency(), of.bitsPerSecond(), of.queueFrames(), of.loss(), backup);
  }

  private static List<String> linkKeys() {
    List<String> keys = new ArrayList<>(List.of("between", "name", "backup"));
    keys.addAll(LinkFields.KEYS);
    return List.copyOf(keys);
  }
}
