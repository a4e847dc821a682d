package io.quorate.fabric.flow;

import org.jspecify.annotations.Nullable;

/**
 * A flow in a table, with what it has seen. Its counters rise while it is installed; times are
 * nanoseconds of the clock that the pipeline is given.
 */
public final class FlowEntry {
  private static final long NS_PER_S = 1_000_000_000L;

  private Flow flow;
  Action[] actions;
  long packets;
  long bytes;
  long usedNs;
  private long modifiedNs;

  // Place in its tuple: the hash and compact values of the match, and the next one of lower
  // priority.
  final int hash;
  final long[] values;
  @Nullable FlowEntry lower;

  FlowEntry(Flow flow, int hash, long[] values, long nowNs) {
    this.flow = flow;
    this.actions = flow.actions().toArray(new Action[0]);
    this.hash = hash;
    this.values = values;
    this.usedNs = nowNs;
    this.modifiedNs = nowNs;
  }

  public Flow flow() {
    return flow;
  }

  /** Frames that this entry was executed for. */
  public long packets() {
    return packets;
  }

  /** Bytes of those frames, as they came into the switch. */
  public long bytes() {
    return bytes;
  }

  /** The flow with what it has counted so far. */
  public CountedFlow counted() {
    return new CountedFlow(flow, packets, bytes);
  }

  /** When it was last executed, or installed. */
  public long usedNs() {
    return usedNs;
  }

  int priority() {
    return flow.priority();
  }

  /**
   * Takes over what may change in place: actions, cookie, time-outs. The hard time-out starts anew.
   */
  void modify(Flow newer, long nowNs) {
    flow = newer;
    actions = newer.actions().toArray(new Action[0]);
    modifiedNs = nowNs;
  }

  /** When it goes if nothing uses it, or {@link Long#MAX_VALUE}. */
  long expiryNs() {
    long idle = deadline(usedNs, flow.idleTimeoutS());
    return Math.min(idle, deadline(modifiedNs, flow.hardTimeoutS()));
  }

  private static long deadline(long fromNs, int timeoutS) {
    return timeoutS == 0 ? Long.MAX_VALUE : fromNs + timeoutS * NS_PER_S;
  }

  /** As a dump shows it: canonical syntax with counters. */
  public String text(Names names) {
    return FlowText.of(counted(), names);
  }

  @Override
  public String toString() {
    return text(Names.NONE);
  }
}
