package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import java.util.List;

/**
 * Hands an ordered packet to every service host of this switch: the same packet, with Ethernet and
 * IP destination rewritten to the host and the checksums kept right.
 */
public final class Delivery {

  private final Directory directory;
  private final List<Host> localHosts;
  private final ProgramHost host;
  private final ProgramCounters counters;

  /**
   * @param switchName whose service hosts to serve
   */
  public Delivery(
      Directory directory, String switchName, ProgramHost host, ProgramCounters counters) {
    this.directory = directory;
    this.localHosts =
        directory.serviceHosts().stream()
            .filter(each -> each.attachedTo().equals(switchName))
            .toList();
    this.host = host;
    this.counters = counters;
  }

  void deliver(Value value) {
    byte[] packet = value.bytes();
    if (!Ipv4.isValid(packet, 0)) {
      counters.count(Reason.UNDELIVERABLE);
      return;
    }
    long known = directory.mac(Ipv4.source(packet, 0));
    long source = known < 0 ? directory.fabric().service().mac() : known;
    for (Host to : localHosts) {
      byte[] frame = new byte[Ethernet.HEADER_BYTES + packet.length];
      Ethernet.putHeader(frame, to.mac(), source, Ethernet.TYPE_IPV4);
      System.arraycopy(packet, 0, frame, Ethernet.HEADER_BYTES, packet.length);
      Ipv4.setDestination(frame, Ethernet.HEADER_BYTES, to.ipv4());
      host.emit(frame);
    }
  }
}
