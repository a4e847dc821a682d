package io.quorate.ovs.live;

import io.quorate.fabric.fault.Fault;
import io.quorate.ovs.link.LinkControl;
import io.quorate.ovs.link.LinkException;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults of a fault file that befall links, done by the fabric's link process. */
final class LinkTroubles implements AutoCloseable {

  private final @Nullable LinkControl control;

  /** By fault, the numbers by which those of its kind that act are known. */
  private final Map<Fault, ArrayDeque<Long>> active = new LinkedHashMap<>();

  LinkTroubles(LiveFabric live) {
    this.control = arePossible(live) ? live.linkControl() : null;
  }

  /** True if the fabric's links can be troubled. */
  static boolean arePossible(LiveFabric live) {
    return live.links() == LinkMode.EMULATED;
  }

  /** Begins or ends a fault. */
  void apply(Fault fault, boolean on) {
    if (control == null) {
      throw new IllegalArgumentException("direct links cannot have " + fault);
    }
    ArrayDeque<Long> numbers = active.computeIfAbsent(fault, key -> new ArrayDeque<>());
    if (on) {
      numbers.add(control.begin(fault));
    } else {
      Long number = numbers.poll();
      if (number != null) {
        control.end(number);
      }
    }
  }

  /** Ends whatever acts. */
  @Override
  public void close() {
    if (control != null) {
      try {
        control.heal();
      } catch (LinkException gone) {
        // The fabric is gone, and its faults with it.
      }
      control.close();
    }
  }
}
