package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.message.Message;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A configuration comes into force by rule and not before: nobody says that it governs other slots
 * than those from a window above its own on, nobody votes in a slot who is no acceptor there, and
 * nobody proposes in a slot before a phase-1 quorum of that slot's acceptors has promised the
 * ballot. (The first ballot needs none in the first configuration: all have promised it from
 * birth.)
 */
public final class Activation implements Observer {

  private final Changes changes;
  private final Report report;

  /** By ballot, who has promised it to its owner. */
  private final Map<Ballot, Set<Integer>> promised = new LinkedHashMap<>();

  /** By ballot, the newest version in whose slots it may propose. */
  private final Map<Ballot, Long> prepared = new LinkedHashMap<>();

  private final NextSlots next = new NextSlots();

  /** Whoever is asked about slots must hear of deliveries before this. */
  public Activation(Changes changes, Report report) {
    this.changes = changes;
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    next.delivered(node, delivery);
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    next.installed(node, installed);
  }

  /** Whoever has forgotten everything begins anew. */
  @Override
  public void started(int node, int incarnation) {
    next.started(node);
  }

  @Override
  public void reconfigured(int node, Effect.Reconfigured told) {
    Changes.Term term = changes.term(told.configuration().version());
    if (term == null
        || !term.configuration().equals(told.configuration())
        || term.fromSlot() != told.fromSlot()) {
      report.violation(
          "activation rule",
          "node " + node + " knows " + told + ", chosen was " + (term == null ? "nothing" : term));
    } else if (told.inForce() && next.of(node) < told.fromSlot()) {
      report.violation(
          "activation rule",
          "node "
              + node
              + " takes "
              + told
              + " to be in force, and its next slot is "
              + next.of(node));
    }
  }

  @Override
  public void received(int node, int from, Message message) {
    if (message instanceof Message.Promise promise
        && promise.last()
        && promise.ballot().node() == node) {
      promised.computeIfAbsent(promise.ballot(), key -> new LinkedHashSet<>()).add(from);
    }
  }

  @Override
  public void sent(int node, int to, Message message) {
    if (message instanceof Message.Learn learn) {
      voted(node, learn.slot());
    } else if (message instanceof Message.Accept accept) {
      proposed(accept.ballot(), accept.slot());
    }
  }

  private void voted(int node, long slot) {
    if (changes.isKnown(slot) && !changes.at(slot).isAcceptor(node)) {
      report.violation(
          "only acceptors vote",
          "node " + node + " votes in slot " + slot + ", where there is " + changes.at(slot));
    }
  }

  private void proposed(Ballot ballot, long slot) {
    if (!changes.isKnown(slot)) {
      return;
    }
    Configuration there = changes.at(slot);
    long known = prepared.getOrDefault(ballot, ballot.round() == 0 ? 0L : -1L);
    if (there.version() <= known) {
      return;
    }
    Set<Integer> promisers = promised.getOrDefault(ballot, new LinkedHashSet<>());
    long enough =
        there.acceptors().stream()
            .filter(node -> node == ballot.node() || promisers.contains(node))
            .count();
    if (enough < there.quorums().phase1()) {
      report.violation(
          "phase 1 before phase 2",
          "%s proposes in slot %d, where there is %s; promised have %s"
              .formatted(ballot, slot, there, promisers));
    } else {
      prepared.put(ballot, there.version());
    }
  }
}
