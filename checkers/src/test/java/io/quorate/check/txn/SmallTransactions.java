package io.quorate.check.txn;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.history.Keyword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Histories of transactions drawn from a seed: each takes effect at once, some time between its
 * invocation and its return; some crash, some are refused.
 */
final class SmallTransactions {
  /**
   * How large and how kind.
   *
   * @param troubles the share of transactions that crash or are refused
   * @param repeats the share of writes whose value was perhaps written before
   */
  record Shape(
      int transactions, int processes, int keys, int stepsMax, double troubles, double repeats) {
    Shape(int transactions, int processes, int keys, int stepsMax, double troubles) {
      this(transactions, processes, keys, stepsMax, troubles, 0);
    }

    /** One that is small enough to try every order. */
    static Shape small(int transactionsMax, Random random) {
      return new Shape(
          2 + random.nextInt(transactionsMax - 1),
          1 + random.nextInt(4),
          1 + random.nextInt(3),
          1 + random.nextInt(4),
          random.nextInt(3) * 0.2,
          random.nextInt(4) == 0 ? 0.2 : 0);
    }
  }

  private static final Keyword APPEND = new Keyword("append");
  private static final Keyword WRITE = new Keyword("w");
  private static final Keyword READ = new Keyword("r");

  private final Shape shape;
  private final boolean lists;
  private final Random random;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final Map<Long, @Nullable Object> store = new HashMap<>();
  private final Map<Integer, List<List<@Nullable Object>>> running = new HashMap<>();
  private final Map<Integer, List<List<@Nullable Object>>> done = new HashMap<>();
  private long nextValue = 1;

  private SmallTransactions(Shape shape, boolean lists, Random random) {
    this.shape = shape;
    this.lists = lists;
    this.random = random;
  }

  static History lists(Shape shape, Random random) {
    return new SmallTransactions(shape, true, random).run();
  }

  static History registers(Shape shape, Random random) {
    return new SmallTransactions(shape, false, random).run();
  }

  private History run() {
    int begun = 0;
    while (begun < shape.transactions() || !running.isEmpty() || !done.isEmpty()) {
      int process = random.nextInt(shape.processes());
      if (done.containsKey(process)) {
        complete(process, done.remove(process));
      } else if (running.containsKey(process)) {
        takeEffect(process, running.remove(process));
      } else if (begun < shape.transactions()) {
        List<List<@Nullable Object>> steps = draw();
        recorder.invoke(process, "txn", steps, 0);
        running.put(process, steps);
        begun++;
      }
    }
    return recorder.history();
  }

  private List<List<@Nullable Object>> draw() {
    List<List<@Nullable Object>> steps = new ArrayList<>();
    int count = 1 + random.nextInt(shape.stepsMax());
    for (int i = 0; i < count; i++) {
      long key = random.nextInt(shape.keys());
      steps.add(
          random.nextBoolean()
              ? step(READ, key, null)
              : step(lists ? APPEND : WRITE, key, fresh()));
    }
    return steps;
  }

  private long fresh() {
    boolean repeated = shape.repeats() > 0 && random.nextDouble() < shape.repeats();
    return repeated ? 1 + random.nextLong(nextValue) : nextValue++;
  }

  private static List<@Nullable Object> step(Keyword verb, long key, @Nullable Object value) {
    List<@Nullable Object> step = new ArrayList<>();
    step.add(verb);
    step.add(key);
    step.add(value);
    return step;
  }

  private void takeEffect(int process, List<List<@Nullable Object>> steps) {
    if (random.nextDouble() < shape.troubles()) {
      switch (random.nextInt(3)) {
        case 0 -> recorder.fail(process, "refused", 0);
        case 1 -> recorder.info(process, "lost", 0);
        default -> {
          execute(steps);
          recorder.info(process, "unheard", 0);
        }
      }
      return;
    }
    done.put(process, execute(steps));
  }

  private List<List<@Nullable Object>> execute(List<List<@Nullable Object>> steps) {
    List<List<@Nullable Object>> seen = new ArrayList<>();
    for (List<@Nullable Object> step : steps) {
      Long key = (Long) step.get(1);
      assert key != null;
      if (READ.equals(step.getFirst())) {
        seen.add(step(READ, key, store.get(key)));
      } else {
        store.put(key, lists ? longer(store.get(key), step.get(2)) : step.get(2));
        seen.add(step);
      }
    }
    return seen;
  }

  private static List<@Nullable Object> longer(@Nullable Object list, @Nullable Object value) {
    List<@Nullable Object> copy = new ArrayList<>();
    if (list instanceof List<?> before) {
      copy.addAll(before);
    }
    copy.add(value);
    return copy;
  }

  private void complete(int process, List<List<@Nullable Object>> seen) {
    recorder.ok(process, seen, 0);
  }
}
