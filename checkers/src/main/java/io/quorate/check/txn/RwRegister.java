package io.quorate.check.txn;

import io.quorate.check.history.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Infers the dependencies of transactions that read and write registers. Who read from whom is
 * plain where a value was written once. The order of versions shows only in places:
 *
 * <ul>
 *   <li>nil, where nobody writes it, comes before everything else;
 *   <li>a transaction that reads a version and then writes another puts the second after the first:
 *       otherwise it would come both before and after the writer of the first;
 *   <li>where the user vouches for each key ({@link KeyOrder}), the versions that one transaction
 *       left come before those that a later one met.
 * </ul>
 *
 * <p>Nothing else is taken to be known, so fewer anomalies are found here than with lists.
 */
final class RwRegister {
  /** The version that a transaction found under a key, and the one that it left; -2: none. */
  private static final class Visit {
    final int op;
    final int key;
    int found = NOT_READ;
    int left = NOT_WRITTEN;

    /** What the transaction itself must see here, after its steps until now. */
    int now;

    Visit(int op, int key) {
      this.op = op;
      this.key = key;
    }

    boolean reads() {
      return found != NOT_READ;
    }

    boolean writes() {
      return left != NOT_WRITTEN;
    }
  }

  private static final int NOT_READ = -2;
  private static final int NOT_WRITTEN = -2;
  private static final int BYTES_PER_VISIT = 64;

  private final Ledger ledger;
  private final Terms terms;
  private final Edges edges;
  private final Findings findings;
  private final Spending spending;
  private final Words words;

  /** The visits to each key, by the order of invocation. */
  private final List<List<Visit>> visits = new ArrayList<>();

  private final Set<Integer> unwritten = new HashSet<>();

  RwRegister(Ledger ledger, Terms terms, Edges edges, Findings findings, Spending spending) {
    this.ledger = ledger;
    this.terms = terms;
    this.edges = edges;
    this.findings = findings;
    this.spending = spending;
    this.words = new Words(ledger);
    for (int key = 0; key < ledger.keys.size(); key++) {
      visits.add(new ArrayList<>());
    }
  }

  void infer() {
    for (int op = 0; op < ledger.steps.length; op++) {
      if (ledger.isCommitted(op)) {
        lookInside(op);
      }
    }
    for (List<Visit> ofKey : visits) {
      for (Visit visit : ofKey) {
        spending.step();
        writeRead(visit);
      }
    }
    VersionOrder vouched = new VersionOrder(ledger, terms.keyOrder(), findings, spending);
    for (int key = 0; key < visits.size(); key++) {
      order(visits.get(key), vouched);
      fromNil(key);
      lostUpdates(key);
    }
    if (!unwritten.isEmpty() && !terms.closedWorld()) {
      findings.remark(
          unwritten.size()
              + " values were read that no transaction of the history wrote, "
              + ledger.value(unwritten.iterator().next())
              + " among them; if nobody else writes, that is an anomaly (closed world)");
    }
  }

  private void lookInside(int op) {
    Map<Integer, Visit> mine = new HashMap<>();
    for (MicroOp step : ledger.steps[op]) {
      spending.step();
      Visit visit = mine.get(step.key);
      if (visit == null) {
        spending.take(BYTES_PER_VISIT);
        visit = new Visit(op, step.key);
        mine.put(step.key, visit);
        visits.get(step.key).add(visit);
        if (!step.writes()) {
          visit.found = step.version;
        }
      } else if (!step.writes() && visit.now != heldAs(step)) {
        internal(op, step, visit.now);
      }
      if (step.writes()) {
        visit.left = step.version;
      }
      visit.now = heldAs(step);
    }
  }

  /** A nil that was written reads as nil. */
  private int heldAs(MicroOp step) {
    return step.version == MicroOp.NIL || ledger.isNil(step.version) ? MicroOp.NIL : step.version;
  }

  private void internal(int op, MicroOp step, int expected) {
    findings.add(
        AnomalyKind.INTERNAL,
        List.of(op),
        String.format(
            "T%d read %s of key %s, where by its own steps it was to read %s%s",
            op,
            ledger.value(step.version),
            ledger.key(step.key),
            ledger.value(expected),
            words.introduce(List.of(op))));
  }

  private void writeRead(Visit visit) {
    if (!visit.reads() || visit.found == MicroOp.NIL) {
      return;
    }
    int version = visit.found;
    int writer = ledger.writer(version);
    if (writer == Ledger.NOBODY) {
      nobodyWrote(visit);
    } else if (writer == visit.op) {
      findings.add(
          AnomalyKind.INTERNAL,
          List.of(writer),
          String.format(
              "T%d read %s of key %s, which it had yet to write%s",
              writer,
              ledger.value(version),
              ledger.key(visit.key),
              words.introduce(List.of(writer))));
    } else if (writer >= 0 && ledger.outcome(writer) == Outcome.FAIL) {
      List<Integer> both = List.of(visit.op, writer);
      findings.add(
          AnomalyKind.G1A,
          both,
          String.format(
              "T%d read %s of key %s, which T%d wrote and which was aborted%s",
              visit.op,
              ledger.value(version),
              ledger.key(visit.key),
              writer,
              words.introduce(both)));
    } else if (writer >= 0) {
      edges.add(writer, visit.op, Edges.WR, version, version);
      if (!ledger.isFinal(version)) {
        halfDone(visit, writer);
      }
    }
  }

  private void halfDone(Visit visit, int writer) {
    List<Integer> both = List.of(visit.op, writer);
    findings.add(
        AnomalyKind.G1B,
        both,
        String.format(
            "T%d read %s of key %s, which T%d then overwrote itself%s",
            visit.op,
            ledger.value(visit.found),
            ledger.key(visit.key),
            writer,
            words.introduce(both)));
  }

  private void nobodyWrote(Visit visit) {
    boolean first = unwritten.add(visit.found);
    if (first && terms.closedWorld()) {
      findings.add(
          AnomalyKind.GARBAGE_READ,
          List.of(visit.op),
          String.format(
              "T%d read %s of key %s, which nobody wrote%s",
              visit.op,
              ledger.value(visit.found),
              ledger.key(visit.key),
              words.introduce(List.of(visit.op))));
    }
  }

  /** Who read a version comes before those who wrote the next ones. */
  private void order(List<Visit> ofKey, VersionOrder vouched) {
    Map<Integer, Edges.Bundle> readers = new HashMap<>();
    for (Visit visit : ofKey) {
      if (visit.reads() && isPlain(visit.found)) {
        readers
            .computeIfAbsent(visit.found, v -> new Edges.Bundle())
            .add(visit.op, Edges.RW, visit.found);
      }
    }
    Map<Integer, Edges.Bundle> successors = new HashMap<>();
    for (Visit visit : ofKey) {
      boolean updates = visit.reads() && isPlain(visit.found) && isWriteOf(visit);
      if (updates && visit.found != visit.left) {
        follow(successors, visit.found, visit.left);
      }
    }
    vouched.forEachPair(
        ofKey.stream()
            .map(visit -> new VersionOrder.Met(visit.op, met(visit), left(visit)))
            .toList(),
        (before, after) -> {
          follow(successors, before, after);
          int earlier = ledger.committedWriter(before);
          if (earlier != Ledger.NOBODY) {
            edges.add(earlier, ledger.committedWriter(after), Edges.WW, before, after);
          }
        });
    for (Map.Entry<Integer, Edges.Bundle> entry : successors.entrySet()) {
      Edges.Bundle before = readers.get(entry.getKey());
      if (before != null) {
        edges.fan(before, entry.getValue());
      }
    }
  }

  private void follow(Map<Integer, Edges.Bundle> successors, int before, int after) {
    successors
        .computeIfAbsent(before, v -> new Edges.Bundle())
        .add(ledger.committedWriter(after), Edges.LINK, after);
  }

  /**
   * What a visit met first: what it read, or else what it wrote; NOT_READ if that tells nothing.
   */
  private int met(Visit visit) {
    int version = visit.reads() ? visit.found : visit.left;
    return version >= 0 && hasInstalled(version) ? version : NOT_READ;
  }

  private int left(Visit visit) {
    int version = visit.writes() ? visit.left : visit.found;
    return version >= 0 && hasInstalled(version) ? version : NOT_READ;
  }

  /** Whether besides that transaction committed, and wrote no other version of the key later. */
  private boolean hasInstalled(int version) {
    return isPlain(version)
        && ledger.committedWriter(version) != Ledger.NOBODY
        && ledger.isFinal(version);
  }

  /** Whether one transaction wrote this version, and once. */
  private boolean isPlain(int version) {
    return version >= 0 && ledger.writer(version) >= 0 && !ledger.isNil(version);
  }

  private boolean isWriteOf(Visit visit) {
    return visit.writes() && ledger.committedWriter(visit.left) == visit.op;
  }

  /** Who read a fresh register comes before all who wrote it. */
  private void fromNil(int key) {
    if (ledger.isNilWritten(key)) {
      return;
    }
    Edges.Bundle fresh = new Edges.Bundle();
    Edges.Bundle writers = new Edges.Bundle();
    for (Visit visit : visits.get(key)) {
      if (visit.reads() && visit.found == MicroOp.NIL) {
        fresh.add(visit.op, Edges.RW, MicroOp.NIL);
      }
      if (visit.writes()) {
        writers.add(visit.op, Edges.LINK, visit.left);
      }
    }
    edges.fan(fresh, writers);
  }

  /** Of those that read the same version and then write, all but one are lost. */
  private void lostUpdates(int key) {
    Map<Integer, List<Integer>> updaters = new HashMap<>();
    for (Visit visit : visits.get(key)) {
      boolean known = visit.found == MicroOp.NIL ? !ledger.isNilWritten(key) : isPlain(visit.found);
      if (visit.reads() && visit.writes() && known) {
        updaters.computeIfAbsent(visit.found, v -> new ArrayList<>()).add(visit.op);
      }
    }
    for (List<Integer> ops : updaters.values()) {
      if (ops.size() > 1) {
        findings.add(AnomalyKind.LOST_UPDATE, ops, words.lostUpdate(key, ops, "wrote"));
      }
    }
  }
}
