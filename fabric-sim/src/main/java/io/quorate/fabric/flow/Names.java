package io.quorate.fabric.flow;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

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

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException if a name could be taken for something else: it must begin
   *     with a letter, hold letters, digits, '.', '-' and '_' only, and a port must not be called
   *     as a reserved one ({@code ALL}, {@code in_port} …)
   */
  public Names {
    ports.keySet().forEach(Names::checkPort);
    macs.keySet().forEach(Names::check);
    etherTypes.keySet().forEach(Names::check);
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    macs = Collections.unmodifiableSortedMap(new TreeMap<>(macs));
    etherTypes = Collections.unmodifiableSortedMap(new TreeMap<>(etherTypes));
  }

  private static void checkPort(String name) {
    check(name);
    if (Ports.reserved(name) >= 0) {
      throw new IllegalArgumentException("'" + name + "' is a reserved port; choose another name");
    }
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be a name in flows; begin with a letter and use A-Z a-z 0-9 . - _");
    }
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
