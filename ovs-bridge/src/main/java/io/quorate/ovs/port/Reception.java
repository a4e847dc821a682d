package io.quorate.ovs.port;

/** How an AF_PACKET socket hands frames over. Pcap4J has its own way and ignores this. */
public enum Reception {
  /** By recvmmsg(2): least memory, a system call for a batch. */
  MESSAGES,
  /**
   * A ring of frames shared with the kernel (TPACKET_V2): each frame can be seen as soon as it is
   * there, and no system call is made while frames keep coming.
   */
  FRAME_RING,
  /**
   * A ring of blocks of frames (TPACKET_V3): the least processor time a frame, but a block that is
   * not full is handed over only after {@link PortOptions#blockTimeoutMs}, and is used up however
   * few frames it holds: of blocks of 64 KiB, the ring has room for so many timeouts.
   */
  BLOCK_RING
}
