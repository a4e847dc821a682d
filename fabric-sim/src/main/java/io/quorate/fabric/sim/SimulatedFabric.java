package io.quorate.fabric.sim;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Switch;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.program.Classifier;
import io.quorate.fabric.program.Directory;
import io.quorate.fabric.program.ReplicaFactory;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.paxos.Durability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fabric, built from its description and wired up: switches with their flows and replicas, hosts,
 * and the cables between them. Nothing happens before {@link #powerOn}.
 */
public final class SimulatedFabric {

  private final Simulator simulator;
  private final SeededRandom random;
  private final Fabric fabric;
  private final ControlPlane control;
  private final Map<String, SwitchNode> switches = new LinkedHashMap<>();
  private final Map<String, HostNode> hosts = new LinkedHashMap<>();
  private final List<Cable> cables = new ArrayList<>();

  /** Who runs each service's group. */
  private final List<Operator> operators = new ArrayList<>();

  /**
   * Builds a fabric whose services, if there are several, are all watched by one.
   *
   * @see #SimulatedFabric(Simulator, SeededRandom, Fabric, List)
   */
  public SimulatedFabric(
      Simulator simulator, SeededRandom random, Fabric fabric, SwitchWatcher watcher) {
    this(simulator, random, fabric, Collections.nCopies(fabric.tenants().size(), watcher));
  }

  /**
   * Builds the fabric.
   *
   * @param random the run's generator; every component splits its own from it
   * @param watchers for each service, in their order
   * @throws io.quorate.fabric.file.BadFile if a flow in the fabric file is wrong
   */
  public SimulatedFabric(
      Simulator simulator,
      SeededRandom random,
      Fabric fabric,
      List<? extends SwitchWatcher> watchers) {
    this.simulator = simulator;
    this.random = random;
    this.fabric = fabric;
    this.control = new ControlPlane(simulator, fabric);
    Classifier classifier = new Classifier(fabric);
    List<Fabric> views = fabric.views();
    List<Directory> directories = views.stream().map(Directory::new).toList();
    for (Switch each : fabric.switches()) {
      List<Seat.Assignment> assignments = new ArrayList<>();
      for (int place = 0; place < views.size(); place++) {
        assignments.add(
            assignment(
                each.name(), place, views.get(place), directories.get(place), watchers.get(place)));
      }
      SwitchNode node = new SwitchNode(simulator, each, classifier, assignments, control);
      switches.put(each.name(), node);
      control.manage(node);
    }
    for (Host each : fabric.hosts()) {
      hosts.put(each.name(), new HostNode(simulator, random, each, fabric.mtuBytes()));
    }
    fabric.links().forEach(this::lay);
    for (int place = 0; place < views.size(); place++) {
      PaxosGroup group = views.get(place).group();
      operators.add(new Operator(simulator, group, members(place), watchers.get(place)));
    }
  }

  private Seat.Assignment assignment(
      String name, int place, Fabric view, Directory directory, SwitchWatcher watcher) {
    int node = control.node(place, name);
    ReplicaFactory replicas = new ReplicaFactory(view, place, random);
    return new Seat.Assignment(
        place,
        directory,
        node,
        (incarnation, recovered) -> replicas.start(name, incarnation, recovered),
        replicas.valueBytesMax(),
        new SwitchClock(view.group().tickNs(), view.group().reads().lease().ticks()),
        disk(name, place, view, node),
        watcher);
  }

  private @Nullable SimulatedDisk disk(String name, int place, Fabric view, int node) {
    boolean durable = view.group().durability() == Durability.DURABLE;
    return durable && node > 0
        ? new SimulatedDisk(
            simulator, view.group().disk(), random.split("switch/" + name + "/disk/" + place))
        : null;
  }

  private void lay(Link link) {
    int portA = port(link.a(), link.b());
    int portB = port(link.b(), link.a());
    Node a = node(link.a());
    Node b = node(link.b());
    Cable cable = new Cable(simulator, random, link, fabric.mtuBytes(), a, portA, b, portB);
    cables.add(cable);
    control.watch(cable);
    plug(a, portA, cable);
    plug(b, portB, cable);
  }

  private void plug(Node node, int port, Cable cable) {
    switch (node) {
      case SwitchNode each -> each.plug(port, cable);
      case HostNode each -> each.attach(cable.from(each));
      default -> throw new AssertionError("a node is a switch or a host");
    }
  }

  /** A host has one port, number 1; a switch's ports are numbered by the description. */
  private int port(String of, String peer) {
    SwitchNode node = switches.get(of);
    if (node == null) {
      return 1;
    }
    for (Switch.Port port : node.description().ports()) {
      if (port.peer().equals(peer)) {
        return port.number();
      }
    }
    throw new IllegalArgumentException("switch " + of + " has no port to " + peer);
  }

  private Node node(String name) {
    @Nullable Node found = switches.get(name);
    if (found == null) {
      found = hosts.get(name);
    }
    if (found == null) {
      throw new IllegalArgumentException("a link ends at " + name + ", which does not exist");
    }
    return found;
  }

  /** Fills the flow tables and boots the replicas; their clocks are offset at random. */
  public void powerOn() {
    control.installAll();
    for (SwitchNode node : switches.values()) {
      SeededRandom own = random.split("switch/" + node.name() + "/clock");
      node.powerOn(tickNs -> simulator.nowNs() + own.nextLong(tickNs));
    }
  }

  /** Wants a group changed; what becomes of it, the watcher of its service hears. */
  public void reconfigure(Fault.Reconfigure wish) {
    for (int place = 0; place < operators.size(); place++) {
      if (fabric.tenants().get(place).group().id() == wish.group()) {
        operators.get(place).want(wish.change());
      }
    }
  }

  /** Who runs the groups, in the order of the fabric's services. */
  public List<Operator> operators() {
    return List.copyOf(operators);
  }

  public Fabric description() {
    return fabric;
  }

  /** Switches by name, in file order; not to be changed. */
  public Map<String, SwitchNode> switches() {
    return switches;
  }

  /** Hosts by name, in file order; not to be changed. */
  public Map<String, HostNode> hosts() {
    return hosts;
  }

  /** Cables in the order of the description's links. */
  public List<Cable> cables() {
    return List.copyOf(cables);
  }

  /** Members of the first service's Paxos group, by node id from 1. */
  public List<SwitchNode> members() {
    return switches.values().stream()
        .filter(each -> each.node() > 0)
        .sorted(Comparator.comparingInt(SwitchNode::node))
        .toList();
  }

  /**
   * Members of the Paxos group of a service, by node id from 1.
   *
   * @param place of the service among the fabric's services
   */
  public List<Seat> members(int place) {
    return switches.values().stream()
        .map(each -> each.seats().get(place))
        .filter(each -> each.node() > 0)
        .sorted(Comparator.comparingInt(Seat::node))
        .toList();
  }
}
