package io.quorate.fabric.sim;

import io.quorate.fabric.fault.TimedFault;

/** Is told when faults begin and end, at the simulator's present time, for traces and progress. */
public interface FaultWatcher {

  void began(TimedFault fault);

  /** The fault ended, or everything was healed; not called for a fault that has no duration. */
  void ended(TimedFault fault);
}
