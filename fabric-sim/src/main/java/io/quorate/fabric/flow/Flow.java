package io.quorate.fabric.flow;

import java.util.List;

/**
 * A flow entry as it is written, without counters.
 *
 * @param table 0..253
 * @param priority 0..65535, higher wins; 32768 if not written
 * @param cookie opaque to the pipeline
 * @param idleTimeoutS seconds without a frame after which the entry goes, 0..65535; 0 = never
 * @param hardTimeoutS seconds after which the entry goes, 0..65535; 0 = never
 * @param match which frames
 * @param actions what is done with them; empty = drop
 */
public record Flow(
    int table,
    int priority,
    long cookie,
    int idleTimeoutS,
    int hardTimeoutS,
    Match match,
    List<Action> actions) {

  /** Highest table number. */
  public static final int TABLE_MAX = 253;

  /** Priority of a flow that gives none. */
  public static final int PRIORITY_DEFAULT = 32768;

  public Flow {
    actions = List.copyOf(actions);
  }

  /** The same entry with other actions. */
  public Flow withActions(List<Action> others) {
    return new Flow(table, priority, cookie, idleTimeoutS, hardTimeoutS, match, others);
  }

  /** In canonical syntax, with names where there are; reads back equal with the same names. */
  public String text(Names names) {
    return FlowText.of(this, names);
  }

  /** In canonical syntax, numbers only; reads back equal. */
  @Override
  public String toString() {
    return FlowText.of(this, Names.NONE);
  }
}
