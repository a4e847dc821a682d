package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code service:} table of a fabric file, which may be left out. */
final class ServiceReader {

  private static final List<String> KEYS = List.of("ip", "mac", "port", "delivery", "agree");
  private static final int IPV4_DEFAULT = 0x0a000064; // 10.0.0.100
  private static final int UDP_PORT_DEFAULT = 7_000;

  private final @Nullable Fields fields;
  private final int serviceHosts;

  /**
   * @param serviceHosts that will run it
   */
  ServiceReader(@Nullable Entry entry, int serviceHosts) {
    this.fields = entry == null ? null : entry.fields("a service", KEYS);
    this.serviceHosts = serviceHosts;
  }

  /**
   * Reads the service, and takes its addresses before any host gets one by default.
   *
   * @param addresses with the given addresses of hosts taken
   */
  Service read(Addresses addresses) {
    Entry ip = get("ip");
    Entry mac = get("mac");
    Entry port = get("port");
    Entry given = get("delivery");
    int ipv4 = ip == null ? addresses.freeIpv4(IPV4_DEFAULT) : addresses.ipv4(ip);
    long hardware = mac == null ? addresses.freeMac(ipv4) : addresses.mac(mac);
    int udpPort = port == null ? UDP_PORT_DEFAULT : (int) Units.count(port, "ports", 1, 65_535);
    Service.Delivery delivery = given == null ? Service.Delivery.PACKETS : delivery(given);
    return new Service(ipv4, hardware, udpPort, delivery, agree(delivery));
  }

  private static Service.Delivery delivery(Entry entry) {
    String text = entry.text("packets or state machine");
    return switch (text) {
      case "packets" -> Service.Delivery.PACKETS;
      case "state machine", "state-machine" -> Service.Delivery.STATE_MACHINE;
      default ->
          throw entry.bad(
              "unknown delivery " + Entry.quoted(text), "write packets, or state machine");
    };
  }

  /** No more can agree than answer. Where the leader's own state machine answers, it does alone. */
  private int agree(Service.Delivery delivery) {
    Entry given = get("agree");
    if (given != null && delivery == Service.Delivery.STATE_MACHINE) {
      throw given.bad(
          "with delivery by a state machine the leader alone answers", "leave \"agree\" out");
    }
    int agree = given == null ? 1 : (int) Units.count(given, "replies", 1, Nodes.HOSTS_MAX);
    if (given != null && agree > serviceHosts) {
      throw given.bad(
          agree + " replies must agree, but only " + serviceHosts + " can come",
          "write at most " + serviceHosts);
    }
    return agree;
  }

  private @Nullable Entry get(String key) {
    return fields == null ? null : fields.get(key);
  }
}
