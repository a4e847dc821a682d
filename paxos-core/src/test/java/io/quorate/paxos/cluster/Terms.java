package io.quorate.paxos.cluster;

import io.quorate.paxos.Durability;
import io.quorate.paxos.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who votes in which slot, worked out from the chosen values alone by somebody who shares no code
 * with the replicas: reads the bytes of a change, and knows that it counts from a window above its
 * slot if it names the version after the newest and the newest is in force. Only whether a session
 * still takes a request it has to be told, by whoever delivers a slot first.
 */
final class Terms {

  /** One configuration; quorums are sizes. */
  record Term(long fromSlot, long version, BitSet acceptors, int phase1, int phase2) {

    boolean chooses(BitSet voters) {
      BitSet counted = (BitSet) voters.clone();
      counted.and(acceptors);
      return counted.cardinality() >= phase2;
    }

    /** As many as meet all whose words count, of whatever kind. */
    int recovery() {
      int n = acceptors.cardinality();
      return Math.max(phase1, n + 1 - Math.min(phase1, phase2));
    }

    /** True if these members have one in each set of acceptors that could elect a leader. */
    boolean meetsElections(BitSet members) {
      BitSet others = (BitSet) acceptors.clone();
      others.andNot(members);
      return others.cardinality() < phase1;
    }
  }

  private final int windowSlots;
  private final boolean isVolatile;
  private final int members;
  private final List<Term> terms = new ArrayList<>();
  private final List<Long> changedIn = new ArrayList<>();
  private long next;

  Terms(Setup setup) {
    windowSlots = setup.windowSlots;
    isVolatile = setup.durability == Durability.VOLATILE;
    members = setup.members;
    BitSet first = new BitSet();
    first.set(1, setup.beginners + 1);
    terms.add(new Term(0, 0, first, setup.phase1, setup.phase2));
  }

  /** The slot whose value is wanted next. */
  long next() {
    return next;
  }

  /**
   * The value chosen in the next slot.
   *
   * @param fresh false if it was not executed, since its session has used or forgotten it
   */
  void delivered(Value value, boolean fresh) {
    Term change = fresh && value.isChange() ? read(ByteBuffer.wrap(value.bytes())) : null;
    Term newest = terms.getLast();
    if (change != null
        && change.version() == newest.version() + 1
        && newest.fromSlot() <= next
        && isBearable(change)) {
      changedIn.add(next);
      terms.add(change);
    }
    next++;
  }

  /** Where nothing is stored, one that loses its memory must find enough others. */
  private boolean isBearable(Term change) {
    return !isVolatile || change.recovery() < change.acceptors().cardinality();
  }

  private @Nullable Term read(ByteBuffer in) {
    if (in.remaining() < 18 || in.getShort() != 0x0100) {
      return null;
    }
    int phase1 = in.getShort();
    int phase2 = in.getShort();
    int acceptors = in.getShort();
    int learners = in.getShort();
    long version = in.getLong();
    BitSet voters = new BitSet();
    BitSet all = new BitSet();
    for (int i = 0; i < acceptors + learners; i++) {
      int node = in.getShort();
      all.set(node);
      if (i < acceptors) {
        voters.set(node);
      }
    }
    return all.length() > members + 1
        ? null
        : new Term(next + windowSlots, version, voters, phase1, phase2);
  }

  /** True if the slot is one in which a change took effect. */
  boolean isChangedIn(long slot) {
    return changedIn.contains(slot);
  }

  /** Fewest members that one without memory must ask, whatever the term. */
  int recovery() {
    return terms.stream().mapToInt(Term::recovery).min().orElseThrow();
  }

  /** Changes that took effect. */
  int changes() {
    return changedIn.size();
  }

  /** The term of a slot; null if the values that it depends on are not all chosen. */
  @Nullable Term at(long slot) {
    if (slot - windowSlots >= next) {
      return null;
    }
    Term found = terms.getFirst();
    for (Term term : terms) {
      found = term.fromSlot() <= slot ? term : found;
    }
    return found;
  }

  /**
   * True if those who have come so far meet every election that can still take place by a term
   * known to one who has delivered all below the watermark; a term whose successor can carry on by
   * itself holds none.
   */
  boolean isSafeToForget(long watermark, Collection<Long> delivered) {
    List<Long> all = List.copyOf(delivered);
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      Term after = i + 1 < terms.size() ? terms.get(i + 1) : null;
      boolean known = i == 0 || changedIn.get(i - 1) < watermark;
      boolean over = after != null && after.meetsElections(whoHas(after.fromSlot(), all));
      if (known && !over && !term.meetsElections(whoHas(watermark, all))) {
        return false;
      }
    }
    return true;
  }

  private static BitSet whoHas(long slot, List<Long> delivered) {
    BitSet members = new BitSet();
    for (int node = 1; node < delivered.size(); node++) {
      members.set(node, delivered.get(node) >= slot);
    }
    return members;
  }
}
