package io.quorate.check;

import io.quorate.check.history.Event;
import io.quorate.check.history.EventType;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Makes a history a little different from one that is valid. */
public final class Mutations {
  private Mutations() {}

  /** One read saw another value. */
  public static History changeOneRead(History history, RandomGenerator random, int values) {
    return oneReadSees(history, random, random.nextInt(values));
  }

  /** One read saw this value. */
  public static History oneReadSees(History history, RandomGenerator random, long value) {
    List<Event> events = history.events();
    List<Integer> reads = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).type() == EventType.OK && events.get(i).f().equals("read")) {
        reads.add(i);
      }
    }
    if (!reads.isEmpty()) {
      int at = reads.get(random.nextInt(reads.size()));
      Event e = events.get(at);
      events.set(at, new Event(e.type(), e.process(), e.f(), e.key(), value, null, e.timeNs(), -1));
    }
    return replay(events);
  }

  /** Two neighbouring events of different processes change places. */
  public static History swapNeighbours(History history, RandomGenerator random) {
    List<Event> events = history.events();
    for (int tries = 0; events.size() > 1 && tries < 20; tries++) {
      int at = random.nextInt(events.size() - 1);
      if (events.get(at).process() != events.get(at + 1).process()) {
        Collections.swap(events, at, at + 1);
        break;
      }
    }
    return replay(events);
  }

  /** Each operation has the position that is given for its number. */
  public static History withPositions(History history, IntToLongFunction position) {
    return history.withPositions(IntStream.range(0, history.size()).mapToLong(position).toArray());
  }

  /** The same events; positions are lost. */
  private static History replay(List<Event> events) {
    HistoryRecorder recorder = new HistoryRecorder();
    events.forEach(e -> replay(e, recorder));
    return recorder.history();
  }

  private static void replay(Event e, HistoryRecorder recorder) {
    switch (e.type()) {
      case INVOKE -> recorder.invoke(e.process(), e.f(), e.key(), e.value(), e.timeNs());
      case OK -> recorder.ok(e.process(), e.value(), e.timeNs());
      case FAIL -> recorder.fail(e.process(), e.error(), e.timeNs());
      case INFO -> recorder.info(e.process(), e.error(), e.timeNs());
    }
  }
}
