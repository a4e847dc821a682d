package io.quorate.ovs.openflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What has to be changed on a switch so that it holds what it should: nothing twice, and nothing
 * that is right already.
 *
 * <p>The order of the changes is one that a switch can carry out: groups come before flows that
 * send to them, and go after those.
 */
public final class FlowSync {

  private final Scope scope;
  private final List<Change> changes = new ArrayList<>();

  private FlowSync(Scope scope) {
    this.scope = scope;
  }

  /**
   * The changes from one to the other.
   *
   * @param have what was read from the switch
   * @param want what it should hold
   * @param scope what of the first is ours
   * @param version that the switch speaks: it says which spellings mean the same
   * @throws InexpressibleException if the version cannot say what is wanted
   */
  public static List<Change> diff(
      SwitchTables have, SwitchTables want, Scope scope, OpenFlowVersion version) {
    return new FlowSync(scope).changes(have, new Canonical(version).of(want));
  }

  private List<Change> changes(SwitchTables have, SwitchTables want) {
    Map<Long, SwitchMeter> meters = by(want.meters(), SwitchMeter::id);
    Map<Long, SwitchMeter> metersThere = by(have.meters(), SwitchMeter::id);
    Map<Long, SwitchGroup> groups = by(want.groups(), SwitchGroup::id);
    Map<Long, SwitchGroup> groupsThere = by(have.groups(), SwitchGroup::id);
    put(meters, metersThere, Change.AddMeter::new, Change.ModifyMeter::new);
    put(groups, groupsThere, Change.AddGroup::new, Change.ModifyGroup::new);
    flows(by(have.flows(), SwitchFlow::key), by(want.flows(), SwitchFlow::key));
    groupsThere.forEach(
        (id, group) -> {
          if (!groups.containsKey(id) && scope.groups().test(id)) {
            changes.add(new Change.DeleteGroup(group));
          }
        });
    metersThere.forEach(
        (id, meter) -> {
          if (!meters.containsKey(id) && scope.meters().test(id)) {
            changes.add(new Change.DeleteMeter(meter));
          }
        });
    return List.copyOf(changes);
  }

  private static <K, V> Map<K, V> by(List<V> all, Function<V, K> key) {
    Map<K, V> map = new LinkedHashMap<>();
    all.forEach(one -> map.put(key.apply(one), one));
    return map;
  }

  private <K, V> void put(
      Map<K, V> want, Map<K, V> have, Function<V, Change> add, Function<V, Change> modify) {
    want.forEach(
        (id, one) -> {
          V there = have.get(id);
          if (there == null) {
            changes.add(add.apply(one));
          } else if (!there.equals(one)) {
            changes.add(modify.apply(one));
          }
        });
  }

  private void flows(Map<SwitchFlow.Key, SwitchFlow> have, Map<SwitchFlow.Key, SwitchFlow> want) {
    have.forEach(
        (key, flow) -> {
          if (!want.containsKey(key) && scope.flows().test(flow)) {
            changes.add(new Change.DeleteFlow(flow));
          }
        });
    want.forEach(
        (key, flow) -> {
          SwitchFlow there = have.get(key);
          if (there == null) {
            changes.add(new Change.AddFlow(flow));
          } else if (!there.equals(flow)) {
            changes.add(replacement(there, flow));
          }
        });
  }

  /** A change of actions alone keeps the flow and its counters. */
  private static Change replacement(SwitchFlow there, SwitchFlow flow) {
    return Objects.equals(there.doing(flow.actions()), flow)
        ? new Change.ModifyFlow(flow)
        : new Change.AddFlow(flow);
  }
}
