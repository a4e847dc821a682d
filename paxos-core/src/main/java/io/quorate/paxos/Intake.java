package io.quorate.paxos;

import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.InHand;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.wire.BatchBytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a slot while as many as may be are in flight. When one is free, it
 * takes as many of those that wait as fit, so that slots grow fuller as the load grows, and a lone
 * request never waits for company. (Nagle's algorithm, RFC 896, for slots.)
 *
 * <p>Only their leader can say what becomes of them; when it leads no more they are refused, and
 * their clients ask whoever leads then.
 */
final class Intake {

  private final int batchValues;
  private final int valueBytesMax;
  private final int waitingMax;
  private final ArrayDeque<Value> waiting = new ArrayDeque<>();

  /** Who has taken them in. */
  private @Nullable Leader taker;

  Intake(Limits limits) {
    this.batchValues = limits.batchValues();
    this.valueBytesMax = limits.valueBytesMax();
    this.waitingMax = limits.waitingMax();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  boolean isFull() {
    return waiting.size() >= waitingMax;
  }

  /** Takes a request in, to wait its turn. */
  void add(Leader leader, Value value) {
    assert isEmpty() || taker == leader : "requests that another leader took in";
    taker = leader;
    waiting.add(value);
  }

  /** The requests that wait, and are nobody's any more unless this leads; they wait no longer. */
  List<Value> abandoned(@Nullable Leader leads) {
    if (waiting.isEmpty() || taker == leads) {
      return List.of();
    }
    List<Value> left = List.copyOf(waiting);
    waiting.clear();
    return left;
  }

  /**
   * Finds out anew what is in hand: what the leader has proposed for this slot and those above, and
   * what waits; no other will be delivered.
   */
  void takeInHand(Leader leader, long fromSlot, Acceptor acceptor) {
    InHand inHand = leader.inHand();
    inHand.clear();
    for (long slot = fromSlot; slot < leader.nextSlot(); slot++) {
      Value value = acceptor.votedValue(slot);
      if (value != null) {
        inHand.addParts(value);
      }
    }
    waiting.forEach(inHand::add);
  }

  /** What the next slot is to be filled with: the first that waits, and others if they fit. */
  Value next() {
    Value first = waiting.remove();
    int bytes = BatchBytes.ENTRY + first.bytes().length;
    if (batchValues == 1 || !fits(bytes)) {
      return first;
    }
    List<Value> batch = new ArrayList<>();
    batch.add(first);
    while (batch.size() < batchValues && fits(bytes)) {
      bytes += BatchBytes.ENTRY + waiting.element().bytes().length;
      batch.add(waiting.remove());
    }
    return batch.size() == 1 ? first : Value.batch(batch);
  }

  /** True if there is one more, and it fits behind so many bytes. */
  private boolean fits(int bytes) {
    Value more = waiting.peek();
    return more != null && bytes + BatchBytes.ENTRY + more.bytes().length <= valueBytesMax;
  }
}
