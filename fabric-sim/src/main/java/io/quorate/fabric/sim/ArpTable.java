package io.quorate.fabric.sim;

import io.quorate.fabric.packet.Arp;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.time.EventTarget;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host's address resolution (RFC 826): a bounded cache, requests that are repeated, and packets
 * that wait for an answer.
 *
 * <p>ARP has no checksum, so an answer that a fault corrupted can poison the cache. As a real
 * stack's neighbour discovery does, an entry that no packet from its owner has confirmed for a
 * while is therefore asked for again when it is used, and goes on being used meanwhile.
 */
final class ArpTable implements EventTarget {

  /** Addresses remembered; one more evicts the one that was learned first. */
  static final int ENTRIES_MAX = 1024;

  /** Packets that wait for one address; one more evicts the oldest. */
  static final int WAITING_MAX = 16;

  /** Time between two requests for the same address. */
  static final long RETRY_NS = 200_000_000;

  /** Requests after which the waiting packets are dropped. */
  static final int REQUESTS_MAX = 5;

  /** Age of the last confirmation at which an entry is asked for again. */
  static final long STALE_NS = 500_000_000;

  private static final class Entry {
    boolean known;
    long mac;
    long confirmedNs;

    /** Requests sent since there was an answer; 0 when none is outstanding. */
    int requests;

    final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  }

  private final Simulator simulator;
  private final HostNode host;
  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  ArpTable(Simulator simulator, HostNode host) {
    this.simulator = simulator;
    this.host = host;
  }

  /**
   * Sends a frame, now or once the address is known.
   *
   * @param ip the IPv4 address it goes to
   * @param frame complete but for its Ethernet destination
   */
  void send(int ip, byte[] frame) {
    Entry entry = entries.get(ip);
    if (entry == null) {
      entry = add(ip);
    }
    if (entry.known) {
      if (simulator.nowNs() - entry.confirmedNs > STALE_NS && entry.requests == 0) {
        request(ip, entry);
      }
      Ethernet.setDestination(frame, entry.mac);
      host.transmit(frame);
      return;
    }
    if (entry.waiting.size() == WAITING_MAX) {
      entry.waiting.removeFirst();
      host.count(HostCount.ARP_QUEUE_FULL, 1);
    }
    entry.waiting.addLast(frame);
    if (entry.requests == 0) {
      request(ip, entry);
    }
  }

  private Entry add(int ip) {
    if (entries.size() == ENTRIES_MAX) {
      Iterator<Entry> oldest = entries.values().iterator();
      host.count(HostCount.ARP_QUEUE_FULL, oldest.next().waiting.size());
      oldest.remove();
    }
    Entry entry = new Entry();
    entries.put(ip, entry);
    return entry;
  }

  private void request(int ip, Entry entry) {
    entry.requests++;
    host.count(HostCount.ARP_REQUESTS, 1);
    host.transmit(Arp.request(host.mac(), host.ipv4(), ip));
    simulator.after(RETRY_NS, this, Integer.toUnsignedLong(ip), entry);
  }

  /** A request had no answer for the retry time; for the simulator. */
  @Override
  public void act(long code, @Nullable Object payload) {
    int ip = (int) code;
    Entry entry = entries.get(ip);
    if (entry == null || !entry.equals(payload) || entry.requests == 0) {
      return;
    }
    if (entry.requests < REQUESTS_MAX) {
      request(ip, entry);
      return;
    }
    host.count(HostCount.HOST_UNREACHABLE, entry.waiting.size());
    entries.remove(ip);
  }

  /** Handles an ARP message at an offset of a frame. */
  void receive(byte[] frame, int at) {
    int senderIp = Arp.senderIp(frame, at);
    long senderMac = Arp.senderMac(frame, at);
    boolean forUs = Arp.targetIp(frame, at) == host.ipv4();
    boolean request = Arp.operation(frame, at) == Arp.REQUEST;
    Entry entry = entries.get(senderIp);
    if (entry == null && forUs && request) {
      entry = add(senderIp);
    }
    if (entry != null && forUs) {
      learn(entry, senderMac);
    }
    if (forUs && request) {
      host.transmit(Arp.reply(host.mac(), host.ipv4(), senderMac, senderIp));
    }
  }

  private void learn(Entry entry, long mac) {
    entry.known = true;
    entry.mac = mac;
    entry.confirmedNs = simulator.nowNs();
    entry.requests = 0;
    while (!entry.waiting.isEmpty()) {
      byte[] frame = entry.waiting.removeFirst();
      Ethernet.setDestination(frame, mac);
      host.transmit(frame);
    }
  }

  /** A packet came from this pair of addresses, so the entry, if it is the same, is right. */
  void confirm(int ip, long mac) {
    Entry entry = entries.get(ip);
    if (entry != null && entry.known && entry.mac == mac) {
      entry.confirmedNs = simulator.nowNs();
    }
  }

  /** Forgets what was learned; packets that wait are asked for again by their timers. */
  void clear() {
    entries.values().removeIf(entry -> entry.known);
  }
}
