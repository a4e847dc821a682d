package io.quorate.fabric;

import java.util.List;

/**
 * A switch and its numbered ports.
 *
 * @param name unique among switches and hosts
 * @param ports ascending by number, from 1
 */
public record Switch(String name, List<Port> ports) {

  /**
   * One port.
   *
   * @param number OpenFlow port number, from 1
   * @param name what flows call it: by default the name of the node at the other end
   * @param peer name of the switch or host at the other end
   */
  public record Port(int number, String name, String peer) {}

  public Switch {
    ports = List.copyOf(ports);
  }
}
