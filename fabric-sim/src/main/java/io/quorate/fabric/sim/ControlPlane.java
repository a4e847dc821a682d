package io.quorate.fabric.sim;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Group;
import io.quorate.fabric.flow.Pipeline;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.Participants;
import io.quorate.fabric.plan.Routes;
import io.quorate.paxos.Configuration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the flow tables as they should be. Four things change them: a switch's replica trusts
 * another leader (its client flows are re-pointed at once, by the switch itself), a link comes or
 * goes (the ways are computed anew after a while), others take part in a group (the entries that
 * depend on it are changed after a while, on all switches), and a table is wiped (noticed after a
 * while and filled again). The control network is apart from the fabric, as it is in practice: the
 * fabric's links do not cut it, only a fault of its own does. Safety never depends on any of this.
 */
final class ControlPlane {

  /** From a change of carrier to new forwarding tables. */
  static final long REROUTE_NS = 20_000_000;

  /** From word of a configuration to new entries. */
  static final long RECAST_NS = 5_000_000;

  /** From the loss of a flow table to its repair. */
  static final long REPAIR_NS = 50_000_000;

  /** Cookie mask that takes every bit into account. */
  private static final long EXACTLY = -1;

  private final Simulator simulator;
  private final Fabric fabric;
  private final FlowBook book;
  private final Map<String, SwitchNode> switches = new LinkedHashMap<>();
  private final Map<String, Cable> cables = new LinkedHashMap<>();

  /** By switch, whom it trusts in each group. */
  private final Map<String, List<Integer>> leaders = new LinkedHashMap<>();

  /** Switches that lost their flows and have not got them back. */
  private final Set<String> bare = new LinkedHashSet<>();

  /** By switch that changes do not reach, for how many reasons. */
  private final Map<String, Integer> unreached = new LinkedHashMap<>();

  /** By service, how far the changes of its group have come. */
  private final List<Rollout> rollouts = new ArrayList<>();

  /** Who takes part in each group, as the flows have it. */
  private List<Participants> cast;

  private Routes routes;
  private boolean rerouting;
  private boolean recasting;

  ControlPlane(Simulator simulator, Fabric fabric) {
    this.simulator = simulator;
    this.fabric = fabric;
    this.book = new FlowBook(fabric);
    this.routes = new Routes(fabric, link -> true);
    this.cast = book.initial();
    fabric.tenants().forEach(tenant -> rollouts.add(new Rollout(tenant.group())));
  }

  void manage(SwitchNode node) {
    switches.put(node.name(), node);
  }

  void watch(Cable cable) {
    cables.put(cable.link().name(), cable);
  }

  /** Node id of a switch in the Paxos group of a service; 0 if it is not a member. */
  int node(int place, String switchName) {
    return book.plans().get(place).node(switchName);
  }

  /** Fills every table for the first time. */
  void installAll() {
    switches.values().forEach(this::install);
  }

  private void install(SwitchNode node) {
    FlowBook.Entries entries = book.all(node.description(), trusted(node), routes, cast);
    bare.remove(node.name());
    Pipeline pipeline = node.pipeline();
    pipeline.clear();
    for (Group group : entries.groups()) {
      pipeline.putGroup(group);
    }
    for (Flow flow : entries.flows()) {
      pipeline.add(flow, simulator.nowNs());
    }
  }

  private List<Integer> trusted(SwitchNode node) {
    return leaders.computeIfAbsent(
        node.name(), key -> new ArrayList<>(Collections.nCopies(book.plans().size(), 0)));
  }

  /**
   * The switch's replica for a service trusts this node now; not to be called while its pipeline
   * runs. The entries of the other services stay as they are.
   */
  void leaderChanged(SwitchNode node, int place, int leader) {
    trusted(node).set(place, leader);
    if (reaches(node)) {
      point(node, place);
    }
  }

  private void point(SwitchNode node, int place) {
    node.pipeline()
        .replace(
            book.plans().get(place).leaderCookie(),
            EXACTLY,
            book.towardsLeader(
                node.description(), place, trusted(node).get(place), cast.get(place)),
            simulator.nowNs());
  }

  /** The switch's replica for a service knows a configuration; flows follow later. */
  void configured(int node, int place, Configuration configuration, boolean inForce) {
    boolean changed = rollouts.get(place).told(node, configuration, inForce);
    if (changed && !recasting) {
      recasting = true;
      simulator.after(RECAST_NS, this::recast, 0, null);
    }
  }

  private void recast(long code, @Nullable Object payload) {
    recasting = false;
    cast = rollouts.stream().map(Rollout::participants).toList();
    for (SwitchNode node : switches.values()) {
      if (node.isRunning() && reaches(node) && !bare.contains(node.name())) {
        cast(node);
        forward(node);
      }
    }
  }

  /** Changes what depends on who takes part; entries that stay keep their counters. */
  private void cast(SwitchNode node) {
    List<Flow> fixed = book.fixed(node.description(), cast);
    for (long cookie : List.of(FlowPlan.COOKIE_ADMISSION, FlowPlan.COOKIE_PAXOS)) {
      node.pipeline()
          .replace(
              cookie,
              EXACTLY,
              fixed.stream().filter(flow -> flow.cookie() == cookie).toList(),
              simulator.nowNs());
    }
    for (int place = 0; place < cast.size(); place++) {
      point(node, place);
    }
  }

  /** Some link came or went; the ways follow after {@link #REROUTE_NS}. */
  void carrierChanged() {
    if (!rerouting) {
      rerouting = true;
      simulator.after(REROUTE_NS, this::reroute, 0, null);
    }
  }

  private void reroute(long code, @Nullable Object payload) {
    rerouting = false;
    routes = new Routes(fabric, link -> isUp(link.name()));
    for (SwitchNode node : switches.values()) {
      if (node.isRunning() && reaches(node)) {
        forward(node);
      }
    }
  }

  private boolean isUp(String link) {
    Cable cable = cables.get(link);
    return cable != null && cable.carrier();
  }

  private void forward(SwitchNode node) {
    FlowBook.Entries entries = book.forwarding(node.description(), routes, cast);
    Pipeline pipeline = node.pipeline();
    for (Group group : entries.groups()) {
      pipeline.putGroup(group);
    }
    pipeline.replace(FlowPlan.COOKIE_FORWARDING, EXACTLY, entries.flows(), simulator.nowNs());
  }

  /** The switch lost its flows; they come back after {@link #REPAIR_NS} if it runs then. */
  void wiped(SwitchNode node) {
    bare.add(node.name());
    simulator.after(
        REPAIR_NS,
        (code, payload) -> {
          if (node.isRunning() && reaches(node) && bare.contains(node.name())) {
            install(node);
          }
        },
        0,
        null);
  }

  /** The switch starts again after a crash, and is filled as for the first time. */
  void restarted(SwitchNode node) {
    if (reaches(node)) {
      install(node);
    } else {
      node.pipeline().clear();
      bare.add(node.name());
    }
  }

  private boolean reaches(SwitchNode node) {
    return !unreached.containsKey(node.name());
  }

  /** Changes do not reach the switch any more, or do again; reasons for it are counted. */
  void cut(SwitchNode node, boolean on) {
    if (on) {
      unreached.merge(node.name(), 1, Integer::sum);
    } else {
      reachedAgain(node);
    }
  }

  /** One reason less; after the last the switch gets what it missed. */
  private void reachedAgain(SwitchNode node) {
    unreached.computeIfPresent(node.name(), (name, reasons) -> reasons == 1 ? null : reasons - 1);
    if (reaches(node) && bare.contains(node.name())) {
      wiped(node);
    } else if (node.isRunning()) {
      resumed(node);
    }
  }

  /** The switch goes on after a pause: it gets what it missed, and keeps what it has. */
  void resumed(SwitchNode node) {
    if (!reaches(node)) {
      return;
    }
    if (bare.contains(node.name())) {
      install(node);
    } else {
      cast(node);
      forward(node);
    }
  }
}
