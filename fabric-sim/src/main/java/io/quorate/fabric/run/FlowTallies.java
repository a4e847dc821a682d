package io.quorate.fabric.run;

import io.quorate.fabric.flow.FlowEntry;
import io.quorate.fabric.sim.SimulatedFabric;
import io.quorate.fabric.sim.SwitchNode;
import io.quorate.fabric.tally.SwitchTally;
import java.util.ArrayList;
import java.util.List;

/** What the flow entries of all switches count, from the first frame that a client sends. */
final class FlowTallies {

  private final SimulatedFabric fabric;
  private List<SwitchTally> before = List.of();

  FlowTallies(SimulatedFabric fabric) {
    this.fabric = fabric;
  }

  /** A client is about to send a frame. */
  void asked() {
    if (before.isEmpty()) {
      before = read();
    }
  }

  /** What was counted up to now. */
  List<SwitchTally> counted() {
    List<SwitchTally> now = read();
    List<SwitchTally> counted = new ArrayList<>();
    for (int place = 0; place < now.size(); place++) {
      counted.add(before.isEmpty() ? now.get(place) : now.get(place).since(before.get(place)));
    }
    return counted;
  }

  private List<SwitchTally> read() {
    return fabric.switches().values().stream().map(FlowTallies::of).toList();
  }

  private static SwitchTally of(SwitchNode node) {
    return new SwitchTally(
        node.name(), node.pipeline().entries().stream().map(FlowEntry::counted).toList());
  }
}
