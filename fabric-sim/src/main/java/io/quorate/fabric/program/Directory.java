package io.quorate.fabric.program;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has which address in a fabric; the same on every switch. */
public final class Directory {

  private final Fabric fabric;
  private final Map<Integer, Host> byIpv4 = new LinkedHashMap<>();
  private final Map<Integer, Integer> serviceNumbers = new LinkedHashMap<>();
  private final List<Host> serviceHosts = new ArrayList<>();

  /**
   * @param fabric the description
   */
  public Directory(Fabric fabric) {
    this.fabric = fabric;
    for (Host host : fabric.hosts()) {
      byIpv4.put(host.ipv4(), host);
      if (fabric.serves(host)) {
        serviceNumbers.put(host.ipv4(), serviceHosts.size());
        serviceHosts.add(host);
      }
    }
  }

  public Fabric fabric() {
    return fabric;
  }

  /** All service hosts, in file order; a host's place here is its number in REPLY messages. */
  public List<Host> serviceHosts() {
    return serviceHosts;
  }

  /** The host with the address, or null. */
  public @Nullable Host host(int ipv4) {
    return byIpv4.get(ipv4);
  }

  /** The place in {@link #serviceHosts} of the one with the address; -1 if there is none. */
  public int serviceNumber(int ipv4) {
    return serviceNumbers.getOrDefault(ipv4, -1);
  }

  /** MAC address behind an IPv4 address of the fabric, the service's included; -1 if unknown. */
  public long mac(int ipv4) {
    if (ipv4 == fabric.service().ipv4()) {
      return fabric.service().mac();
    }
    Host host = byIpv4.get(ipv4);
    return host == null ? -1 : host.mac();
  }

  /** The client with the address, or null if there is none or it is no client. */
  public @Nullable Host client(int ipv4) {
    Host host = byIpv4.get(ipv4);
    return host != null && host.role() == Host.Role.CLIENT ? host : null;
  }
}
