package io.quorate.ovs.openflow;

/**
 * A port as a switch describes it.
 *
 * @param number OpenFlow port number; 0xfffe is the switch's own
 * @param name at most 15 characters
 * @param mac its address
 * @param down true if it was taken down by configuration
 * @param linkDown true if there is no carrier
 */
public record SwitchPort(int number, String name, long mac, boolean down, boolean linkDown) {

  /** True if frames can go in and out. */
  public boolean isLive() {
    return !down && !linkDown;
  }
}
