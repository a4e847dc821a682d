package io.quorate.fabric.observe;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.message.Message;
import java.util.Arrays;
import java.util.List;

/**
 * Nothing is forgotten that somebody may still need, and nobody holds more slots than fit its
 * window.
 *
 * <p>A watermark that is told must be true when it is told: so many members have delivered every
 * slot below it that any quorum which can elect a leader has one of them; in every configuration
 * that its teller knows, but for one that has passed, whose successor has come to its own slots.
 * And whoever votes for a slot gives up the place of the one a window below it, which must lie
 * below a watermark that has been told and be delivered by the voter.
 */
public final class BoundedMemory implements Observer {

  private final int windowSlots;
  private final Changes changes;
  private final Report report;

  /** By node id, one more than the last slot that the node has delivered. */
  private long[] next = new long[8];

  /** The highest watermark that anybody has told. */
  private long watermark;

  /**
   * @param windowSlots slots that a replica may hold
   * @param changes of the group; hears of deliveries before this
   */
  public BoundedMemory(int windowSlots, Changes changes, Report report) {
    this.windowSlots = windowSlots;
    this.changes = changes;
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
    long before = watermark;
    watermark = below;
    List<Changes.Term> needed = changes.governing(before, next(node));
    long following = Long.MAX_VALUE;
    for (Changes.Term term : needed.reversed()) {
      boolean isOver =
          following < Long.MAX_VALUE && haveReached(following, successor(needed, term));
      if (!isOver && !haveReached(below, term.configuration())) {
        report.violation(
            "watermark",
            "node %d says that slots below %d may be forgotten; too few have delivered them in %s"
                .formatted(node, below, term.configuration()));
      }
      following = term.fromSlot();
    }
  }

  private static Configuration successor(List<Changes.Term> terms, Changes.Term of) {
    return terms.get(terms.indexOf(of) + 1).configuration();
  }

  /** True if every phase-1 quorum has a member that has delivered all below the slot. */
  private boolean haveReached(long slot, Configuration there) {
    long delivered = there.acceptors().stream().filter(node -> next(node) >= slot).count();
    return delivered >= there.quorums().meetingPhase1();
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
