package io.quorate.ovs.openflow;

/** One change of a switch's tables. */
public sealed interface Change {

  /** Puts a flow in, instead of one with the same table, priority and match. */
  record AddFlow(SwitchFlow flow) implements Change {}

  /** Gives a flow that is there other actions; its counters go on. */
  record ModifyFlow(SwitchFlow flow) implements Change {}

  /** Takes a flow out, found by table, priority and match. */
  record DeleteFlow(SwitchFlow flow) implements Change {}

  record AddGroup(SwitchGroup group) implements Change {}

  record ModifyGroup(SwitchGroup group) implements Change {}

  /** Takes a group out, and the flows that send to it. */
  record DeleteGroup(SwitchGroup group) implements Change {}

  record AddMeter(SwitchMeter meter) implements Change {}

  record ModifyMeter(SwitchMeter meter) implements Change {}

  /** Takes a meter out, and the flows that use it. */
  record DeleteMeter(SwitchMeter meter) implements Change {}

  /** True if it concerns a meter, which no bundle can hold. */
  default boolean isOfMeter() {
    return switch (this) {
      case AddMeter _, ModifyMeter _, DeleteMeter _ -> true;
      case AddFlow _, ModifyFlow _, DeleteFlow _ -> false;
      case AddGroup _, ModifyGroup _, DeleteGroup _ -> false;
    };
  }
}
