package io.quorate.ovs.openflow;

import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * What on a switch is ours to change; the rest is left alone, as if it were not there.
 *
 * @param flows true for flows that may be deleted or replaced
 * @param groups true for ids of groups that may be
 * @param meters true for ids of meters that may be
 */
public record Scope(Predicate<SwitchFlow> flows, LongPredicate groups, LongPredicate meters) {

  /**
   * The whole switch, but for flows with a time-out that nobody asked for: those were learned, and
   * go by themselves.
   */
  public static Scope everything() {
    return new Scope(
        flow -> flow.idleTimeoutS() == 0 && flow.hardTimeoutS() == 0, id -> true, id -> true);
  }

  /** Flows whose cookie, and groups and meters whose id, is one of ours. */
  public static Scope of(LongPredicate cookies, LongPredicate groups, LongPredicate meters) {
    return new Scope(flow -> cookies.test(flow.cookie()), groups, meters);
  }
}
