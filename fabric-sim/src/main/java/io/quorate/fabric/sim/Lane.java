package io.quorate.fabric.sim;

import io.quorate.fabric.Link;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.time.EventTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link. A frame waits for the transmitter, is serialised, travels for a drawn
 * latency and arrives: one event. Frames arrive in the order in which they were sent, whatever
 * latencies were drawn, unless a reordering fault holds one back.
 *
 * <p>What is imposed on a lane composes: delays add up, the longest hold counts, and a frame
 * survives the losses (or escapes duplication, corruption, reordering) of all faults independently.
 * A frame meets, in this order: MTU, carrier, queue, block, the link's own loss, injected loss,
 * duplication, and for each copy corruption, delay and reordering.
 */
public final class Lane implements EventTarget {

  /** Alteration of a delivered frame: one of its bits was flipped. */
  public static final int CORRUPTED = 1;

  /** Alteration of a delivered frame: it is the second copy of a frame. */
  public static final int DUPLICATE = 2;

  /** Alteration of a delivered frame: it was held back. */
  public static final int HELD = 4;

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
  private final double linkLoss;
  private final LatencyDraw latency;
  private final TransmitQueue queue;
  private final SeededRandom lossRandom;
  private final SeededRandom faultRandom;

  private final List<Impairment> impairments = new ArrayList<>();
  private boolean blocked;
  private double faultLoss;
  private double duplication;
  private double reordering;
  private long holdNs;
  private long extraNs;
  private double corruption;

  private boolean carrier = true;

  /** Counts carrier losses; a frame that was sent under another count is lost. */
  private long carrierEpoch;

  private long lastArrivalNs;
  private @Nullable Tap tap;

  private long sent;
  private long delivered;
  private long duplicated;
  private long corrupted;
  private long reordered;
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
    this.linkLoss = link.loss();
    // Separate generators, so that a fault does not change the latencies of the frames it spares.
    String component = "link/" + link.name() + "/" + name;
    this.latency = LatencyDraw.of(link.latency(), random.split(component + "/latency"));
    this.lossRandom = random.split(component + "/loss");
    this.faultRandom = random.split(component + "/fault");
    this.queue = new TransmitQueue(link.bitsPerSecond(), link.queueFrames());
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
    return queue.waiting(simulator.nowNs());
  }

  /** True if a frame sent now would find a place in the queue. */
  public boolean hasRoom() {
    return queue.hasRoom(simulator.nowNs());
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
    long departureNs = queue.departureNs(simulator.nowNs(), frame.length);
    if (departureNs == TransmitQueue.FULL) {
      drop(frame, DropReason.QUEUE_FULL);
    } else if (blocked) {
      drop(frame, DropReason.BLOCKED);
    } else if (lossRandom.chance(linkLoss)) {
      drop(frame, DropReason.LINK_LOSS);
    } else if (faultRandom.chance(faultLoss)) {
      drop(frame, DropReason.FAULT_LOSS);
    } else {
      depart(frame, departureNs);
    }
  }

  private void depart(byte[] frame, long departureNs) {
    if (tap != null) {
      tap.sent(this, frame);
    }
    if (faultRandom.chance(duplication)) {
      duplicated++;
      launch(frame, departureNs, 0);
      launch(frame, departureNs, DUPLICATE);
    } else {
      launch(frame, departureNs, 0);
    }
  }

  /** One copy travels. */
  private void launch(byte[] sent, long departureNs, int duplicate) {
    byte[] frame = sent;
    int alterations = duplicate;
    if (faultRandom.chance(corruption)) {
      corrupted++;
      alterations |= CORRUPTED;
      frame = withOneBitFlipped(sent);
    }
    long arrivalNs = Math.max(lastArrivalNs, departureNs + latency.nextNs() + extraNs);
    if (faultRandom.chance(reordering)) {
      reordered++;
      alterations |= HELD;
      arrivalNs += 1 + faultRandom.nextLong(holdNs);
    } else {
      lastArrivalNs = arrivalNs;
    }
    simulator.at(arrivalNs, this, carrierEpoch << ALTERATION_BITS | alterations, frame);
  }

  private byte[] withOneBitFlipped(byte[] frame) {
    byte[] flipped = frame.clone();
    int bit = faultRandom.nextInt(frame.length * 8);
    flipped[bit >>> 3] ^= (byte) (0x80 >>> (bit & 7));
    return flipped;
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
      queue.clear();
      lastArrivalNs = 0;
    }
  }

  /** Makes a fault act on this lane, besides those that act already. */
  public void impose(Impairment impairment) {
    impairments.add(impairment);
    compose();
  }

  /**
   * Ends a fault's action; an equal one that was imposed as well goes on.
   *
   * @throws IllegalArgumentException when none such was imposed
   */
  public void lift(Impairment impairment) {
    if (!impairments.remove(impairment)) {
      throw new IllegalArgumentException(impairment + " was not imposed on " + name);
    }
    compose();
  }

  /** What acts on this lane now. */
  public List<Impairment> impairments() {
    return List.copyOf(impairments);
  }

  private void compose() {
    blocked = false;
    faultLoss = 0;
    duplication = 0;
    reordering = 0;
    holdNs = 0;
    extraNs = 0;
    corruption = 0;
    for (Impairment impairment : impairments) {
      switch (impairment) {
        case Impairment.Block() -> blocked = true;
        case Impairment.Loss(double p) -> faultLoss = either(faultLoss, p);
        case Impairment.Duplication(double p) -> duplication = either(duplication, p);
        case Impairment.Reordering(double p, long hold) -> {
          reordering = either(reordering, p);
          holdNs = Math.max(holdNs, hold);
        }
        case Impairment.Delay(long extra) -> extraNs += extra;
        case Impairment.Corruption(double p) -> corruption = either(corruption, p);
      }
    }
  }

  /** Probability of at least one of two independent events. */
  private static double either(double p, double q) {
    return 1.0 - (1.0 - p) * (1.0 - q);
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
    return duplicated;
  }

  /** Copies in which a bit was flipped. */
  public long corrupted() {
    return corrupted;
  }

  /** Copies that were held back. */
  public long reordered() {
    return reordered;
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
    return sent + duplicated - delivered - dropped();
  }
}
