package io.quorate.check.report;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import io.quorate.check.verdict.Budget;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a stretch fails, by trying every order from every state. Bounded: a stretch of
 * which that is not known within the bound is taken as one that may hold.
 */
final class StretchSearch<S> {
  private static final int CONFIGURATION_BYTES = 192;
  private static final int OPERATIONS_MAX = 4_000;
  private static final int STATES_MAX = 100_000;

  /** An object has about as many states as calls, or else more than can be tried. */
  private static final int STATES_MORE = 500;

  private static final int STATE_BYTES = 128;
  private static final long BYTES_MAX = 64L << 20;
  private static final long STEPS_MAX = 20_000_000;
  private static final int POLL_MASK = 0xff;
  private static final int REFUSED = -1;
  private static final int SAME = -2;

  private final History history;
  private final Model<S> model;
  private final Budget budget;
  private final long startNs;
  private final int[] operations;
  private final List<S> states = new ArrayList<>();
  private final Map<Boxed<S>, Integer> numbers = new HashMap<>();
  private final Map<Long, Integer> steps = new HashMap<>();

  /** How many states the part's calls can bring about; 0 if there are too many. */
  private final int reachable;

  /** What each of states, behaviours and configurations may take. */
  private final long bytesMax;

  private final int statesMax;
  private long stateBytes;

  /** The operations of the stretch, and whether each must take effect within. */
  private int[] ops = {};

  private boolean[] owed = {};

  /** The place after which a return no longer bears on the stretch. */
  private int last;

  private Set<Configuration> entered = new HashSet<>();
  private long polls;
  private boolean spent;

  /** A state by the model's own equality. */
  private record Boxed<S>(Model<S> model, S state) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Boxed<?> boxed && boxed.model.equals(model) && same(boxed);
    }

    @SuppressWarnings("unchecked")
    private boolean same(Boxed<?> boxed) {
      return model.equal(state, (S) boxed.state);
    }

    @Override
    public int hashCode() {
      return model.hash(state);
    }
  }

  private record Configuration(int state, BitSet placed) {}

  StretchSearch(History history, Model<S> model, int[] operations, Budget budget) {
    this.history = history;
    this.model = model;
    this.operations = operations;
    this.budget = budget;
    this.startNs = budget.clockNs().getAsLong();
    this.bytesMax = Math.min(BYTES_MAX, budget.memoryBytes() / 3);
    this.statesMax = Math.min(STATES_MAX, STATES_MORE + 2 * distinctCalls(operations).length);
    number(model.init());
    this.reachable = close();
  }

  /** How many states the part's calls can bring about. */
  int stateCount() {
    return reachable;
  }

  /**
   * Whether the operations between two events surely have no order.
   *
   * @param fromStart whether the stretch begins where the part does
   */
  boolean fails(int first, int lastEvent, boolean fromStart) {
    if (spent || (!fromStart && reachable == 0)) {
      return false;
    }
    last = lastEvent;
    ops =
        Arrays.stream(operations)
            .filter(op -> history.invokedAt(op) <= last && history.returnedAt(op) >= first)
            .toArray();
    if (ops.length > OPERATIONS_MAX) {
      return false;
    }
    owed = new boolean[ops.length];
    for (int i = 0; i < ops.length; i++) {
      owed[i] = history.invokedAt(ops[i]) >= first && history.returnedAt(ops[i]) <= last;
    }
    entered = new HashSet<>();
    return fromStart ? !mayHold(0) : failsFromAny();
  }

  /** States in which every call of the stretch goes alike are one, and there are few others. */
  private boolean failsFromAny() {
    int[] calls = distinctCalls(ops);
    if ((long) reachable * calls.length > STEPS_MAX) {
      return false;
    }
    Set<IntBuffer> tried = new HashSet<>();
    long bytes = 0;
    for (int state = 0; state < reachable; state++) {
      int[] behaviour = new int[calls.length];
      for (int i = 0; i < calls.length; i++) {
        int next = stepAnew(state, calls[i]);
        behaviour[i] = next == state ? SAME : next;
      }
      boolean fresh = tried.add(IntBuffer.wrap(behaviour));
      bytes += fresh ? STATE_BYTES + (long) Integer.BYTES * calls.length : 0;
      if (isSpent() || bytes > bytesMax || (fresh && mayHold(state))) {
        return false;
      }
    }
    return true;
  }

  private long configurationBytes() {
    return entered.size() * (CONFIGURATION_BYTES + ops.length / (long) Byte.SIZE);
  }

  private int[] distinctCalls(int[] of) {
    return Arrays.stream(of).map(history::callOf).distinct().toArray();
  }

  /** Searches with a stack of its own; true if an order was found, or the bound was reached. */
  private boolean mayHold(int initial) {
    List<Configuration> stack = new ArrayList<>();
    push(stack, initial, new BitSet());
    while (!stack.isEmpty()) {
      Configuration at = stack.removeLast();
      int earliest = earliestReturn(at.placed());
      if (earliest == History.NEVER || isSpent() || configurationBytes() > bytesMax) {
        return true;
      }
      int latest = latestInvocation(at.placed());
      for (int i = ops.length - 1; i >= 0; i--) {
        boolean mayComeNext =
            !at.placed().get(i)
                && history.invokedAt(ops[i]) < earliest
                && history.returnedAt(ops[i]) > latest
                && !isRepeated(i, at.placed());
        int next = mayComeNext ? step(at.state(), history.callOf(ops[i])) : REFUSED;
        if (next != REFUSED && (owed[i] || next != at.state())) {
          BitSet placed = (BitSet) at.placed().clone();
          placed.set(i);
          push(stack, next, placed);
        }
      }
    }
    return false;
  }

  /**
   * Observations that are owed and agree are placed at once, for they hinder nobody but what must
   * take effect before them, if at all.
   */
  private void push(List<Configuration> stack, int state, BitSet placed) {
    boolean again = true;
    while (again) {
      again = false;
      int bound = Math.min(earliestReturn(placed), earliestOptionalReturn(placed));
      for (int i = 0; i < ops.length; i++) {
        int call = history.callOf(ops[i]);
        if (owed[i]
            && !placed.get(i)
            && history.invokedAt(ops[i]) < bound
            && roleOf(call) == Role.OBSERVATION
            && step(state, call) == state) {
          placed.set(i);
          again = true;
        }
      }
    }
    Configuration reached = new Configuration(state, placed);
    if (entered.add(reached)) {
      stack.add(reached);
    }
  }

  private int earliestOptionalReturn(BitSet placed) {
    int latest = latestInvocation(placed);
    int earliest = History.NEVER;
    for (int i = 0; i < ops.length; i++) {
      int returned = history.returnedAt(ops[i]);
      if (!owed[i] && !placed.get(i) && returned > latest) {
        earliest = Math.min(earliest, returned);
      }
    }
    return earliest;
  }

  /** What returned before this place can no longer take effect. */
  private int latestInvocation(BitSet placed) {
    int latest = -1;
    for (int i = placed.nextSetBit(0); i >= 0; i = placed.nextSetBit(i + 1)) {
      latest = Math.max(latest, history.invokedAt(ops[i]));
    }
    return latest;
  }

  private int earliestReturn(BitSet placed) {
    int earliest = History.NEVER;
    for (int i = 0; i < ops.length; i++) {
      if (owed[i] && !placed.get(i)) {
        earliest = Math.min(earliest, history.returnedAt(ops[i]));
      }
    }
    return earliest;
  }

  /**
   * Of several equal calls that may take effect or not and do not return within the stretch, the
   * first invoked goes first, for in any order they can be exchanged.
   */
  private boolean isRepeated(int i, BitSet placed) {
    if (history.returnedAt(ops[i]) <= last) {
      return false;
    }
    for (int j = 0; j < i; j++) {
      boolean same =
          history.callOf(ops[j]) == history.callOf(ops[i]) && history.returnedAt(ops[j]) > last;
      if (same && !placed.get(j)) {
        return true;
      }
    }
    return false;
  }

  /** All states that the part's calls lead to, in any order; 0 if there are too many. */
  private int close() {
    int[] calls = distinctCalls(operations);
    int[] updates = Arrays.stream(calls).filter(call -> roleOf(call) == Role.UPDATE).toArray();
    for (int call : calls) {
      if (roleOf(call) == Role.OVERWRITE) {
        stepAnew(0, call);
      }
    }
    for (int state = 0; state < states.size(); state++) {
      for (int call : updates) {
        stepAnew(state, call);
        if (areTooMany() || isSpent()) {
          return 0;
        }
      }
      if ((long) state * updates.length > STEPS_MAX) {
        return 0;
      }
    }
    return areTooMany() ? 0 : states.size();
  }

  private boolean areTooMany() {
    return states.size() > statesMax || stateBytes > bytesMax;
  }

  private Role roleOf(int call) {
    return model.role(history.calls().get(call));
  }

  private int step(int state, int call) {
    long where = (long) state << Integer.SIZE | call;
    Integer known = steps.get(where);
    if (known != null) {
      return known;
    }
    int number = stepAnew(state, call);
    steps.put(where, number);
    return number;
  }

  private int stepAnew(int state, int call) {
    S next = model.step(states.get(state), history.calls().get(call));
    return next == null ? REFUSED : number(next);
  }

  private int number(S state) {
    Integer known = numbers.putIfAbsent(new Boxed<>(model, state), states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    stateBytes += STATE_BYTES + model.footprintBytes(state);
    return states.size() - 1;
  }

  private boolean isSpent() {
    if ((++polls & POLL_MASK) == 0) {
      spent |= budget.cancelled().getAsBoolean();
      spent |= budget.clockNs().getAsLong() - startNs >= budget.timeNs();
    }
    return spent;
  }
}
