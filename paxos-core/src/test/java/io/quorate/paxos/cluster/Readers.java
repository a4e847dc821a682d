package io.quorate.paxos.cluster;

import static java.util.Objects.requireNonNull;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Event;
import io.quorate.paxos.Replica;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Clients that read without a slot, and the judge of what they are told.
 *
 * <p>Whether reads are linearizable has an exact criterion here, for writes stand in slots and a
 * read shows the state before one: it must not be before the slot after any write that was answered
 * before the read was asked, nor before what any read answered by then has shown.
 */
final class Readers implements Watcher {

  static final long READER = 60;

  private final SplittableRandom random;

  /** By the number of a read: the slot below which it must show everything. */
  private final Map<Long, Long> floors = new HashMap<>();

  /** By the number of a read whose answer waits for a store: what it shows. */
  private final Map<Long, Long> shown = new HashMap<>();

  private @Nullable Invariants seen;
  private long told;
  private long asked;
  private final Set<Long> answered = new HashSet<>();

  Readers(SplittableRandom random) {
    this.random = random;
  }

  /** Whom to ask in which slot a request was executed. */
  void know(Invariants invariants) {
    seen = invariants;
  }

  /** Reads answered. */
  int answered() {
    return answered.size();
  }

  /** Asks somebody, mostly the leader. */
  void ask(Cluster cluster) {
    int leader = cluster.leader();
    boolean anybody = leader == 0 || random.nextInt(4) == 0;
    ask(cluster, anybody ? 1 + random.nextInt(cluster.members()) : leader);
  }

  /** Asks the node. */
  void ask(Cluster cluster, int node) {
    floors.put(++asked, told);
    Value query = Notation.value(READER, asked, random.nextBoolean() ? "get a" : "get b");
    cluster.send(node, new Envelope(1, 0, 0, new Message.Read(query)));
  }

  /** True if the latest read is answered. */
  boolean isAnswered() {
    return answered.contains(asked);
  }

  @Override
  public void stepped(Replica replica, Event event, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Answer(long session, Message.Reply reply) && session == READER) {
        long read = reply.result().sequence();
        long shows = replica.nextSlot();
        long floor = floors.getOrDefault(read, 0L);
        if (shows < floor) {
          throw new AssertionError(
              "node %d: stale: read %d shows the slots below %d, asked when %d were told of"
                  .formatted(replica.config().self(), read, shows, floor));
        }
        shown.put(read, shows);
      }
    }
  }

  @Override
  public void carriedOut(Replica replica, Effect effect) {
    if (effect instanceof Effect.Answer(long session, Message.Reply reply)) {
      long sequence = reply.result().sequence();
      if (session == READER) {
        answered.add(sequence);
        told = Math.max(told, shown.getOrDefault(sequence, 0L));
      } else {
        told = Math.max(told, requireNonNull(seen).executedIn(session, sequence) + 1);
      }
    }
  }
}
