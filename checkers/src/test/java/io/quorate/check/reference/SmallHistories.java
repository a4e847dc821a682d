package io.quorate.check.reference;

import io.quorate.check.history.Event;
import io.quorate.check.history.EventType;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.reference.Specification.Request;
import io.quorate.check.reference.Specification.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws small histories of any object: valid ones, broken ones, and noise. */
final class SmallHistories {
  private static final int PROCESSES_MAX = 5;

  private final Specification object;
  private final RandomGenerator random;
  private final int operations;
  private final int keys;
  private final int processes;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final @Nullable Request[] pending = new Request[PROCESSES_MAX];
  private final @Nullable Object[] keyOf = new Object[PROCESSES_MAX];
  private final @Nullable Result[] results = new Result[PROCESSES_MAX];
  private final Map<@Nullable Object, Object> states = new HashMap<>();
  private final int[] operationOf = new int[PROCESSES_MAX];
  private final boolean tellsPositions;
  private long fresh = 1;
  private long effects;

  private SmallHistories(Specification object, int operationsMax, RandomGenerator random) {
    this.object = object;
    this.random = random;
    this.operations = 1 + random.nextInt(operationsMax);
    this.keys = random.nextInt(6) == 0 ? 2 : 1;
    this.tellsPositions = random.nextInt(4) == 0;
    this.processes = 1 + random.nextInt(PROCESSES_MAX);
  }

  /** A history that is linearizable by construction. */
  static History valid(Specification object, int operationsMax, RandomGenerator random) {
    return new SmallHistories(object, operationsMax, random).run(true);
  }

  /** A history whose results come out of a hat. */
  static History noise(Specification object, int operationsMax, RandomGenerator random) {
    return new SmallHistories(object, operationsMax, random).run(false);
  }

  private History run(boolean valid) {
    boolean crashes = random.nextBoolean();
    for (int idle = 0; idle < 20; ) {
      int process = random.nextInt(processes);
      if (pending[process] == null) {
        if (recorder.operations() < operations) {
          invoke(process);
        } else {
          idle++;
        }
      } else if (valid && results[process] == null) {
        takeEffect(process, crashes);
      } else if (random.nextInt(3) == 0) {
        complete(process, valid, crashes);
      }
    }
    return recorder.history();
  }

  private void invoke(int process) {
    Request request = object.draw(random, fresh++);
    pending[process] = request;
    results[process] = null;
    keyOf[process] = keys > 1 ? (Object) (long) random.nextInt(keys) : null;
    operationOf[process] =
        recorder.invoke(process, request.f(), keyOf[process], request.input(), 0);
  }

  private void takeEffect(int process, boolean crashes) {
    Request request = pending[process];
    assert request != null;
    if (crashes && random.nextInt(6) == 0 && random.nextBoolean()) {
      recorder.info(process, null, 0);
      pending[process] = null;
      return;
    }
    Object state = states.getOrDefault(keyOf[process], object.start());
    Result result = object.run(state, request, random);
    states.put(keyOf[process], result.state());
    results[process] = result;
    if (tellsPositions) {
      recorder.position(operationOf[process], effects++);
    }
  }

  private void complete(int process, boolean valid, boolean crashes) {
    Request request = pending[process];
    Result result = results[process];
    assert request != null;
    boolean refused = valid ? result != null && result.refused() : random.nextInt(8) == 0;
    if (crashes && random.nextInt(8) == 0) {
      recorder.info(process, null, 0);
    } else if (refused) {
      recorder.fail(process, null, 0);
    } else {
      recorder.ok(
          process, result != null ? result.output() : object.guess(request, random, fresh), 0);
    }
    pending[process] = null;
  }

  /** One call that returned had another result. */
  static History oneResultChanged(History history, Specification object, RandomGenerator random) {
    List<Event> events = history.events();
    List<Integer> returns = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).type() == EventType.OK) {
        returns.add(i);
      }
    }
    if (!returns.isEmpty()) {
      int at = returns.get(random.nextInt(returns.size()));
      Event e = events.get(at);
      Object input = null;
      for (Event before : events.subList(0, at)) {
        boolean invokes = before.type() == EventType.INVOKE && before.process() == e.process();
        input = invokes ? before.value() : input;
      }
      Object guess = object.guess(new Request(e.f(), input), random, history.size() + 1);
      events.set(
          at, new Event(e.type(), e.process(), e.f(), e.key(), guess, null, 0, -1, e.position()));
    }
    return replay(events);
  }

  /** Two neighbouring events of different processes change places. */
  static History twoEventsSwapped(History history, RandomGenerator random) {
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

  private static History replay(List<Event> events) {
    HistoryRecorder recorder = new HistoryRecorder();
    Map<Integer, Integer> operationOf = new HashMap<>();
    for (Event e : events) {
      switch (e.type()) {
        case INVOKE ->
            operationOf.put(
                e.process(), recorder.invoke(e.process(), e.f(), e.key(), e.value(), 0));
        case OK -> recorder.ok(e.process(), e.value(), 0);
        case FAIL -> recorder.fail(e.process(), null, 0);
        case INFO -> recorder.info(e.process(), null, 0);
      }
      if (e.position() != Event.NO_POSITION) {
        recorder.position(operationOf.getOrDefault(e.process(), 0), e.position());
      }
    }
    return recorder.history();
  }
}
