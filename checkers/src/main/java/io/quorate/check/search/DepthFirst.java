package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.verdict.DeadEnd;

/**
 * The depth-first search for an order of one part's operations that the model explains (Wing and
 * Gong, "Testing and verifying concurrent objects", 1993; Lowe, "Testing for linearizability",
 * 2017). It is run a stretch at a time.
 *
 * <p>A configuration is a set of placed operations and the state that they lead to. The next to be
 * placed is any operation that was invoked before the earliest return among those not placed.
 * Orders that can be had more cheaply are left out:
 *
 * <ul>
 *   <li>an observation that agrees with the state is placed at once: it changes nothing, so placing
 *       it early hinders nobody;
 *   <li>of several pending updates with equal calls, the one that returns first goes first, for in
 *       any order they can be exchanged; of crashed ones likewise the one invoked first;
 *   <li>a crashed operation is placed only where an operation that can follow it notices, for
 *       otherwise it could be left out;
 *   <li>a configuration covered by one that was entered before is not entered ({@link Visited}).
 * </ul>
 */
final class DepthFirst<S> {
  /** Where the search stands. */
  enum Status {
    RUNNING,
    FOUND,
    NONE,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    CANCELLED
  }

  /** The clock is read once in so many steps. */
  private static final int POLL_MASK = 0xff;

  private final Part part;
  private final Model<S> model;
  private final Share share;
  private final Transitions<S> transitions;
  private final Position position;
  private final Visited visited;
  private final Choices choices;
  private final Trail trail;
  private final Furthest furthest = new Furthest();

  private Status status = Status.RUNNING;
  private long configurations;
  private long steps;

  DepthFirst(Part part, Model<S> model, Share share) {
    this.part = part;
    this.model = model;
    this.share = share;
    this.transitions = new Transitions<>(model, part.kinds, share);
    this.position = new Position(part, transitions);
    this.visited = new Visited(position.updateWords(), position.burdenWords(), share);
    this.choices = new Choices(part, transitions, position);
    this.trail = new Trail(position.bits().length, share);
  }

  /** Goes on until there is an answer, or at most this many further configurations are entered. */
  Status run(long more) {
    long limit = configurations + more;
    if (configurations == 0) {
      enter();
    }
    if (status == Status.RUNNING) {
      status = share.status();
    }
    while (status == Status.RUNNING && configurations < limit) {
      poll();
      if (status == Status.RUNNING) {
        step();
      }
    }
    return status;
  }

  long configurations() {
    return configurations;
  }

  /** The path that came furthest until now; once an order is found, that order. */
  Furthest furthest() {
    furthest.keep(position);
    return furthest;
  }

  /** Where the path that came furthest ends, and what might come next there. */
  DeadEnd deadEnd(History history) {
    int state = furthest().state();
    return DeadEnds.of(
        history,
        part,
        furthest,
        model.describe(transitions.state(state)),
        op -> transitions.step(state, part.kind[op]) == Transitions.REFUSED);
  }

  /** Gives the memory back; the search cannot go on, but what it found can still be asked. */
  void close() {
    share.giveBack();
  }

  /** Takes one choice of the last configuration, or goes back when it has none left. */
  private void step() {
    if (trail.takeChoice()) {
      position.place(trail.op(), trail.state());
      enter();
    } else if (trail.firstAskedForCrashed()) {
      choices.addCrashed(trail);
    } else {
      trail.pop();
      if (trail.isEmpty()) {
        status = Status.NONE;
      } else {
        goBack();
      }
    }
  }

  /** Enters the configuration at which the position has just arrived. */
  private void enter() {
    configurations++;
    position.settle();
    furthest.reach(position);
    if (position.complete()) {
      status = Status.FOUND;
      return;
    }
    switch (visited.enter(position.rank(), position.state(), position.bits())) {
      case NEW -> {
        trail.push(position);
        choices.addPending(trail);
      }
      case COVERED -> goBack();
      case OUT_OF_MEMORY -> status = Status.OUT_OF_MEMORY;
    }
  }

  private void goBack() {
    furthest.turnBack(position, trail.pathSize());
    trail.restore(position);
  }

  private void poll() {
    steps++;
    if (transitions.outOfMemory() || trail.outOfMemory()) {
      status = Status.OUT_OF_MEMORY;
    } else if ((steps & POLL_MASK) == 0) {
      status = share.status();
    }
  }
}
