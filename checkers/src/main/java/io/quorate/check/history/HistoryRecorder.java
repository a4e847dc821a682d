package io.quorate.check.history;

import org.jspecify.annotations.Nullable;

/**
 * Records a history while it happens. The order of calls is the order of events; times are the
 * caller's, in nanoseconds, and bear on no verdict, so a simulator that calls in its own order
 * records the same history each time. For one thread.
 *
 * <p>Values may be null, booleans, numbers, strings, {@link Keyword}s, and lists, maps and sets of
 * these; whole numbers become {@code Long}, collections are copied. An argument that is none of
 * these is an {@code IllegalArgumentException}; an event out of turn is an {@code
 * IllegalStateException}, for both are errors of the program that records.
 *
 * <p>A process may go on after one of its operations crashed ({@link #info}): the crashed operation
 * stays open for ever, and a writer for Jepsen's tools gives the process a new number.
 */
public final class HistoryRecorder {
  private final Columns columns = new Columns();

  /** A process calls {@code f} on the history's only object; returns the operation's number. */
  public int invoke(int process, String f, @Nullable Object value, long timeNs) {
    return invoke(process, f, null, value, timeNs);
  }

  /** A process calls {@code f} on {@code key}; returns the operation's number in the history. */
  public int invoke(
      int process, String f, @Nullable Object key, @Nullable Object value, long timeNs) {
    append(event(EventType.INVOKE, process, f, Canonical.of(key), value, null, timeNs));
    return columns.operations() - 1;
  }

  /**
   * The pending operation of a process returned.
   *
   * @param value its result: what a read saw; for a write or cas, Jepsen repeats the argument
   */
  public void ok(int process, @Nullable Object value, long timeNs) {
    append(event(EventType.OK, process, columns.pendingF(process), null, value, null, timeNs));
  }

  /** The pending operation returned, and its argument stands for its result. */
  public void ok(int process, long timeNs) {
    ok(process, columns.pendingInput(process), timeNs);
  }

  /** The pending operation was refused and changed nothing, for this reason. */
  public void fail(int process, @Nullable Object error, long timeNs) {
    append(event(EventType.FAIL, process, columns.pendingF(process), null, null, error, timeNs));
  }

  /** Nobody will know whether the pending operation took effect, for this reason. */
  public void info(int process, @Nullable Object error, long timeNs) {
    append(event(EventType.INFO, process, columns.pendingF(process), null, null, error, timeNs));
  }

  /**
   * The system gave an operation this place in the order in which operations take effect. May be
   * told at any time after the invocation; what is told last holds.
   *
   * @param operation the number that {@link #invoke} returned
   * @param position from 0, such as a slot of a log
   */
  public void position(int operation, long position) {
    if (operation < 0 || operation >= columns.operations() || position < 0) {
      throw new IllegalArgumentException("no place " + position + " for operation " + operation);
    }
    columns.setPosition(operation, position);
  }

  /** A fault was injected or healed: an annotation, written as a line of Jepsen's nemesis. */
  public void fault(String f, @Nullable Object value, long timeNs) {
    columns.annotate("nemesis", EventType.INFO, f, Canonical.of(value), timeNs, Event.NO_INDEX);
  }

  /** Whether a process has an operation pending. */
  public boolean isPending(int process) {
    return columns.isPending(process);
  }

  /** Number of operations invoked so far. */
  public int operations() {
    return columns.operations();
  }

  /** What was recorded until now; operations still pending are taken as crashed. */
  public History history() {
    return new History(columns);
  }

  private static Event event(
      EventType type,
      int process,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      @Nullable Object error,
      long timeNs) {
    return new Event(
        type, process, f, key, Canonical.of(value), Canonical.of(error), timeNs, Event.NO_INDEX);
  }

  private void append(Event event) {
    String problem = columns.append(event);
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
  }
}
