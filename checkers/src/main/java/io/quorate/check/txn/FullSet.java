package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.txn.Transactions.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's set with many reads. An element is <em>known</em> once its addition or a read that has
 * it returned. It is <em>lost</em> if a read invoked after that lacks it and no read invoked later
 * has it; <em>stale</em> if such a read lacks it but a later one has it; stable if the last read
 * that could have it does. Lost elements are wrong, and elements that a read has twice; stale ones
 * where the terms ask for a linearizable set. If no element is stable there is no answer.
 */
final class FullSet {
  private static final long BYTES_PER_ELEMENT = 160;
  private static final int NEVER = -1;

  /** Places are of events. */
  private static final class Element {
    final @Nullable Object value;
    final int op;
    final int invokedAt;
    int knownAt = NEVER;
    int lastPresentAt = NEVER;
    int lastAbsentAt = NEVER;
    int lastAbsentOp;
    int seenInRound;

    Element(@Nullable Object value, int op, int invokedAt) {
      this.value = value;
      this.op = op;
      this.invokedAt = invokedAt;
    }

    void known(int at) {
      knownAt = knownAt == NEVER ? at : Math.min(knownAt, at);
    }

    boolean isStable() {
      return lastPresentAt != NEVER && lastAbsentAt < lastPresentAt;
    }

    boolean isMissedAfterKnown() {
      return knownAt != NEVER && knownAt < lastAbsentAt;
    }

    boolean isLost() {
      return isMissedAfterKnown() && lastPresentAt < lastAbsentAt;
    }
  }

  private final History history;
  private final Terms terms;
  private final Findings findings;
  private final Spending spending;
  private final Map<@Nullable Object, Element> byValue = new HashMap<>();
  private final List<Element> elements = new ArrayList<>();
  private final List<Integer> reads = new ArrayList<>();
  private int unexpected;

  FullSet(History history, Terms terms, Findings findings, Spending spending) {
    this.history = history;
    this.terms = terms;
    this.findings = findings;
    this.spending = spending;
  }

  Tally run() {
    spending.take(BYTES_PER_ELEMENT * history.size());
    for (int op = 0; op < history.size(); op++) {
      spending.step();
      collect(op);
    }
    reads.sort(Comparator.comparingInt(history::returnedAt));
    for (int round = 0; round < reads.size(); round++) {
      look(reads.get(round), round + 1);
    }
    boolean stable = false;
    for (Element element : elements) {
      judge(element);
      stable |= element.isStable();
    }
    if (!stable) {
      findings.remark("no element was read to the end, so nothing is known of what the set holds");
    }
    if (unexpected > 0) {
      findings.remark(
          unexpected + " elements were read that nobody tried to add; Jepsen's check ignores them");
    }
    return new Tally(elements.size() + reads.size(), 0, false, stable);
  }

  private void collect(int op) {
    Call call = history.calls().get(history.callOf(op));
    boolean ok = call.outcome() == Outcome.OK;
    if (!Elements.isAdd(history, op, Workload.SET_FULL)) {
      if (ok) {
        reads.add(op);
      }
      return;
    }
    Element element = byValue.get(call.input());
    if (element == null) {
      element = new Element(call.input(), op, history.invokedAt(op));
      byValue.put(call.input(), element);
      elements.add(element);
    }
    if (ok) {
      element.known(history.returnedAt(op));
    }
  }

  /** What one read says of every element that it could have had. */
  private void look(int read, int round) {
    Collection<? extends @Nullable Object> seen = Elements.seen(history, read, Workload.SET_FULL);
    boolean twice = false;
    for (Object value : seen) {
      spending.step();
      Element element = byValue.get(value);
      if (element == null) {
        unexpected++;
      } else {
        twice |= element.seenInRound == round;
        element.seenInRound = round;
      }
    }
    if (twice) {
      findings.add(
          AnomalyKind.DUPLICATED_ELEMENT,
          List.of(read),
          String.format("T%d read an element more than once", read)
              + Words.introduce(history, List.of(read)));
    }
    int returnedAt = history.returnedAt(read);
    int invokedAt = history.invokedAt(read);
    for (Element element : elements) {
      spending.step();
      if (element.seenInRound == round) {
        element.known(returnedAt);
        element.lastPresentAt = Math.max(element.lastPresentAt, invokedAt);
      } else if (element.invokedAt < returnedAt && element.lastAbsentAt < invokedAt) {
        element.lastAbsentAt = invokedAt;
        element.lastAbsentOp = read;
      }
    }
  }

  private void judge(Element element) {
    spending.step();
    boolean lost = element.isLost();
    boolean stale = !lost && element.isMissedAfterKnown() && terms.linearizableSet();
    if (!lost && !stale) {
      return;
    }
    List<Integer> both = List.of(element.op, element.lastAbsentOp);
    findings.add(
        lost ? AnomalyKind.LOST_ELEMENT : AnomalyKind.STALE_ELEMENT,
        both,
        String.format(
            "%s was in the set by event %d, and T%d, invoked at event %d, does not have it%s%s",
            Edn.print(element.value),
            element.knownAt,
            element.lastAbsentOp,
            element.lastAbsentAt,
            lost ? ", nor has any read after it" : "",
            Words.introduce(history, both)));
  }
}
