package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue, a stack, a priority queue or a bag: values are put into it and taken from it.
 *
 * <ul>
 *   <li>A call that puts has the value as its argument, which is not nil; one that takes has the
 *       value as its result.
 *   <li>A take that returned <b>nil</b> found the container empty, under every reading.
 *   <li>A <b>failed</b> put changed nothing and is left out. A failed take too, but under {@link
 *       FailedTake#SAW_EMPTY} it found the container empty.
 *   <li>A <b>crashed</b> put may take effect at any time after its invocation or never. A crashed
 *       take likewise: if it took effect, it took the value whose turn it was, and from a bag any
 *       value; from an empty container it took nothing and cannot be noticed.
 * </ul>
 *
 * @param <S> the contents
 */
final class Containers<S> implements Model<S> {
  private final String name;
  private final Kind.Container kind;
  private final Discipline<S> discipline;
  private final Set<String> puts;
  private final Set<String> takes;
  private final String vocabulary;
  private final Reading reading;

  private Containers(
      String name,
      Kind.Container kind,
      Discipline<S> discipline,
      Set<String> puts,
      Set<String> takes,
      String vocabulary,
      Reading reading) {
    this.name = name;
    this.kind = kind;
    this.discipline = discipline;
    this.puts = puts;
    this.takes = takes;
    this.vocabulary = vocabulary;
    this.reading = reading;
  }

  static Model<?> fifoQueue(Reading reading) {
    return queue("fifo-queue", Kind.Container.QUEUE, new Discipline.Fifo(), reading);
  }

  static Model<?> unorderedQueue(Reading reading) {
    return queue("unordered-queue", Kind.Container.BAG, new Discipline.AnyOrder(), reading);
  }

  private static <S> Model<S> queue(
      String name, Kind.Container kind, Discipline<S> discipline, Reading reading) {
    return new Containers<>(
        name,
        kind,
        discipline,
        Set.of("enqueue", "enq"),
        Set.of("dequeue", "deq"),
        "enqueue v, dequeue",
        reading);
  }

  static Model<?> stack(Reading reading) {
    return new Containers<>(
        "stack",
        Kind.Container.STACK,
        new Discipline.Lifo(),
        Set.of("push"),
        Set.of("pop"),
        "push v, pop",
        reading);
  }

  static Model<?> priorityQueue(Reading reading) {
    return new Containers<>(
        "priority-queue",
        Kind.Container.PRIORITY_QUEUE,
        new Discipline.SmallestFirst(),
        Set.of("insert", "enqueue", "add"),
        Set.of("delete-min", "dequeue", "poll"),
        "insert n, delete-min",
        reading);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public S init() {
    return discipline.empty();
  }

  @Override
  public Role role(Call call) {
    if (puts.contains(call.f())) {
      boolean known = isValue(call.input());
      return !known ? Role.FOREIGN : call.outcome() == Outcome.FAIL ? Role.IGNORED : Role.UPDATE;
    }
    return takes.contains(call.f()) ? roleOfTake(call) : Role.FOREIGN;
  }

  private Role roleOfTake(Call call) {
    return switch (call.outcome()) {
      case OK -> call.output() == null ? Role.OBSERVATION : roleOfTaken(call.output());
      case INFO -> Role.UPDATE;
      case FAIL -> reading.failedTake() == FailedTake.SAW_EMPTY ? Role.OBSERVATION : Role.IGNORED;
    };
  }

  private Role roleOfTaken(Object value) {
    return isValue(value) ? Role.UPDATE : Role.FOREIGN;
  }

  private boolean isValue(@Nullable Object value) {
    return kind == Kind.Container.PRIORITY_QUEUE ? value instanceof Long : value != null;
  }

  @Override
  public @Nullable S step(S contents, Call call) {
    return switch (move(call)) {
      case Move.Put put -> discipline.put(contents, put.value());
      case Move.Take take -> discipline.take(contents, take.value());
      case Move.FindEmpty f -> discipline.isEmpty(contents) ? contents : null;
      case Move.TakeUnknown t ->
          discipline.isEmpty(contents) ? null : discipline.takeUnknown(contents);
      case null, default -> null;
    };
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public @Nullable Move move(Call call) {
    Object input = call.input();
    if (puts.contains(call.f())) {
      return input == null ? null : new Move.Put(input);
    }
    if (call.outcome() == Outcome.INFO) {
      return new Move.TakeUnknown();
    }
    Object output = call.output();
    return output == null ? new Move.FindEmpty() : new Move.Take(output);
  }

  @Override
  public long footprintBytes(S contents) {
    return discipline.footprintBytes(contents);
  }

  @Override
  public String vocabulary() {
    return vocabulary;
  }

  @Override
  public String describe(S contents) {
    return contents.toString();
  }
}
