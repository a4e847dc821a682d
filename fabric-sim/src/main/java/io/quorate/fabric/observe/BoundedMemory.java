package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.message.Message;
import java.util.Arrays;

/**
 * Nothing is forgotten that somebody may still need, and nobody holds more slots than fit its
 * window.
 *
 * <p>A watermark that is told must be true when it is told: so many members have delivered every
 * slot below it that any quorum which can elect a leader has one of them. And whoever votes for a
 * slot gives up the place of the one a window below it, which must lie below a watermark that has
 * been told and be delivered by the voter.
 */
public final class BoundedMemory implements Observer {

  private final int windowSlots;
  private final int enough;
  private final Report report;

  /** By node id, one more than the last slot that the node has delivered. */
  private long[] next = new long[8];

  /** The highest watermark that anybody has told. */
  private long watermark;

  /**
   * @param windowSlots slots that a replica may hold
   * @param quorums of the group
   */
  public BoundedMemory(int windowSlots, Quorums quorums, Report report) {
    this.windowSlots = windowSlots;
    this.enough = quorums.meetingPhase1();
    this.report = report;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    reached(node, delivery.slot() + 1);
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    reached(node, installed.slot());
  }

  private void reached(int node, long slot) {
    if (node >= next.length) {
      next = Arrays.copyOf(next, 2 * node);
    }
    next[node] = Math.max(next[node], slot);
  }

  private long next(int node) {
    return node < next.length ? next[node] : 0;
  }

  @Override
  public void sent(int node, int to, Message message) {
    if (message instanceof Message.Learn learn) {
      voted(node, learn.slot());
    } else if (message instanceof Message.Trust trust) {
      told(node, trust.watermark());
    } else if (message instanceof Message.Promise promise) {
      told(node, promise.watermark());
    }
  }

  private void told(int node, long below) {
    if (below <= watermark) {
      return;
    }
    watermark = below;
    int delivered = 0;
    for (long each : next) {
      delivered += each >= below ? 1 : 0;
    }
    if (delivered < enough) {
      report.violation(
          "watermark",
          "node %d says that slots below %d may be forgotten; %d have delivered them, not %d"
              .formatted(node, below, delivered, enough));
    }
  }

  private void voted(int node, long slot) {
    long forgotten = slot - windowSlots;
    if (forgotten >= watermark || forgotten >= next(node)) {
      report.violation(
          "bounded memory",
          "node %d votes for slot %d and so forgets slot %d; the watermark is %d, its next slot %d"
              .formatted(node, slot, forgotten, watermark, next(node)));
    }
  }
}
