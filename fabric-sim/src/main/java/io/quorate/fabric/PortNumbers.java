package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.file.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads the ports that a switch's entry numbers by hand: {@code ports: {1: WAN0, 2: S2}}. */
final class PortNumbers {

  /** The port by which frames that a program emits come back in; no link takes it. */
  static final int PAXOS = 100;

  /** Largest port number that OpenFlow 1.0 has for ordinary ports. */
  static final int MAX = 0xfeff;

  private final String node;
  private final SequencedMap<String, Entry> peers;
  private final SequencedMap<String, Entry> seen = new LinkedHashMap<>();
  private final SequencedMap<Integer, Entry> numbers = new LinkedHashMap<>();
  private final Names names = new Names("a port");

  /**
   * @param peers the switch's neighbours
   */
  PortNumbers(String node, SequencedMap<String, Entry> peers) {
    this.node = node;
    this.peers = peers;
  }

  List<Switch.Port> read(Entry table) {
    List<Switch.Port> ports = new ArrayList<>();
    table
        .table("port numbers and neighbours, like {1: S2, 2: S3}")
        .values()
        .forEach(keyed -> ports.add(port(keyed.key(), keyed.value())));
    return ports;
  }

  private Switch.Port port(Entry key, Entry value) {
    int number = number(key);
    if (!value.isTable()) {
      String peer = peer(value);
      return new Switch.Port(number, names.declare(value, peer), peer);
    }
    Fields fields = value.fields("a port", List.of("to", "name"));
    Entry to = fields.need("to", "to: S2");
    String peer = peer(to);
    Entry given = fields.get("name");
    String name = given == null ? names.declare(to, peer) : names.declare(given);
    for (String other : peers.sequencedKeySet()) {
      if (given != null && !other.equals(peer) && other.equalsIgnoreCase(name)) {
        throw given.bad(
            "the port to " + peer + " is called like the neighbour " + other,
            "choose another name");
      }
    }
    return new Switch.Port(number, name, peer);
  }

  private int number(Entry key) {
    int number = (int) Units.count(key, "ports", 1, MAX);
    if (number == PAXOS) {
      throw key.bad("port " + PAXOS + " is the switch's Paxos port", "choose another number");
    }
    Entry earlier = numbers.putIfAbsent(number, key);
    if (earlier != null) {
      throw key.bad("port " + number + " is taken on line " + earlier.line(), "choose another");
    }
    return number;
  }

  private String peer(Entry entry) {
    String peer = entry.text("a neighbour's name");
    if (!peers.containsKey(peer)) {
      throw entry.bad(
          node + " has no link to " + Entry.quoted(peer),
          Nearest.advice(peer, peers.sequencedKeySet(), "its neighbours are"));
    }
    Entry earlier = seen.putIfAbsent(peer, entry);
    if (earlier != null) {
      throw entry.bad(
          node + " has a second port to " + peer + ", the first on line " + earlier.line(),
          "remove one");
    }
    return peer;
  }
}
