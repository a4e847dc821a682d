package io.quorate.check.reference;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.FailedTake;
import io.quorate.check.model.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Queues, stacks and bags: lists of values, of which some may be taken. */
record ContainerSpecification(Order order, Reading reading, boolean distinct, boolean sparse)
    implements Specification {
  /** Which may be taken. */
  enum Order {
    FIRST("enqueue", "dequeue"),
    LAST("push", "pop"),
    SMALLEST("insert", "delete-min"),
    ANY("enqueue", "dequeue");

    final String put;
    final String take;

    Order(String put, String take) {
      this.put = put;
      this.take = take;
    }
  }

  @Override
  public Object start() {
    return List.of();
  }

  private static List<Long> contents(Object state) {
    List<Long> contents = new ArrayList<>();
    for (Object value : (List<?>) state) {
      contents.add((Long) value);
    }
    return contents;
  }

  private List<Object> put(Object state, Object value) {
    List<Long> contents = contents(state);
    contents.add((Long) value);
    if (order == Order.ANY) {
      Collections.sort(contents);
    }
    return List.of(List.copyOf(contents));
  }

  /** The places from which a value may be taken. */
  private List<Integer> turns(List<Long> contents) {
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      boolean turn =
          switch (order) {
            case FIRST -> i == 0;
            case LAST -> i == contents.size() - 1;
            case SMALLEST -> contents.get(i).equals(Collections.min(contents));
            case ANY -> true;
          };
      if (turn) {
        turns.add(i);
      }
    }
    return turns;
  }

  private static Object without(List<Long> contents, int place) {
    List<Long> rest = new ArrayList<>(contents);
    rest.remove(place);
    return List.copyOf(rest);
  }

  @Override
  public List<Object> after(Object state, Call call) {
    if (call.f().equals(order.put)) {
      boolean failed = call.outcome() == Outcome.FAIL;
      return failed ? List.of(state) : put(state, Objects.requireNonNull(call.input()));
    }
    List<Long> contents = contents(state);
    List<Object> after = new ArrayList<>();
    boolean empty = contents.isEmpty();
    switch (call.outcome()) {
      case FAIL -> {
        if (empty || reading.failedTake() == FailedTake.SAYS_NOTHING) {
          after.add(state);
        }
      }
      case INFO -> {
        for (int place : turns(contents)) {
          after.add(without(contents, place));
        }
      }
      case OK -> {
        if (call.output() == null && empty) {
          after.add(state);
        }
        for (int place : turns(contents)) {
          if (contents.get(place).equals(call.output())) {
            after.add(without(contents, place));
          }
        }
      }
    }
    return after;
  }

  @Override
  public Request draw(RandomGenerator random, long fresh) {
    if (random.nextInt(20) < (sparse ? 12 : 10)) {
      return new Request(order.take, null);
    }
    boolean any = !distinct;
    boolean upsideDown = order == Order.SMALLEST && !any;
    long value = any ? random.nextInt(3) : upsideDown ? scattered(fresh) : fresh;
    return new Request(order.put, value);
  }

  /** Different for different numbers below a million, and in no order. */
  private static long scattered(long fresh) {
    return fresh * 619_937 % 1_000_003;
  }

  @Override
  public Result run(Object state, Request request, RandomGenerator random) {
    if (request.f().equals(order.put)) {
      Object value = Objects.requireNonNull(request.input());
      return Result.ok(put(state, value).getFirst(), value);
    }
    List<Long> contents = contents(state);
    List<Integer> turns = turns(contents);
    if (turns.isEmpty()) {
      return reading.failedTake() == FailedTake.SAW_EMPTY && random.nextBoolean()
          ? Result.refused(state)
          : Result.ok(state, null);
    }
    int place = turns.get(random.nextInt(turns.size()));
    return Result.ok(without(contents, place), contents.get(place));
  }

  @Override
  public @Nullable Object guess(Request request, RandomGenerator random, long fresh) {
    if (request.f().equals(order.put)) {
      return request.input();
    }
    if (random.nextInt(sparse ? 4 : 8) == 0) {
      return null;
    }
    long old = Math.max(0, fresh - 1 - random.nextInt(5));
    return !distinct
        ? (Object) (long) random.nextInt(3)
        : order == Order.SMALLEST ? scattered(old) : old;
  }
}
