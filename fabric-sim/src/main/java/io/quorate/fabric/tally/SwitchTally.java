package io.quorate.fabric.tally;

import io.quorate.fabric.flow.CountedFlow;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.Match;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the flow entries of a switch have counted.
 *
 * @param switchName as the description has it
 * @param flows every entry of its tables, in any order
 */
public record SwitchTally(String switchName, List<CountedFlow> flows) {

  /** What two entries of one switch cannot share. */
  record Key(int table, int priority, Match match) {
    static Key of(Flow flow) {
      return new Key(flow.table(), flow.priority(), flow.match());
    }
  }

  public SwitchTally {
    flows = List.copyOf(flows);
  }

  /** By what tells them apart, in their order. */
  Map<Key, CountedFlow> byKey() {
    Map<Key, CountedFlow> entries = new LinkedHashMap<>();
    flows.forEach(each -> entries.put(Key.of(each.flow()), each));
    return entries;
  }

  /**
   * What was counted after an earlier reading of the same switch. An entry that counts less than
   * then is a new one, whose count began at zero.
   */
  public SwitchTally since(SwitchTally earlier) {
    Map<Key, CountedFlow> before = earlier.byKey();
    return new SwitchTally(
        switchName,
        flows.stream().map(each -> since(each, before.get(Key.of(each.flow())))).toList());
  }

  private static CountedFlow since(CountedFlow now, @Nullable CountedFlow before) {
    if (before == null || before.packets() > now.packets() || before.bytes() > now.bytes()) {
      return now;
    }
    return new CountedFlow(
        now.flow(), now.packets() - before.packets(), now.bytes() - before.bytes());
  }
}
