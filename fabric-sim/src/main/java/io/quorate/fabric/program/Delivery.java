package io.quorate.fabric.program;

import io.quorate.fabric.Host;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.program.ProgramCounters.Reason;
import io.quorate.paxos.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands an ordered packet to every service host of this switch: the same packet, with Ethernet and
 * IP destination rewritten to the host and the checksums kept right.
 *
 * <p>While the switch is no learner of its group, packets that it delivers all the same wait for
 * its hosts, as for one that cannot be reached: when it is a learner (again), they get all of them.
 *
 * <p>A host that missed a packet would be out of step with the others for good, and nobody could
 * tell it what it missed. So a packet that cannot be sent now, because the flow table was wiped or
 * the port is congested, waits here with those behind it. When too many wait, or the switch itself
 * has missed slots that nobody remembers, the host is given up: it gets nothing more, and its
 * answers are no longer passed on.
 */
public final class Delivery {

  /** Packets that may wait for one host. */
  static final int WAITING_MAX = 1 << 16;

  /** A service host of this switch, and what waits for it. */
  private static final class Recipient {
    final Host host;
    final int number;
    final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    boolean givenUp;

    Recipient(Host host, int number) {
      this.host = host;
      this.number = number;
    }
  }

  private final Directory directory;
  private final List<Recipient> recipients = new ArrayList<>();
  private boolean serving = true;
  private final ProgramHost host;
  private final ProgramCounters counters;
  private final Registers registers;

  /**
   * @param registers tell which hosts were given up, and whether packets are on their way to them
   * @param switchName whose service hosts to serve
   */
  public Delivery(
      Directory directory,
      String switchName,
      ProgramHost host,
      ProgramCounters counters,
      Registers registers) {
    this.directory = directory;
    this.registers = registers;
    for (Host each : directory.serviceHosts()) {
      if (each.attachedTo().equals(switchName)) {
        Recipient recipient = new Recipient(each, recipients.size());
        recipient.givenUp = (registers.get(Registers.Places.GIVEN_UP) & bit(recipient)) != 0;
        recipients.add(recipient);
      }
    }
    this.host = host;
    this.counters = counters;
  }

  /** Hands packets over from now on, or keeps them. */
  void serve(boolean on) {
    serving = on;
  }

  /** True unless hosts wait until the switch is a learner. */
  boolean isServing() {
    return serving;
  }

  void deliver(Value value) {
    byte[] packet = value.bytes();
    if (!Ipv4.isValid(packet, 0)) {
      counters.count(Reason.UNDELIVERABLE);
      return;
    }
    long known = directory.mac(Ipv4.source(packet, 0));
    long source = known < 0 ? directory.fabric().service().mac() : known;
    for (Recipient to : recipients) {
      if (!to.givenUp) {
        enqueue(to, frame(packet, to.host, source));
      }
    }
  }

  private static byte[] frame(byte[] packet, Host to, long sourceMac) {
    byte[] frame = new byte[Ethernet.HEADER_BYTES + packet.length];
    Ethernet.putHeader(frame, to.mac(), sourceMac, Ethernet.TYPE_IPV4);
    System.arraycopy(packet, 0, frame, Ethernet.HEADER_BYTES, packet.length);
    Ipv4.setDestination(frame, Ethernet.HEADER_BYTES, to.ipv4());
    return frame;
  }

  private static long bit(Recipient of) {
    return 1L << Math.min(of.number, Long.SIZE - 1);
  }

  private void enqueue(Recipient to, byte[] frame) {
    registers.set(Registers.Places.HANDING_OVER, 1);
    to.waiting.add(frame);
    if (to.waiting.size() > WAITING_MAX) {
      giveUp(to);
    }
  }

  /** The switch went on at a later slot: what lies between, its hosts will never get. */
  void skip() {
    for (Recipient to : recipients) {
      if (!to.givenUp) {
        giveUp(to);
      }
    }
  }

  private void giveUp(Recipient to) {
    to.waiting.clear();
    to.givenUp = true;
    registers.set(Registers.Places.GIVEN_UP, registers.get(Registers.Places.GIVEN_UP) | bit(to));
    counters.count(Reason.HOST_GIVEN_UP);
  }

  /** Sends what can be sent now, each host's packets in their order. Not from within a program. */
  public void pump() {
    if (!serving) {
      return;
    }
    for (Recipient to : recipients) {
      for (byte[] next = to.waiting.peek();
          next != null && host.handOver(to.host, next);
          next = to.waiting.peek()) {
        to.waiting.poll();
      }
    }
  }

  /** True if packets wait that may be handed over. */
  boolean isWaiting() {
    return serving && recipients.stream().anyMatch(each -> !each.waiting.isEmpty());
  }

  /** What was sent so far has left the switch. */
  void handedOver() {
    if (recipients.stream().allMatch(each -> each.waiting.isEmpty())) {
      registers.set(Registers.Places.HANDING_OVER, 0);
    }
  }

  /** What waited here is lost with whatever ran the programs, and who was handed what with it. */
  void resume() {
    if (registers.get(Registers.Places.HANDING_OVER) != 0) {
      skip();
      registers.set(Registers.Places.HANDING_OVER, 0);
    }
  }

  /** MAC address of a client; -1 if there is none with the address. */
  long mac(int clientIpv4) {
    return directory.mac(clientIpv4);
  }

  /** True if the host is out of step, so that its answers may not be passed on. */
  boolean hasGivenUp(Host host) {
    for (Recipient each : recipients) {
      if (each.host.equals(host)) {
        return each.givenUp;
      }
    }
    return false;
  }
}
