package io.quorate.fabric.sim;

/**
 * What a switch lets a fault schedule do to it. Overlapping faults are counted by the caller: each
 * method is called only when the state really changes, and a crash during a pause ends the pause.
 */
public interface SwitchFaults {

  /**
   * Stops: frames in the switch are lost. What the replica knows stays, unless its group keeps
   * nothing.
   */
  void crash();

  /** Starts again after {@link #crash}. */
  void restart();

  /** Stands still: arriving frames and timers wait, bounded. */
  void pause();

  /** Goes on after {@link #pause} with what waited. */
  void resume();

  /** Its replica starts anew at once and remembers nothing; the switch itself goes on. */
  void reboot();

  /** If its replica leads, it is to hand over to the replica of this switch. */
  void handOver(String to);

  /**
   * The clock runs at another pace from now on.
   *
   * @param factor so many times as fast as it would
   * @param on false: no longer, as far as this factor goes
   */
  void drift(double factor, boolean on);

  /**
   * The clock jumps.
   *
   * @param ticks that come at once; if negative, so many that do not come
   */
  void jump(int ticks);

  /** Disks of its replicas take nothing more, or do again. */
  void fillDisk(boolean on);

  /** Disks of its replicas are so many times as slow, or no longer. */
  void slowDisk(int times, boolean on);

  /** Its replicas start anew at once, with logs of which some was lost that was not synced. */
  void tearLog();

  /**
   * Its replicas start anew, with logs of which some is lost that was synced; or with what was
   * there before.
   */
  void loseLog(boolean on);

  /** Changes of its flows do not reach it, or do again. */
  void cutController(boolean on);

  /** Moves no frames and has no flows, or moves them again, as soon as it has flows. */
  void dropDataPlane(boolean on);

  /** Loses all flow entries at once. */
  void wipeFlows();
}
