package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.MacAddress;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a fabric: those that the file gives, each once, and for the others the next free
 * one. A host gets 10.0.0.1, 10.0.0.2 and so on in file order; a MAC address is 02:00 (locally
 * administered) and the four bytes of the IPv4 address, so that a trace is easy to read.
 */
final class Addresses {

  private static final int FIRST_IPV4 = 0x0a000001;
  private static final long LOCAL_MAC = 0x0200_0000_0000L;

  /** The first two bytes of what {@code plan.Addressing} gives to nodes and leaders. */
  private static final long PAXOS_PREFIX = 0x027A;

  private final SequencedMap<Integer, @Nullable Entry> ipv4s = new LinkedHashMap<>();
  private final SequencedMap<Long, @Nullable Entry> macs = new LinkedHashMap<>();
  private int nextIpv4 = FIRST_IPV4;

  /** Takes an IPv4 address that the file gives. */
  int ipv4(Entry entry) {
    int address = parseIpv4(entry);
    refuseTaken(entry, ipv4s.putIfAbsent(address, entry), Ipv4Address.format(address));
    return address;
  }

  /** Takes a MAC address that the file gives. */
  long mac(Entry entry) {
    long address = parseMac(entry);
    refuseTaken(entry, macs.putIfAbsent(address, entry), MacAddress.format(address));
    return address;
  }

  /** Takes the first free IPv4 address from this one on; call it when all given ones are taken. */
  int freeIpv4(int from) {
    int address = from;
    while (isNetworkOrBroadcast(address) || ipv4s.containsKey(address)) {
      address++;
    }
    ipv4s.put(address, null);
    return address;
  }

  /** Takes the next free IPv4 address for a host; call it when all given ones are taken. */
  int nextIpv4() {
    nextIpv4 = freeIpv4(nextIpv4);
    return nextIpv4;
  }

  /** Takes the MAC address that goes with an IPv4 address; call it when all given are taken. */
  long freeMac(int ipv4) {
    long address = LOCAL_MAC | (ipv4 & 0xffff_ffffL);
    while (macs.containsKey(address)) {
      address += 1L << 32;
    }
    macs.put(address, null);
    return address;
  }

  private static int parseIpv4(Entry entry) {
    String text = entry.text("an IPv4 address");
    int address;
    try {
      address = Ipv4Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw entry.bad(
          Entry.quoted(text) + " is no IPv4 address",
          "write four numbers from 0 to 255, like 10.0.0.1");
    }
    int first = address >>> 24;
    if (first == 0 || first == 127 || first >= 224) {
      throw entry.bad(
          Entry.quoted(text) + " cannot be a host's address", "use one such as 10.0.0.1");
    }
    return address;
  }

  private static long parseMac(Entry entry) {
    String text = entry.text("a MAC address");
    long address;
    try {
      address = MacAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw entry.bad(
          Entry.quoted(text) + " is no MAC address",
          "write six bytes in hexadecimal, like 02:00:0a:00:00:01");
    }
    if (MacAddress.isGroup(address) || address == 0) {
      throw entry.bad(
          Entry.quoted(text) + " cannot be a host's address",
          "use one whose first byte is even, like 02:00:0a:00:00:01");
    }
    if (address >>> 32 == PAXOS_PREFIX) {
      throw entry.bad(
          Entry.quoted(text) + " is an address of the switches' Paxos processes",
          "use one that does not begin with 02:7a");
    }
    return address;
  }

  private static boolean isNetworkOrBroadcast(int address) {
    int last = address & 0xff;
    return last == 0 || last == 255;
  }

  private static void refuseTaken(Entry entry, @Nullable Entry earlier, String address) {
    if (earlier != null) {
      throw entry.bad(
          "the address " + address + " is taken on line " + earlier.line(), "choose another");
    }
  }
}
