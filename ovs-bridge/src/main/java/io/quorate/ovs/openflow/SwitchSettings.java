package io.quorate.ovs.openflow;

import java.time.Duration;
import java.util.List;

/**
 * How a switch is spoken to.
 *
 * @param versions that may be spoken; the highest that both speak is
 * @param timeout for connecting and for each answer
 * @param silence after which the switch is asked whether it lives; as long again, and it is gone
 * @param backOffLeast before the first attempt to connect again; doubled each time
 * @param backOffMost between two attempts
 */
public record SwitchSettings(
    List<OpenFlowVersion> versions,
    Duration timeout,
    Duration silence,
    Duration backOffLeast,
    Duration backOffMost) {

  public SwitchSettings {
    versions = List.copyOf(versions);
  }

  /** OpenFlow 1.3, five seconds for an answer, a probe after five of silence. */
  public static SwitchSettings usual() {
    return of(List.of(OpenFlowVersion.V13), Duration.ofSeconds(5));
  }

  /** As usual, but for the versions and the time-out. */
  public static SwitchSettings of(List<OpenFlowVersion> versions, Duration timeout) {
    return new SwitchSettings(
        versions, timeout, Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofSeconds(1));
  }
}
