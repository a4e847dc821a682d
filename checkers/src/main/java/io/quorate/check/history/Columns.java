package io.quorate.check.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A history while it grows: pairs each completion with its invocation, and keeps every operation as
 * a row of primitive columns. Equal calls are kept once.
 */
final class Columns {
  /** Beyond this, positions would no longer fit the encodings of the engines. */
  static final int EVENTS_MAX = 1 << 30;

  final IntColumn process = new IntColumn();
  final IntColumn call = new IntColumn();
  final IntColumn invokedAt = new IntColumn();
  final IntColumn completedAt = new IntColumn();
  final LongColumn invokedNs = new LongColumn();
  final LongColumn completedNs = new LongColumn();

  /** For each event, the operation shifted left with 1 for a completion, or -1 - annotation. */
  final IntColumn eventOf = new IntColumn();

  final CallNumbers calls = new CallNumbers();
  final List<Annotation> annotations = new ArrayList<>();
  final Map<Integer, Object> errors = new HashMap<>();

  private final Repeats repeats = new Repeats();
  private final PendingCalls pending = new PendingCalls();

  /** The system's own order; null as long as no operation has a place in it. */
  private @Nullable LongColumn positions;

  /** The events' own numbers; null as long as each equals its place. */
  private @Nullable LongColumn indexes;

  /** Appends an event; returns what is wrong with it, in which case nothing was appended. */
  @Nullable String append(Event event) {
    if (eventOf.size() >= EVENTS_MAX) {
      return "more than " + EVENTS_MAX + " events; split the history";
    }
    return switch (event.type()) {
      case INVOKE -> invoke(event);
      case OK, FAIL, INFO -> complete(event);
    };
  }

  void annotate(
      String process, EventType type, String f, @Nullable Object value, long timeNs, long index) {
    int at = eventOf.size();
    long number = index == Event.NO_INDEX ? at : index;
    annotations.add(new Annotation(at, process, type, f, value, timeNs, number));
    appendIndex(index);
    eventOf.add(-annotations.size());
  }

  boolean isPending(int client) {
    return pending.of(client) != null;
  }

  /** The function that a process has pending. */
  String pendingF(int client) {
    return pendingOf(client).f();
  }

  /** The argument of the operation that a process has pending. */
  @Nullable Object pendingInput(int client) {
    return pendingOf(client).input();
  }

  private PendingCalls.Pending pendingOf(int client) {
    PendingCalls.Pending open = pending.of(client);
    if (open == null) {
      throw new IllegalStateException("process " + client + " has no operation pending");
    }
    return open;
  }

  int operations() {
    return process.size();
  }

  private @Nullable String invoke(Event event) {
    PendingCalls.Pending open = pending.of(event.process());
    if (open != null) {
      return String.format(
          "process %d invokes %s while its %s is pending; complete that first, or give each client"
              + " its own process",
          event.process(), event.f(), open.f());
    }
    int operation = process.size();
    Object key = repeats.of(event.key());
    pending.put(
        event.process(), new PendingCalls.Pending(operation, event.f(), key, event.value()));
    process.add(event.process());
    call.add(-1);
    invokedAt.add(eventOf.size());
    completedAt.add(-1);
    invokedNs.add(event.timeNs());
    completedNs.add(Event.NO_TIME);
    appendIndex(event.index());
    eventOf.add(operation << 1);
    setPosition(operation, event.position());
    return null;
  }

  private @Nullable String complete(Event event) {
    PendingCalls.Pending open = pending.of(event.process());
    if (open == null) {
      return String.format(
          "process %d completes %s (%s) but has none pending; the line that invokes it is missing"
              + " or stands later",
          event.process(), event.f(), event.type().word());
    }
    if (!open.f().equals(event.f())) {
      return String.format(
          "process %d completes %s while its pending operation is %s; each completion repeats the"
              + " function of its invocation",
          event.process(), event.f(), open.f());
    }
    if (event.key() != null && !event.key().equals(open.key())) {
      return String.format(
          "process %d completes %s of key %s, which it invoked for key %s",
          event.process(), event.f(), Edn.print(event.key()), Edn.print(open.key()));
    }
    if (contradicts(event, open)) {
      return String.format(
          "process %d completes %s of %s, which it invoked with %s; an ok repeats the argument or"
              + " says nil",
          event.process(), event.f(), Edn.print(event.value()), Edn.print(open.input()));
    }
    close(event, open);
    return null;
  }

  /**
   * Whether a write or enqueue that succeeded names another argument than was invoked. Only whole
   * numbers are compared: a string such as "OK" may be the system's own answer, and a transaction's
   * reads are filled in. Other calls may answer a length or whether there was a change.
   */
  private static boolean contradicts(Event event, PendingCalls.Pending open) {
    boolean repeats = event.f().equals("write") || event.f().equals("enqueue");
    if (event.type() != EventType.OK || !repeats) {
      return false;
    }
    boolean numbers = endsInNumber(event.value()) && endsInNumber(open.input());
    boolean alike = event.value() instanceof Long == open.input() instanceof Long;
    return numbers && alike && !Objects.equals(event.value(), open.input());
  }

  /** A whole number, or one with its key. */
  private static boolean endsInNumber(@Nullable Object value) {
    return value instanceof Long || (value instanceof Duo pair && pair.get(1) instanceof Long);
  }

  private void close(Event event, PendingCalls.Pending open) {
    pending.remove(event.process());
    int operation = open.operation();
    boolean ok = event.type() == EventType.OK;
    Object error = ok ? null : errorOf(event, open);
    if (error != null) {
      errors.put(operation, error);
    }
    Outcome outcome =
        switch (event.type()) {
          case OK -> Outcome.OK;
          case FAIL -> Outcome.FAIL;
          case INFO -> Outcome.INFO;
          case INVOKE -> throw new AssertionError("an invocation completes nothing");
        };
    Object output = ok ? outputOf(event, open) : null;
    call.set(operation, calls.of(open.f(), open.key(), open.input(), output, outcome));
    completedAt.set(operation, eventOf.size());
    completedNs.set(operation, event.timeNs());
    appendIndex(event.index());
    eventOf.add(operation << 1 | 1);
    setPosition(operation, event.position());
  }

  /** Gives an operation its place in the system's own order, unless there is none to give. */
  void setPosition(int operation, long position) {
    if (position == Event.NO_POSITION) {
      return;
    }
    if (positions == null) {
      positions = new LongColumn();
    }
    while (positions.size() <= operation) {
      positions.add(Event.NO_POSITION);
    }
    positions.set(operation, position);
  }

  /** The place of each operation in the system's own order; null if none has any. */
  long @Nullable [] positions() {
    if (positions == null) {
      return null;
    }
    long[] all = Arrays.copyOf(positions.toArray(), operations());
    Arrays.fill(all, positions.size(), all.length, Event.NO_POSITION);
    return all;
  }

  /** One object for what is the same in argument and result. */
  private static @Nullable Object outputOf(Event event, PendingCalls.Pending open) {
    return Objects.equals(event.value(), open.input()) ? open.input() : event.value();
  }

  /** Old formats put the reason of a failure in the place of the value. */
  private static @Nullable Object errorOf(Event event, PendingCalls.Pending open) {
    if (event.error() != null) {
      return event.error();
    }
    return Objects.equals(event.value(), open.input()) ? null : event.value();
  }

  private void appendIndex(long index) {
    int at = eventOf.size();
    if (indexes == null) {
      if (index == at || index == Event.NO_INDEX) {
        return;
      }
      indexes = new LongColumn();
      for (int i = 0; i < at; i++) {
        indexes.add(i);
      }
    }
    indexes.add(index == Event.NO_INDEX ? at : index);
  }

  long @Nullable [] indexes() {
    return indexes == null ? null : indexes.toArray();
  }

  /** The number of each operation's call; those still pending are calls of unknown outcome. */
  int[] callsWithCrashes() {
    int[] numbers = call.toArray();
    for (PendingCalls.Pending open : pending.all()) {
      numbers[open.operation()] = calls.of(open.f(), open.key(), open.input(), null, Outcome.INFO);
    }
    return numbers;
  }
}
