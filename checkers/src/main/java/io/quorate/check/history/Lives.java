package io.quorate.check.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives a process that goes on after one of its operations crashed a number that is not in use, as
 * Jepsen does. Fed with the events in order.
 */
final class Lives {
  private final Map<Integer, Long> present = new HashMap<>();
  private final Set<Integer> crashed = new HashSet<>();
  private long nextFree;

  Lives(History history) {
    for (int operation = 0; operation < history.size(); operation++) {
      nextFree = Math.max(nextFree, history.processOf(operation) + 1L);
    }
  }

  /** The number under which this event's process is written. */
  long processOf(Event event) {
    int process = event.process();
    if (event.type() == EventType.INVOKE && crashed.remove(process)) {
      present.put(process, nextFree++);
    }
    if (event.type() == EventType.INFO) {
      crashed.add(process);
    }
    return present.getOrDefault(process, (long) process);
  }
}
