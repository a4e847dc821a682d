package io.quorate.paxos.cluster;

import io.quorate.paxos.Event;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to a group in a random schedule before it is healed. */
final class Turmoil {

  private static final int IN_FLIGHT_MAX = 20_000;

  private final SplittableRandom random;
  private final Knobs knobs;
  private final Cluster cluster;
  private final Clients clients;
  private final Changes changes;
  private final Readers readers;
  private final SlowDisks disks;
  private final SlowLinks links;
  private final Paces paces;

  Turmoil(
      SplittableRandom random,
      Knobs knobs,
      Cluster cluster,
      Clients clients,
      Changes changes,
      Readers readers,
      SlowDisks disks,
      SlowLinks links,
      Paces paces) {
    this.random = random;
    this.knobs = knobs;
    this.cluster = cluster;
    this.clients = clients;
    this.changes = changes;
    this.readers = readers;
    this.disks = disks;
    this.links = links;
    this.paces = paces;
  }

  /** One thing happens, as likely as the knobs say. */
  void act() {
    boolean timely = knobs.setup().lease.isOn();
    int ticks = timely ? 0 : knobs.ticks();
    if (timely) {
      paces.step();
    }
    int deliveries = cluster.inFlight().isEmpty() ? 0 : 100;
    int draw =
        random.nextInt(
            deliveries
                + ticks
                + knobs.requests()
                + knobs.reads()
                + knobs.restarts()
                + knobs.stops()
                + knobs.cuts()
                + knobs.forgeries()
                + knobs.handOvers()
                + knobs.changes()
                + knobs.hints()
                + disks.weight()
                + links.weight());
    if ((draw -= knobs.changes()) < 0) {
      changes.ask(cluster);
    } else if ((draw -= deliveries) < 0) {
      deliverOne();
    } else if ((draw -= knobs.reads()) < 0) {
      readers.ask(cluster);
    } else if ((draw -= ticks) < 0) {
      cluster.tick(node());
    } else if ((draw -= knobs.requests()) < 0) {
      clients.request(cluster);
    } else if ((draw -= disks.weight()) < 0) {
      disks.act();
    } else if ((draw -= links.weight()) < 0) {
      links.act();
    } else if ((draw -= knobs.restarts()) < 0) {
      restart(node());
    } else if ((draw -= knobs.stops()) < 0) {
      stopOrStart(node());
    } else if ((draw -= knobs.cuts()) < 0) {
      cutOrHeal();
    } else if ((draw -= knobs.forgeries()) < 0) {
      forge();
    } else if ((draw -= knobs.handOvers()) < 0) {
      handOver();
    } else {
      hint();
    }
  }

  /** The leader, if there is one, as a rule: nobody else can hand over. */
  private void handOver() {
    int leader = cluster.leader();
    int from = leader == 0 || percent(10) ? node() : leader;
    if (!cluster.isStopped(from)) {
      cluster.step(from, new Event.HandOver(node()));
    }
  }

  /** A link came or went, or somebody has it that it did. */
  private void hint() {
    int at = node();
    int about = percent(50) ? cluster.replica(at).trusted() : node();
    if (!cluster.isStopped(at) && about != at) {
      cluster.step(at, new Event.Link(about, percent(30)));
    }
  }

  private int node() {
    return 1 + random.nextInt(cluster.members());
  }

  private boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  private void deliverOne() {
    List<Packet> inFlight = cluster.inFlight();
    int index = percent(knobs.oldestPercent()) ? 0 : random.nextInt(inFlight.size());
    if (inFlight.size() > IN_FLIGHT_MAX || percent(knobs.lossPercent())) {
      inFlight.remove(index);
    } else if (percent(knobs.repeatPercent())) {
      cluster.repeat(inFlight.get(index));
    } else {
      cluster.deliver(inFlight.remove(index));
    }
  }

  private void restart(int node) {
    if (knobs.reckless() || changes.mayForget(cluster, node)) {
      cluster.restart(node);
    }
  }

  private void stopOrStart(int node) {
    if (cluster.isStopped(node)) {
      cluster.restart(node);
    } else if (knobs.reckless() || changes.mayForget(cluster, node)) {
      cluster.stop(node);
    }
  }

  private void cutOrHeal() {
    switch (random.nextInt(4)) {
      case 0 -> cluster.heal();
      case 1 -> cluster.isolate(node());
      case 2 -> cluster.cutOneWay(node(), node());
      default -> cluster.cut(node(), node());
    }
  }

  /** Some member proposes a no-op in place of what the ballot's owner proposes. */
  private void forge() {
    List<Packet> accepts =
        cluster.inFlight().stream().filter(each -> each.type() == EtherType.ACCEPT).toList();
    int forger = node();
    if (accepts.isEmpty() || cluster.replica(forger).isRecovering()) {
      return; // Whoever is without memory is known by its silence.
    }
    Packet packet = accepts.get(random.nextInt(accepts.size()));
    Message.Accept accept = (Message.Accept) packet.envelope().message();
    if (forger != accept.ballot().node() && forger != packet.to()) {
      Message forged = new Message.Accept(accept.ballot(), accept.slot(), Value.NOOP);
      cluster.send(packet.to(), cluster.from(forger, forged));
    }
  }
}
