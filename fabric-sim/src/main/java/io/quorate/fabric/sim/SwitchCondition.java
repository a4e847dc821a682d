package io.quorate.fabric.sim;

/**
 * What overlapping crashes and pauses make of one switch: it is down while at least one crash
 * lasts, else it stands still while at least one pause lasts.
 */
final class SwitchCondition {

  private enum State {
    UP,
    PAUSED,
    DOWN
  }

  private final SwitchFaults faults;
  private int crashes;
  private int pauses;
  private int lostLogs;
  private int cuts;
  private int planeFaults;
  private State state = State.UP;

  SwitchCondition(SwitchFaults faults) {
    this.faults = faults;
  }

  void crash(int change) {
    crashes += change;
    assert crashes >= 0 : "a crash ends once";
    settle();
  }

  void pause(int change) {
    pauses += change;
    assert pauses >= 0 : "a pause ends once";
    settle();
  }

  /** Whoever stands still or is down hears no wishes. */
  void handOver(String to) {
    if (state == State.UP) {
      faults.handOver(to);
    }
  }

  void drift(double factor, boolean on) {
    faults.drift(factor, on);
  }

  /** Whoever is down starts anew in any case, and whoever stands still stays what it is. */
  void reboot() {
    if (state == State.UP) {
      faults.reboot();
    }
  }

  /** What stands still or is down has no clock that could run ahead. */
  void jump(int ticks) {
    if (state == State.UP || ticks < 0) {
      faults.jump(ticks);
    }
  }

  void fillDisk(boolean on) {
    faults.fillDisk(on);
  }

  void slowDisk(int times, boolean on) {
    faults.slowDisk(times, on);
  }

  /** As for a reboot. */
  void tearLog() {
    if (state == State.UP) {
      faults.tearLog();
    }
  }

  void loseLog(boolean on) {
    if (on ? lostLogs++ == 0 : --lostLogs == 0) {
      faults.loseLog(on);
    }
  }

  void cutController(boolean on) {
    if (on ? cuts++ == 0 : --cuts == 0) {
      faults.cutController(on);
    }
  }

  void dropDataPlane(boolean on) {
    if (on ? planeFaults++ == 0 : --planeFaults == 0) {
      faults.dropDataPlane(on);
    }
  }

  void wipeFlows() {
    faults.wipeFlows();
  }

  private void settle() {
    State next = crashes > 0 ? State.DOWN : pauses > 0 ? State.PAUSED : State.UP;
    if (next == state) {
      return;
    }
    State before = state;
    state = next;
    if (next == State.DOWN) {
      faults.crash();
      return;
    }
    if (before == State.DOWN) {
      faults.restart();
    }
    if (next == State.PAUSED) {
      faults.pause();
    } else if (before == State.PAUSED) {
      faults.resume();
    }
  }
}
