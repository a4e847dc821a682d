package io.quorate.ovs.openflow;

import java.util.List;

/**
 * A meter: what frames put through it may come to, beyond which they are dropped or marked
 * (OpenFlow 1.3.5, 7.3.4.4).
 *
 * @param id 1..0xffff0000
 * @param flags {@link #KBPS} or {@link #PKTPS}, and {@link #BURST}, {@link #STATS}
 * @param bands in the order given
 */
public record SwitchMeter(long id, int flags, List<Band> bands) {
  /** Rates are kilobits a second. */
  public static final int KBPS = 1;

  /** Rates are frames a second. */
  public static final int PKTPS = 2;

  /** The burst size counts. */
  public static final int BURST = 4;

  /** Frames are counted. */
  public static final int STATS = 8;

  public SwitchMeter {
    bands = List.copyOf(bands);
  }

  /**
   * What happens beyond a rate.
   *
   * @param type 1 drops, 2 lowers the precedence of DSCP
   * @param rate kilobits or frames a second
   * @param burst kilobits or frames
   * @param steps by which the precedence is lowered; 0 for drop
   */
  public record Band(int type, long rate, long burst, int steps) {

    /** A band that drops. */
    public static Band drop(long rate, long burst) {
      return new Band(1, rate, burst, 0);
    }
  }

  /** Drops what goes beyond a number of frames a second. */
  public static SwitchMeter framesPerSecond(long id, long rate, long burst) {
    return new SwitchMeter(id, PKTPS | BURST | STATS, List.of(Band.drop(rate, burst)));
  }
}
