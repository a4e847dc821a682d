package io.quorate.ovs.topology;

/** What the links of a live fabric are made of. */
public enum LinkMode {
  /** Every frame passes the link process, which gives it the described delay, loss and faults. */
  EMULATED,
  /** A bare veth pair, as fast as the kernel is: for measuring. */
  DIRECT
}
