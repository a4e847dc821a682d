package io.quorate.fabric.plan;

import java.util.List;

/**
 * What one switch is told.
 *
 * @param groups group entries, in {@code ovs-ofctl add-group} syntax; installed first
 * @param flows flow entries, in {@code ovs-ofctl add-flow} syntax, each with its cookie
 */
public record SwitchPlan(List<String> groups, List<String> flows) {
  public SwitchPlan {
    groups = List.copyOf(groups);
    flows = List.copyOf(flows);
  }
}
