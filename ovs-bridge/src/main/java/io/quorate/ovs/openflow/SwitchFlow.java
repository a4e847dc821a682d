package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Flow;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A flow as it stands on a real switch. Flows of ours become one by {@link #of}, after {@link
 * Detours} where they run programs; a switch may hold others, which are kept whole too.
 *
 * @param table 0..253
 * @param priority 0..65535
 * @param cookie opaque to the switch
 * @param idleTimeoutS seconds, 0 = none
 * @param hardTimeoutS seconds, 0 = none
 * @param tellsRemoval true if the switch says when the flow goes (not told by 1.0 on reading)
 * @param match which frames
 * @param actions what is done with them, in the order in which it is done
 */
public record SwitchFlow(
    int table,
    int priority,
    long cookie,
    int idleTimeoutS,
    int hardTimeoutS,
    boolean tellsRemoval,
    SwitchMatch match,
    List<SwitchAction> actions) {

  public SwitchFlow {
    actions = List.copyOf(actions);
  }

  /** What two flows of one switch cannot share. */
  public record Key(int table, int priority, SwitchMatch match) {}

  /** A flow of ours that runs no program. */
  public static SwitchFlow of(Flow flow) {
    return new SwitchFlow(
        flow.table(),
        flow.priority(),
        flow.cookie(),
        flow.idleTimeoutS(),
        flow.hardTimeoutS(),
        false,
        SwitchMatch.of(flow.match()),
        SwitchAction.of(flow.actions()));
  }

  /** As one of our flows, if we have words for all of it. */
  public Optional<Flow> flow() {
    List<Action> plain = ActionReader.plain(actions);
    if (plain == null || !match.rest().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Flow(table, priority, cookie, idleTimeoutS, hardTimeoutS, match.match(), plain));
  }

  /** By which a switch tells flows apart. */
  public Key key() {
    return new Key(table, priority, match);
  }

  /** This flow with something else to do. */
  public SwitchFlow doing(List<SwitchAction> others) {
    return new SwitchFlow(
        table, priority, cookie, idleTimeoutS, hardTimeoutS, tellsRemoval, match, others);
  }

  /** In ovs-ofctl syntax where we have words for it. */
  @Override
  public String toString() {
    return flow().map(Flow::toString).orElseGet(this::foreign);
  }

  private String foreign() {
    StringJoiner text = new StringJoiner(",");
    text.add("cookie=0x" + Long.toHexString(cookie)).add("table=" + table);
    text.add("priority=" + priority).add(match.toString());
    return text + ",actions=" + actions;
  }
}
