package io.quorate.fabric.flow;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names that flows of one switch may use besides numbers.
 *
 * @param ports port name → OpenFlow port number; names may hold dots
 * @param macs host name → MAC address, for Ethernet addresses
 * @param etherTypes message name → EtherType, e.g. {@code ACCEPT} → 0x7a01; a pattern like {@code
 *     0x7a??} stands for those of these types that it fits
 */
public record Names(
    SortedMap<String, Integer> ports,
    SortedMap<String, Long> macs,
    SortedMap<String, Integer> etherTypes) {

  /** Numbers only. */
  public static final Names NONE = new Names(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  public Names {
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    macs = Collections.unmodifiableSortedMap(new TreeMap<>(macs));
    etherTypes = Collections.unmodifiableSortedMap(new TreeMap<>(etherTypes));
  }

  OptionalInt port(String name) {
    Integer port = ports.get(name);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  OptionalLong mac(String name) {
    Long mac = macs.get(name);
    return mac == null ? OptionalLong.empty() : OptionalLong.of(mac);
  }

  OptionalInt etherType(String name) {
    Integer type = etherTypes.get(name);
    return type == null ? OptionalInt.empty() : OptionalInt.of(type);
  }

  /** The first name of a port, or its number as OVS prints it. */
  String portText(int port) {
    for (Map.Entry<String, Integer> named : ports.entrySet()) {
      if (named.getValue() == port) {
        return named.getKey();
      }
    }
    return Ports.text(port);
  }

  /** The first name of an EtherType, or its number. */
  String etherTypeText(int type) {
    for (Map.Entry<String, Integer> named : etherTypes.entrySet()) {
      if (named.getValue() == type) {
        return named.getKey();
      }
    }
    return String.format("0x%04x", type);
  }
}
