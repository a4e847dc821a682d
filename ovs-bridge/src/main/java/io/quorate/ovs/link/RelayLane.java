package io.quorate.ovs.link;

import io.quorate.fabric.Link;
import io.quorate.fabric.link.DropReason;
import io.quorate.fabric.link.Medium;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.ovs.port.RawPort;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One direction of a link: takes frames from one interface and gives them to another. */
final class RelayLane implements Medium.Arrivals {

  private final int number;
  private final Link link;
  private final String from;
  private final String to;
  private final RawPort in;
  private final RawPort out;
  private final Medium medium;
  private final DueFrames due;
  private final @Nullable LinkTap tap;
  private final long[] dropped = new long[DropReason.CODES];

  private boolean carrier = true;

  /** Counts carrier losses; a frame that was sent under another count is lost. */
  private int epoch;

  private long received;
  private long duplicates;
  private long forwarded;

  RelayLane(
      int number,
      Link link,
      boolean forth,
      RawPort in,
      RawPort out,
      SeededRandom random,
      DueFrames due,
      @Nullable LinkTap tap) {
    this.number = number;
    this.link = link;
    this.from = forth ? link.a() : link.b();
    this.to = forth ? link.b() : link.a();
    this.in = in;
    this.out = out;
    this.medium = new Medium(random, link, from + "->" + to);
    this.due = due;
    this.tap = tap;
  }

  Link link() {
    return link;
  }

  String from() {
    return from;
  }

  String to() {
    return to;
  }

  Medium medium() {
    return medium;
  }

  /** A frame came in. */
  void take(long nowNs, byte[] frame) {
    received++;
    if (!carrier) {
      drop(frame, DropReason.NO_CARRIER);
      return;
    }
    DropReason lost = medium.admit(nowNs, frame.length);
    if (lost != null) {
      drop(frame, lost);
      return;
    }
    if (tap != null) {
      tap.sent(number, WallTime.nowNs(), frame);
    }
    medium.carry(frame, this);
  }

  @Override
  public void at(long arrivalNs, int alterations, byte[] frame) {
    if ((alterations & Medium.DUPLICATE) != 0) {
      duplicates++;
    }
    if (!due.add(arrivalNs, this, epoch, alterations, frame)) {
      drop(frame, DropReason.QUEUE_FULL);
    }
  }

  /** A copy has arrived at the other end. */
  void arrive(int sentEpoch, int alterations, byte[] frame) {
    if (sentEpoch != epoch) {
      drop(frame, DropReason.CARRIER_LOST);
      return;
    }
    forwarded++;
    if (tap != null) {
      tap.delivered(number, WallTime.nowNs(), frame, alterations);
    }
    out.send(frame, frame.length);
  }

  private void drop(byte[] frame, DropReason reason) {
    dropped[reason.code()]++;
    if (tap != null) {
      tap.dropped(number, WallTime.nowNs(), frame, reason);
    }
  }

  void setCarrier(boolean up) {
    carrier = up;
    if (!up) {
      epoch++;
      medium.clear();
    }
  }

  LaneFigures figures() {
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    long lost = 0;
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, dropped[reason.code()]);
      lost += dropped[reason.code()];
    }
    return new LaneFigures(
        link.name(),
        from,
        to,
        carrier,
        received,
        forwarded,
        received + duplicates - forwarded - lost,
        medium.duplicated(),
        medium.corrupted(),
        medium.reordered(),
        drops,
        in.statistics().kernelDrops(),
        out.statistics().unsent());
  }
}
