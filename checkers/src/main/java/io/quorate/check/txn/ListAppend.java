package io.quorate.check.txn;

import io.quorate.check.history.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Infers the dependencies of transactions that append to lists. A list tells its own past: its
 * elements, in their order, are the versions of its key that came before. So the longest list read
 * of a key gives the order of versions, every other one must be a beginning of it, and what was
 * appended but is not in it came later.
 */
final class ListAppend {
  /** A read of a key before the transaction itself appended to it. */
  private static final class Read {
    final int op;
    final int[] list;

    Read(int op, int[] list) {
      this.op = op;
      this.list = list;
    }
  }

  private final Ledger ledger;
  private final Edges edges;
  private final Findings findings;
  private final Spending spending;
  private final Words words;

  private final List<List<Read>> reads = new ArrayList<>();

  /** The longest list read of each key, null where none was. */
  private final int[] @Nullable [] longest;

  private final int[] longestBy;

  /** Keys whose order of versions is not to be trusted. */
  private final boolean[] disordered;

  /** The place of a version in the longest list of its key, or -1. */
  private final int[] place;

  /** For each version the last round in which it was met, to find it twice. */
  private final int[] metIn;

  private int round;
  private final Set<Integer> reported = new HashSet<>();

  /** Gathered when first asked for. */
  private @Nullable List<List<Integer>> versionsOfKeys;

  ListAppend(Ledger ledger, Edges edges, Findings findings, Spending spending) {
    this.ledger = ledger;
    this.edges = edges;
    this.findings = findings;
    this.spending = spending;
    this.words = new Words(ledger);
    int keys = ledger.keys.size();
    for (int key = 0; key < keys; key++) {
      reads.add(new ArrayList<>());
    }
    this.longest = new int[keys][];
    this.longestBy = new int[keys];
    this.disordered = new boolean[keys];
    spending.take(2L * Integer.BYTES * ledger.versions());
    this.place = new int[ledger.versions()];
    this.metIn = new int[ledger.versions()];
    Arrays.fill(place, -1);
  }

  void infer() {
    for (int op = 0; op < ledger.steps.length; op++) {
      if (ledger.isOk(op)) {
        lookInside(op);
      }
    }
    for (int op = 0; op < ledger.steps.length; op++) {
      if (ledger.isOk(op)) {
        compare(op);
      }
    }
    for (int key = 0; key < reads.size(); key++) {
      writeRead(key);
      if (!disordered[key]) {
        order(key);
      }
    }
  }

  private void lookInside(int op) {
    Map<Integer, KnownList> known = new HashMap<>();
    for (MicroOp step : ledger.steps[op]) {
      spending.step();
      KnownList before = known.get(step.key);
      if (step.writes()) {
        KnownList last = before == null ? new KnownList(false, new int[0]) : before;
        known.put(step.key, last.and(step.version));
        continue;
      }
      int[] list = step.elements();
      lookAtElements(op, step);
      if (before == null) {
        reads.get(step.key).add(new Read(op, list));
      } else if (!before.agrees(list)) {
        String expected = ledger.list(before.elements, before.elements.length);
        findings.add(
            AnomalyKind.INTERNAL,
            List.of(op),
            String.format(
                "T%d read %s of key %s, where by its own steps it was to read %s%s%s",
                op,
                ledger.list(list, list.length),
                ledger.key(step.key),
                before.whole ? "" : "a list that ends with ",
                expected,
                words.introduce(List.of(op))));
      }
      known.put(step.key, new KnownList(true, list));
      int[] most = longest[step.key];
      if (most == null || list.length > most.length) {
        longest[step.key] = list;
        longestBy[step.key] = op;
      }
    }
  }

  /** Elements that should not be in a list, whatever the others are. */
  private void lookAtElements(int op, MicroOp step) {
    round++;
    int[] list = step.elements();
    boolean twice = false;
    for (int version : list) {
      spending.step();
      int writer = ledger.writer(version);
      twice |= metIn[version] == round && writer != Ledger.AMBIGUOUS;
      metIn[version] = round;
      if (writer == Ledger.NOBODY) {
        report(
            AnomalyKind.GARBAGE_READ,
            version,
            List.of(op),
            String.format(
                "T%d read key %s with %s, which nobody appended",
                op, ledger.key(step.key), ledger.value(version)));
      } else if (writer >= 0 && ledger.outcome(writer) == Outcome.FAIL) {
        report(
            AnomalyKind.G1A,
            version,
            List.of(op, writer),
            String.format(
                "T%d read key %s with %s, which T%d appended and which was aborted",
                op, ledger.key(step.key), ledger.value(version), writer));
      }
    }
    if (twice) {
      disordered[step.key] = true;
      findings.add(
          AnomalyKind.DUPLICATE_ELEMENTS,
          List.of(op),
          String.format(
              "T%d read key %s with an element more than once%s",
              op, ledger.key(step.key), words.introduce(List.of(op))));
    }
  }

  /** Reports what is wrong with a version once, however many saw it. */
  private void report(AnomalyKind kind, int version, List<Integer> operations, String account) {
    if (reported.add(version)) {
      findings.add(kind, operations, account + words.introduce(operations));
    }
  }

  /** Holds what a transaction read against the longest lists. */
  private void compare(int op) {
    for (MicroOp step : ledger.steps[op]) {
      int[] most = longest[step.key];
      if (step.writes() || most == null || disordered[step.key]) {
        continue;
      }
      int[] list = step.elements();
      spending.step();
      if (!Arrays.equals(list, 0, list.length, most, 0, list.length)) {
        disordered[step.key] = true;
        int other = longestBy[step.key];
        findings.add(
            AnomalyKind.INCOMPATIBLE_ORDER,
            List.of(op, other),
            String.format(
                "T%d read %s of key %s and T%d read %s, and neither begins with the other%s",
                op,
                ledger.list(list, list.length),
                ledger.key(step.key),
                other,
                ledger.list(most, most.length),
                words.introduce(List.of(op, other))));
      }
    }
  }

  /** Who read from whom: the last element tells. */
  private void writeRead(int key) {
    for (Read read : reads.get(key)) {
      spending.step();
      if (read.list.length == 0) {
        continue;
      }
      int last = read.list[read.list.length - 1];
      int writer = ledger.committedWriter(last);
      if (writer == read.op) {
        findings.add(
            AnomalyKind.INTERNAL,
            List.of(read.op),
            String.format(
                "T%d read key %s with %s, which it had yet to append%s",
                read.op, ledger.key(key), ledger.value(last), words.introduce(List.of(read.op))));
      } else if (writer != Ledger.NOBODY) {
        edges.add(writer, read.op, Edges.WR, last, last);
        if (!ledger.isFinal(last)) {
          findings.add(
              AnomalyKind.G1B,
              List.of(read.op, writer),
              String.format(
                  "T%d read key %s up to %s, after which T%d appended more to it%s",
                  read.op,
                  ledger.key(key),
                  ledger.value(last),
                  writer,
                  words.introduce(List.of(read.op, writer))));
        }
      }
    }
  }

  private void order(int key) {
    int[] versions = longest[key] == null ? new int[0] : longest[key];
    if (!keepsEachWritersOrder(key, versions)) {
      return;
    }
    int[] nextCommitted = new int[versions.length + 1];
    nextCommitted[versions.length] = -1;
    for (int i = versions.length - 1; i >= 0; i--) {
      place[versions[i]] = i;
      boolean committed = ledger.committedWriter(versions[i]) != Ledger.NOBODY;
      nextCommitted[i] = committed ? i : nextCommitted[i + 1];
      spending.step();
    }
    Edges.Bundle last = new Edges.Bundle();
    writeWrite(versions, last);
    for (Read read : reads.get(key)) {
      int next = nextCommitted[read.list.length];
      int before = read.list.length == 0 ? Edges.NONE : read.list[read.list.length - 1];
      if (next < 0) {
        last.add(read.op, Edges.RW, before);
      } else {
        int after = versions[next];
        edges.add(read.op, ledger.committedWriter(after), Edges.RW, before, after);
      }
    }
    edges.fan(last, unread(key));
    lostUpdates(key);
  }

  /** What one transaction appended must stand in its own order, without gaps before the last. */
  private boolean keepsEachWritersOrder(int key, int[] versions) {
    Map<Integer, Integer> met = new HashMap<>();
    for (int version : versions) {
      spending.step();
      int writer = ledger.committedWriter(version);
      if (writer != Ledger.NOBODY
          && met.merge(writer, 1, Integer::sum) != 1 + ledger.ownVersionsBefore(version)) {
        List<Integer> both = List.of(longestBy[key], writer);
        findings.add(
            AnomalyKind.INCOMPATIBLE_ORDER,
            both,
            String.format(
                "T%d read %s of key %s, where %s stands out of the order in which T%d appended%s",
                longestBy[key],
                ledger.list(versions, versions.length),
                ledger.key(key),
                ledger.value(version),
                writer,
                words.introduce(both)));
        return false;
      }
    }
    return true;
  }

  private void writeWrite(int[] versions, Edges.Bundle last) {
    int before = -1;
    int aborted = -1;
    for (int version : versions) {
      int writer = ledger.committedWriter(version);
      if (writer == Ledger.NOBODY) {
        int other = ledger.writer(version);
        boolean failed = other >= 0 && ledger.outcome(other) == Outcome.FAIL;
        aborted = failed ? version : aborted;
        continue;
      }
      if (aborted >= 0) {
        List<Integer> both = List.of(ledger.writer(aborted), writer);
        findings.add(
            AnomalyKind.DIRTY_UPDATE,
            both,
            String.format(
                "T%d appended %s to key %s behind %s, which T%d appended and which was aborted%s",
                writer,
                ledger.value(version),
                ledger.key(ledger.keyOf(version)),
                ledger.value(aborted),
                ledger.writer(aborted),
                words.introduce(both)));
        aborted = -1;
      }
      if (before >= 0) {
        edges.add(ledger.committedWriter(before), writer, Edges.WW, before, version);
      }
      before = version;
    }
    if (before >= 0) {
      last.add(ledger.committedWriter(before), Edges.WW, before);
    }
  }

  /** What was surely appended to a key but is in no list that was read. */
  private Edges.Bundle unread(int key) {
    Edges.Bundle unread = new Edges.Bundle();
    for (int version : appended(key)) {
      int writer = ledger.committedWriter(version);
      if (place[version] < 0 && writer != Ledger.NOBODY) {
        unread.add(writer, Edges.LINK, version);
      }
    }
    return unread;
  }

  private List<Integer> appended(int key) {
    List<List<Integer>> all = versionsOfKeys;
    if (all == null) {
      all = new ArrayList<>();
      for (int k = 0; k < reads.size(); k++) {
        all.add(new ArrayList<>());
      }
      for (int version = 0; version < ledger.versions(); version++) {
        all.get(ledger.keyOf(version)).add(version);
      }
      versionsOfKeys = all;
    }
    return all.get(key);
  }

  /** Of those that read the same list and then append to it, all but one are lost. */
  private void lostUpdates(int key) {
    Map<Integer, List<Integer>> updaters = new HashMap<>();
    for (Read read : reads.get(key)) {
      if (appends(read.op, key)) {
        updaters.computeIfAbsent(read.list.length, k -> new ArrayList<>()).add(read.op);
      }
    }
    for (Map.Entry<Integer, List<Integer>> entry : updaters.entrySet()) {
      List<Integer> ops = entry.getValue();
      if (ops.size() > 1) {
        findings.add(AnomalyKind.LOST_UPDATE, ops, words.lostUpdate(key, ops, "appended to"));
      }
    }
  }

  private boolean appends(int op, int key) {
    for (MicroOp step : ledger.steps[op]) {
      if (step.writes() && step.key == key) {
        return true;
      }
    }
    return false;
  }
}
