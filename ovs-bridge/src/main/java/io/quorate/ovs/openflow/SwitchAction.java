package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Ports;
import java.util.List;

/** One action or instruction of a flow on a real switch: all that our flows have, and more. */
public sealed interface SwitchAction {

  /**
   * One that our flows have.
   *
   * @param action anything but {@link Action.RunCode}, which no switch knows: see {@link Detours}
   */
  record Plain(Action action) implements SwitchAction {}

  /**
   * Puts the frame through a meter, before all actions (OpenFlow 1.3).
   *
   * @param meter 1..0xffff0000
   */
  record Meter(long meter) implements SwitchAction {}

  /**
   * Reports some of the frames to IPFIX collectors (Nicira's {@code sample}).
   *
   * @param probability of being reported, in 1/65536, 1..65535
   * @param collectorSet {@code id} of the Flow_Sample_Collector_Set, 32 bits
   * @param domain observation domain in the reports, 32 bits
   * @param point observation point in the reports, 32 bits
   * @param samplingPort port whose tunnel the reports tell of, or {@link Ports#NONE}
   */
  record Sample(int probability, long collectorSet, long domain, long point, int samplingPort)
      implements SwitchAction {

    /** Without a sampling port. */
    public Sample(int probability, long collectorSet, long domain, long point) {
      this(probability, collectorSet, domain, point, Ports.NONE);
    }
  }

  /**
   * An action that we have no word for, as the switch wrote it.
   *
   * @param hex its bytes with the header, two digits each
   */
  record RawAction(String hex) implements SwitchAction {}

  /**
   * An instruction that we have no word for, as the switch wrote it.
   *
   * @param hex its bytes with the header, two digits each
   */
  record RawInstruction(String hex) implements SwitchAction {}

  /** The actions of a flow of ours. */
  static List<SwitchAction> of(List<Action> actions) {
    return actions.stream().<SwitchAction>map(Plain::new).toList();
  }
}
