package io.quorate.paxos.cluster;

import io.quorate.paxos.Durability;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.StateMachine;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.Recovered;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold whatever happens, judged from the messages and deliveries alone by somebody who
 * sees them all. Each invariant has a class of its own, which is told here what concerns it: {@link
 * Choice}, {@link Promises}, {@link Watermarks}, {@link Deliveries}, {@link Machines}, {@link
 * Replies}, and {@link Records} of what only a store has seen. Here, of members without memory:
 *
 * <ul>
 *   <li>Whoever started without memory only asks, until enough have told it what they know.
 *   <li>Promises and votes of earlier selves count no more once their hearer could know better.
 * </ul>
 */
public final class Invariants implements Watcher {

  private final boolean isVolatile;
  private final Terms terms;
  private final Hearsay hearsay;
  private final Choice choice;
  private final Promises promises;
  private final Watermarks watermarks;
  private final Machines machines;
  private final Deliveries deliveries;
  private final Records records;
  private final Replies replies = new Replies();
  private final boolean[] recovering;
  private final Set<Integer> reportsLoss = new HashSet<>();
  private int recoveries;

  Invariants(Setup setup) {
    isVolatile = setup.durability == Durability.VOLATILE;
    terms = new Terms(setup);
    hearsay = new Hearsay(setup.members, isVolatile);
    choice = new Choice(setup.members, terms, hearsay);
    promises = new Promises(setup.members, isVolatile, terms, hearsay, choice);
    watermarks = new Watermarks(isVolatile, terms, hearsay);
    machines = new Machines(setup.members);
    deliveries = new Deliveries(setup.members, choice, terms, machines);
    records = new Records(setup.members, choice, terms);
    recovering = new boolean[setup.members + 1];
  }

  /** Slots chosen so far, whether or not any replica knows it. */
  public int chosen() {
    return choice.chosen();
  }

  /** Changes of the configuration that took effect. */
  public int changes() {
    return terms.changes();
  }

  /** Proposals of a value in a second or later ballot: what take-over is for. */
  public int reproposed() {
    return choice.reproposed();
  }

  /** Slots with a request that an earlier slot had already. */
  public int repeated() {
    return deliveries.repeated();
  }

  /** Values that shared a slot with others. */
  public int batched() {
    return deliveries.batched();
  }

  /** Requests refused because their session was forgotten. */
  public int expired() {
    return replies.expired();
  }

  /** Snapshots that replicas have become. */
  public int installations() {
    return deliveries.installations();
  }

  /** Times that a member has won its memory back. */
  public int recoveries() {
    return recoveries;
  }

  /** True if the node reports that too many have lost their memory, and has not taken it back. */
  public boolean reportsLoss(int node) {
    return reportsLoss.contains(node);
  }

  /** True if the node has executed the request. */
  public boolean isExecuted(int node, long session, long sequence) {
    return deliveries.isExecuted(node, session, sequence);
  }

  /** The first slot in which the request was executed; −1 if it was not. */
  long executedIn(long session, long sequence) {
    return deliveries.executedIn(session, sequence);
  }

  /** The reply that a client has been given, or null. */
  public @Nullable Value reply(long session, long sequence) {
    return replies.reply(session, sequence);
  }

  /** The node's own key-value machine, new. */
  StateMachine machine(int node) {
    return machines.start(node);
  }

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {
    int node = replica.config().self();
    heard(node, event);
    records.write(node, effects);
    recoveries += recovering[node] && !replica.isRecovering() ? 1 : 0;
    recovering[node] = replica.isRecovering();
    promises.holds(node, replica.promised());
  }

  @Override
  public void carriedOut(Replica replica, Effect effect) {
    int node = replica.config().self();
    switch (effect) {
      case Effect.Store store -> {}
      case Effect.Send send -> said(node, send.message());
      case Effect.Broadcast broadcast -> said(node, broadcast.message());
      case Effect.Answer answer -> replies.answered(answer.message());
      case Effect.Deliver deliver -> deliveries.delivered(node, deliver);
      case Effect.Installed installed -> deliveries.installed(node, installed);
      case Effect.Restored restored -> deliveries.restored(node, restored);
      case Effect.Reconfigured reconfigured -> {}
      case Effect.Redelivered redelivered -> deliveries.redelivered(node, redelivered.before());
      case Effect.LeaderChanged changed -> {}
      case Effect.MemoryLost lost -> {
        if (lost.members().isEmpty()) {
          reportsLoss.remove(node);
        } else {
          reportsLoss.add(node);
        }
      }
    }
  }

  @Override
  public void recovered(int node, Recovered recovered) {
    if (isVolatile) {
      choice.forget(node);
      promises.forget(node);
      deliveries.forget(node);
      recovering[node] = false;
      reportsLoss.remove(node);
    }
    hearsay.started(node);
    records.recovered(node, recovered);
  }

  private void heard(int node, Event event) {
    if (event instanceof Event.Proposed proposed) {
      choice.request(proposed.value());
    }
    if (event instanceof Event.Received received) {
      hearsay.heard(node, received.envelope());
      int sender = received.envelope().sender();
      Message message = received.envelope().message();
      if (message instanceof Message.Client client) {
        choice.request(client.value());
      }
      if (message instanceof Message.Accept accept && accept.ballot().node() == sender) {
        choice.request(accept.value()); // Judged when it was sent, unless a test has forged it.
        choice.proposed(sender, accept);
      }
    }
  }

  private void said(int node, Message message) {
    boolean asks =
        message instanceof Message.Recover
            || message instanceof Message.Repair
            || message instanceof Message.Fetch;
    Violation.unless(
        asks || hearsay.remembers(node, terms.recovery()),
        node,
        () -> "is without memory, and says " + Notation.of(message));
    Violation.unless(
        hearsay.tellsAll(node, message),
        node,
        () -> "knows " + hearsay.word(node) + " and says " + Notation.of(message));
    if (message instanceof Message.Accept accept) {
      promises.proposes(node, accept);
      choice.proposed(node, accept);
    } else if (message instanceof Message.Learn learn) {
      promises.voted(node, learn);
      choice.voted(node, learn);
    } else if (message instanceof Message.Promise promise) {
      promises.promised(node, promise, deliveries.nextSlot(node));
    } else if (message instanceof Message.Prepare prepare) {
      promises.raise(node, prepare.ballot());
    } else if (message instanceof Message.Trust trust) {
      promises.leads(node, trust);
      watermarks.told(node, trust.watermark());
      watermarks.areDelivered(delivered());
    } else if (message instanceof Message.Ack ack) {
      watermarks.acknowledged(node, ack);
    } else if (message instanceof Message.Join) {
      watermarks.areDelivered(delivered());
    }
  }

  /** By node, how far it has delivered; whoever is without memory is taken to have all. */
  private List<Long> delivered() {
    return IntStream.range(0, recovering.length)
        .mapToObj(node -> recovering[node] ? Long.MAX_VALUE : deliveries.nextSlot(node))
        .toList();
  }
}
