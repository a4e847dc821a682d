package io.quorate.ovs.link;

import java.util.Arrays;

/**
 * Frames on their way, the next to arrive first; those that arrive at the same time in the order in
 * which they were added. A binary heap over parallel arrays. Bounded: links' own queues bound what
 * waits for a transmitter, but not what travels.
 */
final class DueFrames {

  /** Frames on their way at once, on all links together; a further one is refused. */
  static final int FRAMES_MAX = 1 << 18;

  private long[] atNs = new long[256];
  private long[] order = new long[256];
  private Travelling[] frames = new Travelling[256];
  private int count;
  private long added;

  private static final class Travelling {
    final RelayLane lane;
    final int epoch;
    final int alterations;
    final byte[] frame;

    Travelling(RelayLane lane, int epoch, int alterations, byte[] frame) {
      this.lane = lane;
      this.epoch = epoch;
      this.alterations = alterations;
      this.frame = frame;
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** When the next one arrives; there must be one. */
  long nextNs() {
    return atNs[0];
  }

  /**
   * Adds a frame.
   *
   * @return false if too many are on their way
   */
  boolean add(long arrivalNs, RelayLane lane, int epoch, int alterations, byte[] frame) {
    if (count == FRAMES_MAX) {
      return false;
    }
    if (count == atNs.length) {
      atNs = Arrays.copyOf(atNs, 2 * count);
      order = Arrays.copyOf(order, 2 * count);
      frames = Arrays.copyOf(frames, 2 * count);
    }
    int at = count++;
    long number = added++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!isBefore(arrivalNs, number, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, arrivalNs, number, new Travelling(lane, epoch, alterations, frame));
    return true;
  }

  /** Lets the next one arrive. */
  void arrive() {
    Travelling next = frames[0];
    count--;
    long lastNs = atNs[count];
    long lastOrder = order[count];
    Travelling last = frames[count];
    int at = 0;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      if (child + 1 < count && isBefore(atNs[child + 1], order[child + 1], child)) {
        child++;
      }
      if (isBefore(lastNs, lastOrder, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, lastNs, lastOrder, last);
    next.lane.arrive(next.epoch, next.alterations, next.frame);
  }

  private boolean isBefore(long ns, long number, int other) {
    return ns != atNs[other] ? ns - atNs[other] < 0 : number < order[other];
  }

  private void move(int from, int to) {
    put(to, atNs[from], order[from], frames[from]);
  }

  private void put(int at, long ns, long number, Travelling frame) {
    atNs[at] = ns;
    order[at] = number;
    frames[at] = frame;
  }
}
