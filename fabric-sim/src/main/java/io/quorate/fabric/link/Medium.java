package io.quorate.fabric.link;

import io.quorate.fabric.Link;
import io.quorate.fabric.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a link, as far as it can be known without a clock: a frame waits for the
 * transmitter, is serialised, travels for a drawn latency and arrives. Frames arrive in the order
 * in which they were sent, whatever latencies were drawn, unless a reordering fault holds one back.
 *
 * <p>What is imposed composes: delays add up, the longest hold counts, and a frame survives the
 * losses (or escapes duplication, corruption, reordering) of all faults independently. A frame
 * meets, in this order: queue, block, the link's own loss, injected loss, duplication, and for each
 * copy corruption, delay and reordering. For use by one thread.
 */
public final class Medium {

  /** Alteration of a frame: one of its bits was flipped. */
  public static final int CORRUPTED = 1;

  /** Alteration of a frame: it is the second copy of a frame. */
  public static final int DUPLICATE = 2;

  /** Alteration of a frame: it was held back. */
  public static final int HELD = 4;

  /** Takes the copies of a frame that arrive. */
  @FunctionalInterface
  public interface Arrivals {

    /**
     * A copy will arrive.
     *
     * @param arrivalNs when, on the clock of {@link #admit}
     * @param alterations what faults did to it, added up; 0 for nothing
     * @param frame the frame that was sent, or a damaged copy
     */
    void at(long arrivalNs, int alterations, byte[] frame);
  }

  private final String name;
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

  private long departureNs;
  private long lastArrivalNs;

  private long duplicated;
  private long corrupted;
  private long reordered;

  /**
   * One direction of a link.
   *
   * @param random the run's generator, from which this one splits its own
   * @param name {@code from->to}, the names of the nodes
   */
  public Medium(SeededRandom random, Link link, String name) {
    this.name = name;
    this.linkLoss = link.loss();
    // Separate generators, so that a fault does not change the latencies of the frames it spares.
    String component = "link/" + link.name() + "/" + name;
    this.latency = LatencyDraw.of(link.latency(), random.split(component + "/latency"));
    this.lossRandom = random.split(component + "/loss");
    this.faultRandom = random.split(component + "/fault");
    this.queue = new TransmitQueue(link.bitsPerSecond(), link.queueFrames());
  }

  /** Frames that wait for the transmitter at that time. */
  public int waiting(long nowNs) {
    return queue.waiting(nowNs);
  }

  /** True if a frame sent at that time would find a place in the queue. */
  public boolean hasRoom(long nowNs) {
    return queue.hasRoom(nowNs);
  }

  /**
   * A frame is sent. If it is not lost, {@link #carry} comes next.
   *
   * @param nowNs never less than before
   * @return why it is lost, or null
   */
  public @Nullable DropReason admit(long nowNs, int frameBytes) {
    departureNs = queue.departureNs(nowNs, frameBytes);
    if (departureNs == TransmitQueue.FULL) {
      return DropReason.QUEUE_FULL;
    } else if (blocked) {
      return DropReason.BLOCKED;
    } else if (lossRandom.chance(linkLoss)) {
      return DropReason.LINK_LOSS;
    } else if (faultRandom.chance(faultLoss)) {
      return DropReason.FAULT_LOSS;
    }
    return null;
  }

  /** The frame that was admitted just now travels. */
  public void carry(byte[] frame, Arrivals arrivals) {
    if (faultRandom.chance(duplication)) {
      duplicated++;
      launch(frame, 0, arrivals);
      launch(frame, DUPLICATE, arrivals);
    } else {
      launch(frame, 0, arrivals);
    }
  }

  /** One copy travels. */
  private void launch(byte[] sent, int duplicate, Arrivals arrivals) {
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
    arrivals.at(arrivalNs, alterations, frame);
  }

  private byte[] withOneBitFlipped(byte[] frame) {
    byte[] flipped = frame.clone();
    int bit = faultRandom.nextInt(frame.length * 8);
    flipped[bit >>> 3] ^= (byte) (0x80 >>> (bit & 7));
    return flipped;
  }

  /** Forgets what waits: the carrier was lost. */
  public void clear() {
    queue.clear();
    lastArrivalNs = 0;
  }

  /** Makes a fault act on this direction, besides those that act already. */
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

  /** What acts on this direction now. */
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
}
