package io.quorate.fabric.observe;

import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Udp;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every service host is handed what the log says, in the order of the log: the datagram of each
 * executed value once, and nothing else. All hosts are thus handed the same.
 */
public final class HostAgreement implements Observer {

  private final List<String> hosts;
  private final Report report;

  /** Payloads of the executed values, in slot order, as far as some replica has delivered. */
  private final List<byte[]> log = new ArrayList<>();

  private final int[] counts;
  private final LogCursor cursor = new LogCursor();

  /**
   * @param hosts names of the fabric's service hosts, in its order
   */
  public HostAgreement(List<String> hosts, Report report) {
    this.hosts = List.copyOf(hosts);
    this.counts = new int[hosts.size()];
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    if (cursor.advance(delivery) && delivery.outcome() == Execution.Outcome.EXECUTED) {
      log.add(payload(delivery.value()));
    }
  }

  /** What a host's service is to see of the value; empty for what is no datagram. */
  static byte[] payload(Value value) {
    byte[] packet = value.bytes();
    if (!Ipv4.isValid(packet, 0) || Udp.at(packet, 0) < 0) {
      return new byte[0];
    }
    return Udp.payload(packet, Udp.at(packet, 0));
  }

  @Override
  public void handed(int host, byte[] payload) {
    int place = counts[host]++;
    if (place >= log.size()) {
      report.violation(
          "hosts follow the log",
          hosts.get(host) + " was handed '" + text(payload) + "', which no slot holds");
    } else if (!Arrays.equals(log.get(place), payload)) {
      report.violation(
          "same packets in the same order",
          hosts.get(host)
              + " was handed as packet "
              + place
              + " '"
              + text(payload)
              + "', the log has '"
              + text(log.get(place))
              + "'");
    }
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  /** Packets that every service host must have been handed when all is calm. */
  public int expected() {
    return log.size();
  }
}
