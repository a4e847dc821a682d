package io.quorate.check.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable history: operations, each an invocation paired with its completion, in a total order
 * of events, and annotations beside them. Made by {@link HistoryRecorder} or {@link HistoryReader}.
 *
 * <p>Operations are numbered from 0 in the order of invocation and live in primitive columns; an
 * {@link Operation} or {@link Event} is made when it is asked for. Equal calls are kept once
 * ({@link #calls()}), so a history of a million operations holds as many objects as it has
 * different calls. Safe for use by many threads.
 */
public final class History {
  /** The return place of an operation that never returned. */
  public static final int NEVER = Integer.MAX_VALUE;

  private final int[] process;
  private final int[] call;
  private final int[] invokedAt;
  private final int[] completedAt;
  private final int[] returnedAt;
  private final long[] invokedNs;
  private final long[] completedNs;
  private final int[] eventOf;
  private final long @Nullable [] indexes;
  private final long @Nullable [] positions;
  private final List<Call> calls;
  private final List<Annotation> annotations;
  private final Map<Integer, Object> errors;

  History(Columns columns) {
    this.process = columns.process.toArray();
    this.call = columns.callsWithCrashes();
    this.invokedAt = columns.invokedAt.toArray();
    this.completedAt = columns.completedAt.toArray();
    this.returnedAt = completedAt.clone();
    this.invokedNs = columns.invokedNs.toArray();
    this.completedNs = columns.completedNs.toArray();
    this.eventOf = columns.eventOf.toArray();
    this.indexes = columns.indexes();
    this.positions = columns.positions();
    this.calls = columns.calls.calls();
    this.annotations = List.copyOf(columns.annotations);
    this.errors = new HashMap<>(columns.errors);
    for (int operation = 0; operation < call.length; operation++) {
      if (calls.get(call[operation]).outcome() == Outcome.INFO) {
        returnedAt[operation] = NEVER;
      }
    }
  }

  private History(History other, List<Call> calls, long @Nullable [] positions) {
    this.process = other.process;
    this.call = other.call;
    this.invokedAt = other.invokedAt;
    this.completedAt = other.completedAt;
    this.returnedAt = other.returnedAt;
    this.invokedNs = other.invokedNs;
    this.completedNs = other.completedNs;
    this.eventOf = other.eventOf;
    this.indexes = other.indexes;
    this.positions = positions;
    this.calls = calls;
    this.annotations = other.annotations;
    this.errors = other.errors;
  }

  /** The same history with other words for its calls: {@code calls.get(i)} for the i-th. */
  History withCalls(List<Call> replaced) {
    assert replaced.size() == calls.size();
    return new History(this, Collections.unmodifiableList(new ArrayList<>(replaced)), positions);
  }

  /**
   * The same history where each operation has this place in the system's own order.
   *
   * @param places for each operation its position from 0, or {@link Event#NO_POSITION}
   */
  public History withPositions(long[] places) {
    if (places.length != size()) {
      throw new IllegalArgumentException(places.length + " places for " + this);
    }
    boolean any = false;
    for (long place : places) {
      if (place < Event.NO_POSITION) {
        throw new IllegalArgumentException("no place " + place);
      }
      any |= place != Event.NO_POSITION;
    }
    return new History(this, calls, any ? places.clone() : null);
  }

  /** Number of operations. */
  public int size() {
    return process.length;
  }

  /** Number of events: invocations, completions and annotations. */
  public int eventCount() {
    return eventOf.length;
  }

  /** The calls of this history, without repetition. */
  public List<Call> calls() {
    return calls;
  }

  /** The annotations in the order of events. */
  public List<Annotation> annotations() {
    return annotations;
  }

  /** The number of an operation's call in {@link #calls()}. */
  public int callOf(int operation) {
    return call[operation];
  }

  /** The process that invoked an operation. */
  public int processOf(int operation) {
    return process[operation];
  }

  /** The place of an operation's invocation in the order of events. */
  public int invokedAt(int operation) {
    return invokedAt[operation];
  }

  /** The place of an operation's return in the order of events, {@link #NEVER} if it crashed. */
  public int returnedAt(int operation) {
    return returnedAt[operation];
  }

  /** Whether any operation has a place in the system's own order. */
  public boolean hasPositions() {
    return positions != null;
  }

  /**
   * The place that the system itself gave to an operation in the order in which operations took
   * effect, from 0, or {@link Event#NO_POSITION}.
   */
  public long positionOf(int operation) {
    return positions == null ? Event.NO_POSITION : positions[operation];
  }

  /** Why an operation failed or crashed, where the history says so. */
  public @Nullable Object errorOf(int operation) {
    return errors.get(operation);
  }

  /**
   * One operation.
   *
   * @param id from 0 to {@link #size()} - 1
   */
  public Operation operation(int id) {
    return new Operation(
        id,
        process[id],
        calls.get(call[id]),
        invokedAt[id],
        returnedAt(id),
        invokedNs[id],
        completedNs[id]);
  }

  /**
   * Hands every event to one of two consumers, in order. An operation that was pending when the
   * recording ended has an invocation only.
   */
  public void forEachEvent(Consumer<Event> onEvent, Consumer<Annotation> onAnnotation) {
    for (int at = 0; at < eventOf.length; at++) {
      int code = eventOf[at];
      if (code < 0) {
        onAnnotation.accept(annotations.get(-1 - code));
      } else {
        onEvent.accept(event(at, code >> 1, (code & 1) == 1));
      }
    }
  }

  /** The events without the annotations, as a list made for this call. */
  public List<Event> events() {
    List<Event> events = new ArrayList<>(eventOf.length);
    forEachEvent(events::add, annotation -> {});
    return events;
  }

  /** The number that the event at this place carries. */
  public long indexOf(int at) {
    return indexes == null ? at : indexes[at];
  }

  private Event event(int at, int operation, boolean completion) {
    Call c = calls.get(call[operation]);
    if (!completion) {
      return new Event(
          EventType.INVOKE,
          process[operation],
          c.f(),
          c.key(),
          c.input(),
          null,
          invokedNs[operation],
          indexOf(at),
          completedAt[operation] < 0 ? positionOf(operation) : Event.NO_POSITION);
    }
    EventType type =
        switch (c.outcome()) {
          case OK -> EventType.OK;
          case FAIL -> EventType.FAIL;
          case INFO -> EventType.INFO;
        };
    return new Event(
        type,
        process[operation],
        c.f(),
        c.key(),
        c.outcome() == Outcome.OK ? c.output() : c.input(),
        errors.get(operation),
        completedNs[operation],
        indexOf(at),
        positionOf(operation));
  }

  @Override
  public String toString() {
    return "History of " + size() + " operations";
  }
}
