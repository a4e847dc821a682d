package io.quorate.check;

import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes small histories whose results are drawn from a hat: about half of them happen to be
 * linearizable, and those that are not fail in every way there is.
 */
public final class NoisyHistories {
  private static final int PROCESSES = 5;

  private final RandomGenerator random;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final String[] pending = new String[PROCESSES];

  private NoisyHistories(RandomGenerator random) {
    this.random = random;
  }

  /** Up to so many operations of a cas-register with values nil, 0, 1 and 2. */
  public static History casRegister(int operationsMax, RandomGenerator random) {
    return new NoisyHistories(random)
        .run(operationsMax, List.of("read", "read", "write", "cas"), 1);
  }

  /**
   * Up to so many operations of a key-value store with two keys and values nil, "", "a", "ab" ..
   */
  public static History keyValue(int operationsMax, RandomGenerator random) {
    return new NoisyHistories(random)
        .run(operationsMax, List.of("get", "get", "put", "append", "cas", "delete"), 2);
  }

  private History run(int operationsMax, List<String> functions, int keys) {
    int operations = 1 + random.nextInt(operationsMax);
    int completions = 0;
    while (recorder.operations() < operations || completions < operations) {
      int process = random.nextInt(PROCESSES);
      boolean dawdles = random.nextInt(3) > 0;
      if (recorder.isPending(process) && !dawdles) {
        complete(process, keys > 1);
        completions++;
      } else if (!recorder.isPending(process) && recorder.operations() < operations) {
        String f = functions.get(random.nextInt(functions.size()));
        pending[process] = f;
        Object key = keys > 1 ? (Object) ("k" + random.nextInt(keys)) : null;
        recorder.invoke(process, f, key, input(f, keys > 1), 0);
      } else if (recorder.operations() == operations && random.nextInt(20) == 0) {
        break;
      }
    }
    return recorder.history();
  }

  private void complete(int process, boolean text) {
    int draw = random.nextInt(10);
    boolean reads = pending[process].equals("read") || pending[process].equals("get");
    if (draw == 0) {
      recorder.info(process, null, 0);
    } else if (draw == 1) {
      recorder.fail(process, null, 0);
    } else if (reads) {
      recorder.ok(process, random.nextInt(6) == 0 ? null : value(text), 0);
    } else {
      recorder.ok(process, 0);
    }
  }

  private @Nullable Object input(String f, boolean text) {
    return switch (f) {
      case "read", "get", "delete" -> null;
      case "cas" -> List.of(value(text), value(text));
      default -> value(text);
    };
  }

  private Object value(boolean text) {
    int draw = Math.max(0, random.nextInt(5) - 2);
    return text ? List.of("a", "b", "ab").get(draw) : (Object) (long) draw;
  }
}
