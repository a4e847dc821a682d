package io.quorate.fabric.sim;

/** What a simulated disk tells. */
interface DiskOwner {

  /** A sync that was asked for is done. */
  void synced(Runnable done);

  /** These bytes of the log, from this offset on, are durable from now on. */
  void durable(long from, byte[] bytes);
}
