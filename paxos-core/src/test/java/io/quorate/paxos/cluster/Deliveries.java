package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What members deliver.
 *
 * <ul>
 *   <li>Slots are delivered in order, once, and only when chosen, with the chosen value; or a
 *       snapshot stands for them, of the state that others had there.
 *   <li>Outcomes, results and digests are equal on all replicas; a request is executed once.
 * </ul>
 */
final class Deliveries {

  private static final int INDEX_BITS = 10;

  private static final class Member {
    long nextSlot;
    int nextIndex;

    /** Place of what is told next of what was delivered before the node stopped. */
    long replayed;
  }

  private record Done(Execution.Outcome outcome, long stateDigest) {}

  private final Choice choice;
  private final Terms terms;
  private final Machines machines;
  private final List<Member> members = new ArrayList<>();

  /** By slot, what became of its values, as far as somebody has delivered them. */
  private final Map<Long, List<Done>> done = new HashMap<>();

  /** The first place in which a request was executed. */
  private final Map<Request, Long> executedIn = new HashMap<>();

  private int repeated;
  private int batched;
  private int installations;

  Deliveries(int members, Choice choice, Terms terms, Machines machines) {
    this.choice = choice;
    this.terms = terms;
    this.machines = machines;
    for (int node = 0; node <= members; node++) {
      this.members.add(new Member());
    }
  }

  /** Slots with a request that an earlier slot had already. */
  int repeated() {
    return repeated;
  }

  /** Values that shared a slot with others. */
  int batched() {
    return batched;
  }

  /** Snapshots that replicas have become. */
  int installations() {
    return installations;
  }

  /** The slot below which the member has delivered all. */
  long nextSlot(int node) {
    return members.get(node).nextSlot;
  }

  /** True if the node has executed the request. */
  boolean isExecuted(int node, long session, long sequence) {
    Long place = executedIn.get(new Request(session, sequence));
    return place != null && place >>> INDEX_BITS < members.get(node).nextSlot;
  }

  /** The first slot in which the request was executed; −1 if it was not. */
  long executedIn(long session, long sequence) {
    Long place = executedIn.get(new Request(session, sequence));
    return place == null ? -1 : place >>> INDEX_BITS;
  }

  /** The member has lost its memory, and begins anew. */
  void forget(int node) {
    members.set(node, new Member());
  }

  private List<Done> doneIn(long slot) {
    return done.computeIfAbsent(slot, any -> new ArrayList<>());
  }

  private boolean isDelivered(long slot) {
    List<Done> known = doneIn(slot);
    return !known.isEmpty() && known.size() == choice.partsOf(slot).size();
  }

  /** Where a value stands among all values. */
  private static long place(long slot, int index) {
    return slot << INDEX_BITS | index;
  }

  void delivered(int node, Effect.Deliver deliver) {
    inOrder(node, deliver);
    whatIsChosen(node, deliver);
    if (deliver.slot() == terms.next() && deliver.last()) {
      terms.delivered(deliver.value(), isFresh(deliver.outcome()));
    }
    boolean changed = deliver.outcome() == Execution.Outcome.RECONFIGURED;
    Violation.unless(
        !deliver.last() || terms.isChangedIn(deliver.slot()) == changed,
        node,
        () -> deliver + ", judged otherwise");
    asElsewhere(node, deliver);
    if (deliver.outcome() == Execution.Outcome.EXECUTED) {
      once(node, deliver);
    }
  }

  private void inOrder(int node, Effect.Deliver deliver) {
    Member member = members.get(node);
    Violation.unless(
        deliver.slot() == member.nextSlot && deliver.index() == member.nextIndex,
        node,
        () -> deliver + " after " + (member.nextSlot - 1));
    member.nextSlot += deliver.last() ? 1 : 0;
    member.nextIndex = deliver.last() ? 0 : deliver.index() + 1;
  }

  private void whatIsChosen(int node, Effect.Deliver deliver) {
    List<Value> parts = choice.partsOf(deliver.slot());
    int index = deliver.index();
    Violation.unless(
        index < parts.size()
            && parts.get(index).equals(deliver.value())
            && deliver.last() == (index == parts.size() - 1),
        node,
        () -> deliver + ", but chosen is " + choice.chosenIn(deliver.slot()));
  }

  private void asElsewhere(int node, Effect.Deliver deliver) {
    Done now = new Done(deliver.outcome(), deliver.stateDigest());
    List<Done> known = doneIn(deliver.slot());
    boolean first = known.size() == deliver.index();
    Violation.unless(
        first || known.get(deliver.index()).equals(now),
        node,
        () -> deliver + ", elsewhere " + known.get(deliver.index()));
    if (first) {
      known.add(now);
      repeated += deliver.outcome() == Execution.Outcome.REPEATED ? 1 : 0;
      batched += choice.partsOf(deliver.slot()).size() > 1 ? 1 : 0;
    }
  }

  private void once(int node, Effect.Deliver deliver) {
    Request request = new Request(deliver.value().session(), deliver.value().sequence());
    long place = place(deliver.slot(), deliver.index());
    Long before = executedIn.putIfAbsent(request, place);
    boolean once = before == null || before == place;
    Violation.unless(once, node, () -> "executes again: " + deliver);
    machines.executed(node, place);
  }

  private static boolean isFresh(Execution.Outcome outcome) {
    return switch (outcome) {
      case EXECUTED, RECONFIGURED, REJECTED -> true;
      case REPEATED, STALE, EXPIRED, NOOP -> false;
    };
  }

  /**
   * Whoever installs a snapshot is where somebody was who had delivered every slot below it, be it
   * before a stop that let nobody see the outcome.
   */
  void installed(int node, Effect.Installed installed) {
    Member member = members.get(node);
    long last = installed.slot() - 1;
    Violation.unless(
        installed.fromSlot() == member.nextSlot
            && installed.slot() > member.nextSlot
            && (isDelivered(last) // By one that may have forgotten it since.
                || members.stream().anyMatch(each -> each.nextSlot >= installed.slot()))
            && isStateAfter(last, installed.stateDigest()),
        node,
        () -> installed + " after " + (member.nextSlot - 1) + ", delivered " + doneIn(last));
    member.nextSlot = installed.slot();
    member.nextIndex = 0;
    installations++;
  }

  /** True if nobody has seen another state after this slot. */
  private boolean isStateAfter(long slot, long stateDigest) {
    return !isDelivered(slot) || doneIn(slot).getLast().stateDigest() == stateDigest;
  }

  /**
   * A node that starts again is where it was, or further: what it had stored, it may not have told.
   */
  void restored(int node, Effect.Restored restored) {
    Member member = members.get(node);
    for (long each = member.nextSlot; each < restored.slot(); each++) {
      executedUnseen(node, each);
    }
    long last = restored.slot() - 1;
    Violation.unless(
        isStateAfter(last, restored.stateDigest()),
        node,
        () -> restored + ", elsewhere " + doneIn(last));
    if (restored.slot() > member.nextSlot) {
      member.nextSlot = restored.slot();
      member.nextIndex = 0;
    }
    member.replayed = place(restored.slot(), 0);
  }

  private void executedUnseen(int node, long slot) {
    Value value = choice.chosenIn(slot);
    Violation.unless(
        value != null, node, () -> "has delivered slot " + slot + ", which is not chosen");
    if (!isDelivered(slot) && value != null && !value.isNoop()) {
      int index = 0;
      for (Value part : value.parts()) {
        Request request = new Request(part.session(), part.sequence());
        executedIn.putIfAbsent(request, place(slot, index++));
      }
    }
  }

  /** What a node delivered before it stopped is told in order, and is what it was. */
  void redelivered(int node, Effect.Deliver deliver) {
    Member member = members.get(node);
    long at = place(deliver.slot(), deliver.index());
    Violation.unless(
        at == member.replayed, node, () -> "had delivered " + deliver + " after a gap");
    member.replayed = deliver.last() ? place(deliver.slot() + 1, 0) : at + 1;
    if (at >= place(member.nextSlot, member.nextIndex)) {
      delivered(node, deliver);
    } else {
      Done now = new Done(deliver.outcome(), deliver.stateDigest());
      Done before = doneIn(deliver.slot()).get(deliver.index());
      Violation.unless(
          now.equals(before), node, () -> "had delivered " + deliver + ", it was " + before);
      if (deliver.outcome() == Execution.Outcome.EXECUTED) {
        machines.executed(node, at);
      }
    }
  }
}
