package io.quorate.ovs.openflow;

import io.quorate.fabric.plan.FlowBook;
import java.util.List;

/**
 * What a switch holds or should hold.
 *
 * @param groups in any order
 * @param meters in any order; none in OpenFlow 1.0
 * @param flows in any order; of two with the same table, priority and match the later one counts
 */
public record SwitchTables(
    List<SwitchGroup> groups, List<SwitchMeter> meters, List<SwitchFlow> flows) {

  /** A switch without anything. */
  public static final SwitchTables EMPTY = new SwitchTables(List.of(), List.of(), List.of());

  /** Entries that run no programs, or have been turned into {@link Detours}. */
  public static SwitchTables of(FlowBook.Entries entries) {
    return new SwitchTables(
        entries.groups().stream().map(SwitchGroup::of).toList(),
        List.of(),
        entries.flows().stream().map(SwitchFlow::of).toList());
  }

  public SwitchTables {
    groups = List.copyOf(groups);
    meters = List.copyOf(meters);
    flows = List.copyOf(flows);
  }
}
