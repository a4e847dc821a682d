package io.quorate.check.knossos;

import io.quorate.check.history.Call;
import io.quorate.check.history.EventType;
import io.quorate.check.history.History;
import io.quorate.check.history.Operation;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Divides a history into what Knossos can be asked. Knossos knows no keys, throws at a process that
 * goes on after a crash and at a {@code fail} or {@code info} that says another value than its
 * invocation, drops failed calls, and takes every dequeue for one that returned what it says. So
 * each part is written anew: each operation that can tell something, as an {@code invoke} with its
 * result and an {@code ok}, or an {@code invoke} and, at the end, an {@code info}.
 */
final class Questions {
  private static final int GUESSES_MAX = 256;

  private final History history;
  private final Model<?> model;
  private final String name;
  private final Wording wording;
  private final Map<@Nullable Object, Part> parts = new LinkedHashMap<>();

  private Questions(History history, Model<?> model, String name) {
    this.history = history;
    this.model = model;
    this.name = name;
    this.wording = new Wording(name, Initially.nilSaysNothing(model));
  }

  private static @Nullable String nameOf(Model<?> model) {
    return switch (model.name()) {
      case "register",
          "cas-register",
          "mutex",
          "fifo-queue",
          "unordered-queue",
          "set",
          "multi-register" ->
          model.name();
      case "kv" -> "cas-register";
      default -> null;
    };
  }

  /**
   * The questions about a history, one for each part that has an operation which returned and tells
   * something.
   *
   * @return null if Knossos has no such model, or no words for an operation
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  static @Nullable List<Question> of(History history, Model<?> model) {
    String name = nameOf(model);
    return name == null ? null : new Questions(history, model, name).ask();
  }

  private @Nullable List<Question> ask() {
    for (int id = 0; id < history.size(); id++) {
      Operation operation = history.operation(id);
      if (tellsSomething(operation) && !take(operation)) {
        return null;
      }
    }
    return parts.values().stream().filter(Part::isWorthAsking).map(Part::question).toList();
  }

  private boolean tellsSomething(Operation operation) {
    Role role = model.role(operation.call());
    if (role == Role.FOREIGN) {
      throw new ModelMismatch(model, operation);
    }
    boolean unseen = role == Role.OBSERVATION && operation.call().outcome() == Outcome.INFO;
    return role != Role.IGNORED && !unseen;
  }

  /** Takes an operation into its part; false if there are no words for it. */
  private boolean take(Operation operation) {
    Call call = operation.call();
    Part part = parts.computeIfAbsent(model.partition(call), Part::new);
    if (call.f().startsWith("deq") && call.outcome() == Outcome.INFO) {
      part.lose(operation);
      return true;
    }
    return switch (wording.of(call)) {
      case Wording.Told.Words words -> {
        part.operations.add(new Worded(operation, words));
        part.completed += call.outcome() == Outcome.INFO ? 0 : 1;
        yield true;
      }
      case Wording.Told.Unsaid _ -> {
        part.understated++;
        yield true;
      }
      case Wording.Told.Foreign _ -> false;
    };
  }

  private record Worded(Operation operation, Wording.Told.Words words) {}

  private final class Part {
    private final @Nullable Object partition;
    private final List<Worded> operations = new ArrayList<>();
    private final List<Operation> lost = new ArrayList<>();
    private int completed;
    private int understated;

    Part(@Nullable Object partition) {
      this.partition = partition;
    }

    /** What was only begun is in order; what Knossos has no words for is to be counted. */
    boolean isWorthAsking() {
      return completed + understated > 0;
    }

    /** To leave a crashed dequeue out is harmless where nobody waits for the next element. */
    void lose(Operation dequeue) {
      if (name.equals("fifo-queue")) {
        lost.add(dequeue);
      }
    }

    Question question() {
      return new Question(
          partition,
          name,
          Initially.of(model, history, wording),
          new Script(operations).lines(),
          completed,
          understated,
          lost.size(),
          generous());
    }

    private List<Line> generous() {
      Set<Object> missing = missing();
      if (lost.isEmpty() || lost.size() * (long) missing.size() > GUESSES_MAX) {
        return List.of();
      }
      List<Worded> all = new ArrayList<>(operations);
      for (Operation dequeue : lost) {
        for (Object element : missing) {
          all.add(new Worded(dequeue, new Wording.Told.Words("dequeue", element)));
        }
      }
      all.sort(Comparator.comparingInt(each -> each.operation().id()));
      return new Script(all).lines();
    }

    /** Elements that were enqueued more often than they are known to have been dequeued. */
    private Set<Object> missing() {
      Map<Object, Integer> balance = new LinkedHashMap<>();
      for (Worded each : operations) {
        int change = each.words().f().equals("enqueue") ? 1 : -1;
        balance.merge(each.words().value(), change, Integer::sum);
      }
      balance.values().removeIf(count -> count <= 0);
      return balance.keySet();
    }
  }

  /** Writes operations as lines in the order of events, with new numbers of processes. */
  private static final class Script {
    private final List<Worded> operations;
    private final Map<Integer, Integer> processes = new LinkedHashMap<>();
    private int processCount;

    Script(List<Worded> operations) {
      this.operations = operations;
    }

    List<Line> lines() {
      List<Line> lines = new ArrayList<>(2 * operations.size());
      List<Line> crashes = new ArrayList<>();
      PendingReturns pending = new PendingReturns();
      for (Worded each : operations) {
        Operation operation = each.operation();
        pending.before(operation.invokedAt(), lines);
        int process = processes.computeIfAbsent(operation.process(), ignored -> processCount++);
        lines.add(line(EventType.INVOKE, process, each));
        if (operation.returnedAt() == History.NEVER) {
          processes.remove(operation.process());
          crashes.add(line(EventType.INFO, process, each));
        } else {
          pending.add(operation.returnedAt(), line(EventType.OK, process, each));
        }
      }
      pending.before(History.NEVER, lines);
      lines.addAll(crashes);
      return lines;
    }

    private static Line line(EventType type, int process, Worded each) {
      Wording.Told.Words words = each.words();
      return new Line(process, type, words.f(), words.value(), each.operation().id());
    }
  }
}
