package io.quorate.ovs.ovsdb;

import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.SwitchPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A port as both the database and the switch know it.
 *
 * @param name its name
 * @param number its OpenFlow number, on which both agree
 * @param ifaceId its {@code iface-id}, if it has one
 * @param database what the database says of it
 * @param port what the switch says of it
 */
public record JoinedPort(
    String name, int number, Optional<String> ifaceId, OvsdbInterface database, SwitchPort port) {

  /**
   * The ports of a bridge that both know, by number. One that only one of them knows yet, or on
   * whose number they differ, as may be for a moment while ports come and go, is left out.
   */
  public static List<JoinedPort> of(String bridge, View view, OpenFlowSwitch real) {
    List<JoinedPort> joined = new ArrayList<>();
    List<SwitchPort> ports = real.ports();
    for (OvsdbInterface one : view.interfaces(bridge)) {
      int number = one.ofport().orElse(-1);
      for (SwitchPort port : ports) {
        if (port.number() == number && port.name().equals(one.name())) {
          joined.add(new JoinedPort(one.name(), number, one.ifaceId(), one, port));
        }
      }
    }
    joined.sort(java.util.Comparator.comparingInt(JoinedPort::number));
    return List.copyOf(joined);
  }
}
