package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.ovs.openflow.OpenFlowException;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.openflow.SwitchListener;
import io.quorate.ovs.openflow.SwitchPort;
import io.quorate.ovs.openflow.SwitchSettings;
import io.quorate.ovs.topology.LiveSite;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which links between the switches of a live fabric are up: those whose two ports both have a
 * carrier, as the switches say. The control network that tells it is apart from the fabric.
 *
 * <p>One thread calls; what switches tell unasked comes on theirs.
 */
final class LinkStates implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Fabric fabric;
  private final Map<String, OpenFlowSwitch> switches = new ConcurrentHashMap<>();

  /** By switch, the ports that have a carrier. */
  private final Map<String, Map<Integer, Boolean>> live = new ConcurrentHashMap<>();

  /**
   * @param changed run when a switch tells that one of its ports has changed, on a thread of its
   */
  LinkStates(LiveSite live, Runnable changed) {
    this.fabric = live.fabric();
    for (Switch each : fabric.switches()) {
      OpenFlowSwitch connection =
          OpenFlowSwitch.seek(
              UnixDomainSocketAddress.of(live.openFlowSocket(each.name())),
              SwitchSettings.of(List.of(OpenFlowVersion.V13), TIMEOUT));
      connection.listen(
          new SwitchListener() {
            @Override
            public void portChanged(PortChange change, SwitchPort port) {
              changed.run();
            }

            @Override
            public void connected(io.quorate.ovs.openflow.SwitchFeatures features) {
              changed.run();
            }
          });
      switches.put(each.name(), connection);
    }
  }

  /** The connection to a switch. */
  OpenFlowSwitch connection(String switchName) {
    OpenFlowSwitch found = switches.get(switchName);
    if (found == null) {
      throw new IllegalArgumentException("no switch " + switchName);
    }
    return found;
  }

  /** True if all switches are connected now. */
  boolean areAllConnected() {
    return switches.values().stream().allMatch(OpenFlowSwitch::isConnected);
  }

  /**
   * Asks all switches anew; one that does not answer has no port with a carrier. Of the own switch
   * stays what was last known: that nobody reaches it from here does not say that its ports are
   * down.
   */
  void ask(Switch own) {
    for (Switch each : fabric.switches()) {
      OpenFlowSwitch connection = connection(each.name());
      if (connection.isConnected() || !each.equals(own)) {
        live.put(each.name(), ask(connection));
      }
    }
  }

  private static Map<Integer, Boolean> ask(OpenFlowSwitch connection) {
    if (!connection.isConnected()) {
      return Map.of();
    }
    try {
      return connection.ports().stream()
          .collect(Collectors.toMap(SwitchPort::number, SwitchPort::isLive, (one, other) -> other));
    } catch (OpenFlowException gone) {
      return Map.of();
    }
  }

  /** True if the link's ports at its switches have a carrier. */
  boolean isUp(Link link) {
    return Stream.of(link.a(), link.b()).allMatch(end -> isLive(link, end));
  }

  private boolean isLive(Link link, String end) {
    String peer = end.equals(link.a()) ? link.b() : link.a();
    return fabric.switches().stream()
        .filter(each -> each.name().equals(end))
        .flatMap(each -> each.ports().stream())
        .filter(port -> port.peer().equals(peer))
        .allMatch(port -> live.getOrDefault(end, Map.of()).getOrDefault(port.number(), false));
  }

  @Override
  public void close() {
    switches.values().forEach(OpenFlowSwitch::close);
  }
}
