package io.quorate.fabric.run;

import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Reads;
import io.quorate.fabric.observe.Activation;
import io.quorate.fabric.observe.Agreement;
import io.quorate.fabric.observe.Amnesia;
import io.quorate.fabric.observe.AnsweredOnce;
import io.quorate.fabric.observe.BoundedMemory;
import io.quorate.fabric.observe.Changes;
import io.quorate.fabric.observe.Choice;
import io.quorate.fabric.observe.DecisionsKept;
import io.quorate.fabric.observe.DeliveryOrder;
import io.quorate.fabric.observe.EarlierSelves;
import io.quorate.fabric.observe.EqualCheckpoints;
import io.quorate.fabric.observe.FreshReads;
import io.quorate.fabric.observe.HandOvers;
import io.quorate.fabric.observe.HostAgreement;
import io.quorate.fabric.observe.LogOrder;
import io.quorate.fabric.observe.Observer;
import io.quorate.fabric.observe.Observers;
import io.quorate.fabric.observe.Promises;
import io.quorate.fabric.observe.Report;
import io.quorate.fabric.observe.SessionsKept;
import io.quorate.fabric.observe.StoredFirst;
import io.quorate.fabric.observe.Validity;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Durability;
import io.quorate.paxos.machine.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The invariants that every run is held to. */
final class Invariants {

  private final AnsweredOnce answeredOnce;
  private final HostAgreement hosts;
  private final Amnesia amnesia;
  private final Observer all;

  /**
   * @param group whose replicas are watched
   * @param serviceHosts names of the fabric's service hosts, in its order
   * @param naming tells requests apart by their datagrams and those of their answers
   * @param chosen is told when a value is chosen
   * @param logOrder sees what they see
   * @param mayWish true if leaders are wished for, so that a leader may hand over at any time
   */
  Invariants(
      PaxosGroup group,
      List<String> serviceHosts,
      Report report,
      Function<byte[], String> naming,
      Choice.Listener chosen,
      LogOrder logOrder,
      boolean mayWish) {
    answeredOnce = new AnsweredOnce(report, naming);
    hosts = new HostAgreement(serviceHosts, report);
    Changes changes = new Changes(group.initial(), group.windowSlots(), report);
    amnesia = new Amnesia(changes, report);
    List<Observer> each =
        new ArrayList<>(
            List.of(
                changes,
                new Agreement(report),
                new DeliveryOrder(report),
                new Validity(report),
                new Promises(report),
                amnesia,
                new Choice(changes, report, chosen),
                new Activation(changes, report),
                new BoundedMemory(group.windowSlots(), changes, report),
                new SessionsKept(group.limits().sessionsMax(), Sessions.LEAP_MAX, report),
                handOvers(group, mayWish, report),
                hosts,
                answeredOnce,
                logOrder));
    if (group.durability() == Durability.DURABLE) {
      Ballot initial = new Ballot(0, group.members().indexOf(group.leader()) + 1);
      each.add(new EqualCheckpoints(report));
      each.add(new DecisionsKept(report));
      each.add(new StoredFirst(group.members().size(), initial, report));
    }
    if (group.durability() == Durability.VOLATILE) {
      each.add(new EarlierSelves(changes, report));
    }
    if (group.reads().path() != Reads.Path.LOG) {
      each.add(new FreshReads(report));
    }
    all = new Observers(each);
  }

  private static HandOvers handOvers(PaxosGroup group, boolean mayWish, Report report) {
    int preferred = group.members().indexOf(group.leader()) + 1;
    // The first heartbeat is sent at once, so one more is due; it may be about to be sent.
    int heartbeats = group.handBackTicks() / group.heartbeatTicks();
    return new HandOvers(
        group.members().size(),
        group.handBackTicks() == 0 ? 0 : preferred,
        mayWish ? HandOvers.ANY_TIME : heartbeats,
        report);
  }

  Observer all() {
    return all;
  }

  /** Who is without memory, and what became of those who were. */
  Amnesia amnesia() {
    return amnesia;
  }

  /** Packets that every service host must have been handed when all is calm. */
  int expectedAtHosts() {
    return hosts.expected();
  }

  /** Answers that clients were given beyond what they asked. */
  long answeredTooOften() {
    return answeredOnce.answeredTooOften();
  }
}
