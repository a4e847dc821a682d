package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.Keyword;
import io.quorate.check.history.Outcome;
import io.quorate.check.txn.MicroOp.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a history, laid out for inference. Keys are numbered, and so are versions: a
 * version is a value under a key. Who wrote a version is known if one transaction wrote it, once.
 *
 * <p>Reads of transactions that failed or crashed are not kept: nobody learned what they saw.
 */
final class Ledger {
  /** The writer of a version that no transaction wrote. */
  static final int NOBODY = -1;

  /** The writer of a version that was written more than once, so that no reader can tell. */
  static final int AMBIGUOUS = -2;

  private static final int READ_SIZE = 3;
  private static final int BYTES_PER_TRANSACTION = 64;
  private static final int BYTES_PER_STEP = 48;
  private static final int BYTES_PER_VERSION = 160;

  final History history;
  final Workload workload;

  /** The steps of each operation. */
  final MicroOp[][] steps;

  final List<Object> keys = new ArrayList<>();

  private final Spending spending;
  private final Map<Object, Integer> keyNumbers = new HashMap<>();
  private final List<Map<@Nullable Object, Integer>> versionNumbers = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private int[] keyOf = new int[64];
  private int[] writer = new int[64];

  /** Where in its writer's steps a version is written. */
  private int[] place = new int[64];

  private final boolean[] nilWritten;
  private final boolean[] committed;
  private int ambiguous;

  Ledger(History history, Workload workload, Spending spending) {
    this.history = history;
    this.workload = workload;
    this.spending = spending;
    spending.take((long) BYTES_PER_TRANSACTION * history.size());
    this.steps = new MicroOp[history.size()][];
    this.committed = new boolean[history.size()];
    for (int op = 0; op < steps.length; op++) {
      steps[op] = parse(op);
      spending.step();
    }
    this.nilWritten = new boolean[keys.size()];
    for (int version = 0; version < values.size(); version++) {
      nilWritten[keyOf[version]] |= values.get(version) == null;
    }
    judgeCommitted();
  }

  int versions() {
    return values.size();
  }

  int keyOf(int version) {
    return keyOf[version];
  }

  /** Who wrote a version, {@link #NOBODY} or {@link #AMBIGUOUS}. */
  int writer(int version) {
    return writer[version];
  }

  /** The writer of a version if it is known and committed, else {@link #NOBODY}. */
  int committedWriter(int version) {
    int op = writer[version];
    return op >= 0 && committed[op] ? op : NOBODY;
  }

  /** Whether a version is its writer's last of that key. */
  boolean isFinal(int version) {
    MicroOp[] all = steps[writer[version]];
    for (int at = place[version] + 1; at < all.length; at++) {
      if (all[at].writes() && all[at].key == keyOf[version]) {
        return false;
      }
    }
    return true;
  }

  /** How many versions of the same key that only it wrote a version's writer wrote before it. */
  int ownVersionsBefore(int version) {
    MicroOp[] all = steps[writer[version]];
    int count = 0;
    for (int at = 0; at < place[version]; at++) {
      boolean same = all[at].writes() && all[at].key == keyOf[version];
      count += same && writer[all[at].version] == writer[version] ? 1 : 0;
    }
    return count;
  }

  /** Versions that were written more than once, of which nothing is inferred. */
  int ambiguousVersions() {
    return ambiguous;
  }

  /** Whether nil is written to a register, so that reading it does not tell that it is fresh. */
  boolean isNilWritten(int key) {
    return nilWritten[key];
  }

  Outcome outcome(int op) {
    return history.calls().get(history.callOf(op)).outcome();
  }

  boolean isOk(int op) {
    return outcome(op) == Outcome.OK;
  }

  /** Whether a transaction surely took effect: it said so, or one that did read what it wrote. */
  boolean isCommitted(int op) {
    return committed[op];
  }

  /** Whether a version is a nil that was written. */
  boolean isNil(int version) {
    return values.get(version) == null;
  }

  String key(int key) {
    return Edn.print(keys.get(key));
  }

  /** The value of a version, as text. */
  String value(int version) {
    return version == MicroOp.NIL ? "nil" : Edn.print(values.get(version));
  }

  /** The first {@code size} elements of a list, as text. */
  String list(int[] elements, int size) {
    List<@Nullable Object> shown = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      shown.add(values.get(elements[i]));
    }
    return Edn.print(shown);
  }

  private void judgeCommitted() {
    for (int op = 0; op < steps.length; op++) {
      if (!isOk(op)) {
        continue;
      }
      committed[op] = true;
      for (MicroOp step : steps[op]) {
        if (step.list != null) {
          for (int version : step.list) {
            observe(version);
            spending.step();
          }
        } else if (!step.writes() && step.version != MicroOp.NIL) {
          observe(step.version);
        }
        spending.step();
      }
    }
  }

  private void observe(int version) {
    int op = writer[version];
    if (op >= 0 && outcome(op) == Outcome.INFO) {
      committed[op] = true;
    }
  }

  private MicroOp[] parse(int op) {
    Call call = history.calls().get(history.callOf(op));
    boolean ok = call.outcome() == Outcome.OK;
    Object value = ok ? call.output() : call.input();
    if (!(value instanceof List<?> list)) {
      throw mismatch(op);
    }
    spending.take((long) BYTES_PER_STEP * list.size());
    List<MicroOp> parsed = new ArrayList<>(list.size());
    for (Object step : list) {
      MicroOp micro = step(op, step, ok, parsed.size());
      if (micro != null) {
        parsed.add(micro);
      }
    }
    return parsed.toArray(MicroOp[]::new);
  }

  private @Nullable MicroOp step(int op, @Nullable Object step, boolean ok, int at) {
    if (!(step instanceof List<?> parts) || parts.size() != READ_SIZE || parts.get(1) == null) {
      throw mismatch(op);
    }
    Verb verb = verb(op, parts.getFirst());
    if (verb == Verb.READ && !ok) {
      return null;
    }
    int key = keyNumber(parts.get(1));
    Object value = parts.getLast();
    return switch (verb) {
      case APPEND, WRITE -> {
        int version = versionNumber(key, value);
        wrote(op, version, at);
        yield MicroOp.write(verb, key, version);
      }
      case READ -> read(op, key, value);
    };
  }

  private MicroOp read(int op, int key, @Nullable Object value) {
    if (workload == Workload.RW_REGISTER) {
      return MicroOp.readRegister(key, value == null ? MicroOp.NIL : versionNumber(key, value));
    }
    if (value == null) {
      return MicroOp.readList(key, new int[0]);
    }
    if (!(value instanceof List<?> list)) {
      throw mismatch(op);
    }
    spending.take((long) Integer.BYTES * list.size());
    int[] elements = new int[list.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = versionNumber(key, list.get(i));
      spending.step();
    }
    return MicroOp.readList(key, elements);
  }

  private Verb verb(int op, @Nullable Object word) {
    String name = word instanceof Keyword keyword ? keyword.name() : String.valueOf(word);
    boolean lists = workload == Workload.LIST_APPEND;
    Verb verb =
        switch (name) {
          case "r", "read" -> Verb.READ;
          case "append" -> Verb.APPEND;
          case "w", "write" -> Verb.WRITE;
          default -> throw mismatch(op);
        };
    if (verb == (lists ? Verb.WRITE : Verb.APPEND)) {
      throw mismatch(op);
    }
    return verb;
  }

  private WorkloadMismatch mismatch(int op) {
    String expected =
        workload == Workload.LIST_APPEND
            ? "a list of [:append k v] and [:r k [v ...]]"
            : "a list of [:w k v] and [:r k v]";
    return new WorkloadMismatch(workload, history.operation(op), expected);
  }

  private void wrote(int op, int version, int at) {
    if (writer[version] == NOBODY) {
      writer[version] = op;
      place[version] = at;
    } else if (writer[version] != AMBIGUOUS) {
      writer[version] = AMBIGUOUS;
      ambiguous++;
    }
  }

  private int keyNumber(Object key) {
    Integer known = keyNumbers.putIfAbsent(key, keys.size());
    if (known != null) {
      return known;
    }
    keys.add(key);
    versionNumbers.add(new HashMap<>());
    return keys.size() - 1;
  }

  private int versionNumber(int key, @Nullable Object value) {
    Integer known = versionNumbers.get(key).putIfAbsent(value, values.size());
    if (known != null) {
      return known;
    }
    spending.take(BYTES_PER_VERSION);
    int version = values.size();
    values.add(value);
    if (version == keyOf.length) {
      int larger = version + (version >> 1);
      keyOf = Arrays.copyOf(keyOf, larger);
      writer = Arrays.copyOf(writer, larger);
      place = Arrays.copyOf(place, larger);
    }
    keyOf[version] = key;
    writer[version] = NOBODY;
    return version;
  }
}
