package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Sessions;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Clients that behave: each numbers its requests, repeats what is not executed yet, follows the
 * hints of those who refuse, and goes on above the horizon when it is told that it was forgotten.
 * (Those that begin close to the wrap leap, and are told so too.)
 */
final class Clients implements Watcher {

  private static final String[] COMMANDS = {
    "put a %s", "put b %s", "append a %s", "get a", "get b", "cas a x %s", "del b"
  };

  /** Distance of sequences at which the oldest open request of a session would become stale. */
  private static final int SPREAD = 50;

  private static final int REPEATS = 8;
  private static final int FIRST_SESSION = 100;

  private final Setup setup;
  private final SplittableRandom random;
  private final int floodPercent;
  private final List<List<Value>> open = new ArrayList<>();
  private final long[] nextSequence;
  private int issued;
  private int believed;

  Clients(Knobs knobs, SplittableRandom random) {
    this.setup = knobs.setup();
    this.random = random;
    this.floodPercent = knobs.floodPercent();
    this.believed = setup.firstLeader;
    this.nextSequence = new long[knobs.clients()];
    java.util.Arrays.fill(nextSequence, knobs.firstSequence());
    for (int client = 0; client < nextSequence.length; client++) {
      open.add(new ArrayList<>());
    }
  }

  int issued() {
    return issued;
  }

  /** A new request of some client, or an open one again. */
  void request(Cluster cluster) {
    int client = random.nextInt(nextSequence.length);
    List<Value> waiting = open.get(client);
    waiting.removeIf(value -> everywhere(cluster, value));
    if (!waiting.isEmpty()
        && (random.nextInt(3) == 0
            || nextSequence[client] - waiting.getFirst().sequence() > SPREAD)) {
      send(cluster, waiting.get(random.nextInt(waiting.size())));
    } else {
      send(cluster, issue(client));
    }
  }

  private Value issue(int client) {
    long sequence = nextSequence[client]++;
    String mark = client + "." + ++issued;
    String command = COMMANDS[random.nextInt(COMMANDS.length)].formatted(mark);
    Value value = Notation.value(FIRST_SESSION + client, sequence, command);
    open.get(client).add(value);
    return value;
  }

  private void send(Cluster cluster, Value value) {
    Envelope envelope = new Envelope(1, 0, 0, new Message.Client(value));
    if (random.nextInt(100) < floodPercent) {
      for (int node = 1; node <= setup.members; node++) {
        cluster.send(node, envelope);
      }
    } else {
      cluster.send(random.nextInt(5) == 0 ? 1 + random.nextInt(setup.members) : believed, envelope);
    }
  }

  /** Sends open requests again, the first client's first; few, so as to fit the window. */
  void repeatOpen(Cluster cluster) {
    believed = cluster.leader() == 0 ? 1 + random.nextInt(setup.members) : cluster.leader();
    open.stream()
        .flatMap(List::stream)
        .limit(Math.min(setup.windowSlots, REPEATS))
        .forEach(value -> send(cluster, value));
  }

  /**
   * Issues a request for each client, as many as fit the window, and sends it to the node, once.
   */
  void requestOnce(Cluster cluster, int node) {
    for (int client = 0; client < Math.min(nextSequence.length, setup.atOnce()); client++) {
      cluster.send(node, new Envelope(1, 0, 0, new Message.Client(issue(client))));
    }
  }

  /** Requests that are not executed on every replica, or not answered where there is an answer. */
  int open(Cluster cluster) {
    int count = 0;
    for (List<Value> waiting : open) {
      waiting.removeIf(value -> everywhere(cluster, value));
      count += waiting.size();
    }
    return count;
  }

  private boolean everywhere(Cluster cluster, Value value) {
    for (int node : cluster.needed()) {
      if (!cluster.invariants().isExecuted(node, value.session(), value.sequence())) {
        return false;
      }
    }
    return !setup.machine || cluster.invariants().reply(value.session(), value.sequence()) != null;
  }

  /** Nobody will say what became of the request; the client goes on above the horizon. */
  private void giveUp(Message.Refusal refusal) {
    int client = (int) refusal.session() - FIRST_SESSION;
    open.get(client).removeIf(value -> value.sequence() == refusal.sequence());
    long ahead = nextSequence[client] - refusal.horizon();
    if (refusal.reason() == Reason.EXPIRED && (ahead <= 0 || ahead > Sessions.LEAP_MAX)) {
      nextSequence[client] = refusal.horizon() + 1;
    }
  }

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {}

  @Override
  public void carriedOut(Replica replica, Effect effect) {
    if (effect instanceof Effect.Answer(_, Message.Refusal refusal)
        && refusal.leader() != 0
        && random.nextInt(4) != 0) {
      believed = refusal.leader();
    }
    if (effect instanceof Effect.Answer(long session, Message.Refusal refusal)
        && session != Cluster.OPERATOR
        && (refusal.reason() == Reason.EXPIRED || refusal.reason() == Reason.STALE)) {
      giveUp(refusal);
    }
  }
}
