package io.quorate.paxos;

/**
 * How reads without a slot are served; the same on every member.
 *
 * @param waitingMax reads that may wait at the leader at one time; a further one is refused
 * @param lease off by default
 */
public record ReadRules(int waitingMax, Lease lease) {

  /** 4096 reads may wait; no leases. */
  public static final ReadRules DEFAULT = new ReadRules(4096, Lease.NONE);

  public ReadRules {
    if (waitingMax < 1) {
      throw new IllegalArgumentException("no room for a single read: " + waitingMax);
    }
  }
}
