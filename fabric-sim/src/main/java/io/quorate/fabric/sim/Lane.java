package io.quorate.fabric.sim;

import io.quorate.fabric.Link;
import io.quorate.fabric.link.DropReason;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.link.Medium;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.time.EventTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link, running: what its {@link Medium} lets through arrives by an event. A
 * frame meets, in this order: MTU, carrier, medium.
 */
public final class Lane implements EventTarget, Medium.Arrivals {

  /** Alteration of a delivered frame: one of its bits was flipped. */
  public static final int CORRUPTED = Medium.CORRUPTED;

  /** Alteration of a delivered frame: it is the second copy of a frame. */
  public static final int DUPLICATE = Medium.DUPLICATE;

  /** Alteration of a delivered frame: it was held back. */
  public static final int HELD = Medium.HELD;

  private static final int ALTERATION_BITS = 3;
  private static final int ALTERATION_MASK = (1 << ALTERATION_BITS) - 1;

  private static final int ETHERNET_HEADER_BYTES = 14;

  private final Simulator simulator;
  private final String name;
  private final Node from;
  private final int fromPort;
  private final Node to;
  private final int toPort;
  private final int frameBytesMax;
  private final Medium medium;

  private boolean carrier = true;

  /** Counts carrier losses; a frame that was sent under another count is lost. */
  private long carrierEpoch;

  private @Nullable Tap tap;

  private long sent;
  private long delivered;
  private final long[] dropped = new long[DropReason.CODES];

  Lane(
      Simulator simulator,
      SeededRandom random,
      Link link,
      int mtuBytes,
      Node from,
      int fromPort,
      Node to,
      int toPort) {
    this.simulator = simulator;
    this.name = from.name() + "->" + to.name();
    this.from = from;
    this.fromPort = fromPort;
    this.to = to;
    this.toPort = toPort;
    this.frameBytesMax = mtuBytes + ETHERNET_HEADER_BYTES;
    this.medium = new Medium(random, link, name);
  }

  /** {@code from->to}, the names of the two nodes. */
  public String name() {
    return name;
  }

  public Node from() {
    return from;
  }

  public int fromPort() {
    return fromPort;
  }

  public Node to() {
    return to;
  }

  public int toPort() {
    return toPort;
  }

  public boolean carrier() {
    return carrier;
  }

  /** Frames that wait for the transmitter now. */
  public int waiting() {
    return medium.waiting(simulator.nowNs());
  }

  /** True if a frame sent now would find a place in the queue. */
  public boolean hasRoom() {
    return medium.hasRoom(simulator.nowNs());
  }

  /** Who watches this lane; null for nobody. */
  public void watch(@Nullable Tap watcher) {
    tap = watcher;
  }

  /**
   * Sends a frame.
   *
   * @param frame from the Ethernet destination on, at least a whole Ethernet header; it may be sent
   *     into other lanes too, so nobody may write it from now on
   */
  public void send(byte[] frame) {
    assert frame.length >= ETHERNET_HEADER_BYTES : "a frame has an Ethernet header";
    sent++;
    if (frame.length > frameBytesMax) {
      drop(frame, DropReason.TOO_LONG);
      return;
    }
    if (!carrier) {
      drop(frame, DropReason.NO_CARRIER);
      return;
    }
    DropReason lost = medium.admit(simulator.nowNs(), frame.length);
    if (lost != null) {
      drop(frame, lost);
      return;
    }
    if (tap != null) {
      tap.sent(this, frame);
    }
    medium.carry(frame, this);
  }

  /** A copy is on its way; for the medium. */
  @Override
  public void at(long arrivalNs, int alterations, byte[] frame) {
    simulator.at(arrivalNs, this, carrierEpoch << ALTERATION_BITS | alterations, frame);
  }

  /** A frame arrives; for the simulator. */
  @Override
  public void act(long code, @Nullable Object payload) {
    if (!(payload instanceof byte[] frame)) {
      throw new AssertionError("an arrival carries its frame");
    }
    if (code >>> ALTERATION_BITS != carrierEpoch) {
      drop(frame, DropReason.CARRIER_LOST);
      return;
    }
    delivered++;
    if (tap != null) {
      tap.delivered(this, frame, (int) code & ALTERATION_MASK);
    }
    to.receive(toPort, frame);
  }

  private void drop(byte[] frame, DropReason reason) {
    dropped[reason.code()]++;
    if (tap != null) {
      tap.dropped(this, frame, reason);
    }
  }

  void setCarrier(boolean up) {
    carrier = up;
    if (!up) {
      carrierEpoch++;
      medium.clear();
    }
  }

  /** Makes a fault act on this lane, besides those that act already. */
  public void impose(Impairment impairment) {
    medium.impose(impairment);
  }

  /**
   * Ends a fault's action; an equal one that was imposed as well goes on.
   *
   * @throws IllegalArgumentException when none such was imposed
   */
  public void lift(Impairment impairment) {
    medium.lift(impairment);
  }

  /** What acts on this lane now. */
  public List<Impairment> impairments() {
    return medium.impairments();
  }

  /** Frames given to {@link #send}. */
  public long sent() {
    return sent;
  }

  /** Frames that arrived; a duplicate counts. */
  public long delivered() {
    return delivered;
  }

  /** Frames that were made two. */
  public long duplicated() {
    return medium.duplicated();
  }

  /** Copies in which a bit was flipped. */
  public long corrupted() {
    return medium.corrupted();
  }

  /** Copies that were held back. */
  public long reordered() {
    return medium.reordered();
  }

  /** Frames dropped for one reason. */
  public long dropped(DropReason reason) {
    return dropped[reason.code()];
  }

  /** Frames dropped for any reason. */
  public long dropped() {
    long sum = 0;
    for (long count : dropped) {
      sum += count;
    }
    return sum;
  }

  /** Copies on their way: always sent + duplicated - delivered - dropped. */
  public long inFlight() {
    return sent + medium.duplicated() - delivered - dropped();
  }
}
