package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** By node, the slot below which it has delivered everything. */
final class NextSlots {

  private final Map<Integer, Long> next = new LinkedHashMap<>();

  void delivered(int node, Effect.Deliver delivery) {
    if (delivery.last()) {
      next.put(node, delivery.slot() + 1);
    }
  }

  void installed(int node, Effect.Installed installed) {
    next.put(node, installed.slot());
  }

  /** Whoever has forgotten everything begins anew. */
  void started(int node) {
    next.remove(node);
  }

  long of(int node) {
    return next.getOrDefault(node, 0L);
  }

  /** How far the one is that has come furthest, but for these. */
  long furthestWithout(Set<Integer> nodes) {
    return next.entrySet().stream()
        .filter(each -> !nodes.contains(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElse(0);
  }
}
