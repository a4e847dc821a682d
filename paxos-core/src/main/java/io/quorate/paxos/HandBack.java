package io.quorate.paxos;

import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;

/**
 * Has whoever leads in place of the preferred leader hand over to it, once it has followed steadily
 * for as long as {@link Succession} says: it answers heartbeats, and has delivered what was
 * delivered here an interval before.
 *
 * <p>A preferred leader that comes and goes must not take the group with it each time. So every
 * hand-back doubles the time that this node asks for before the next, up to {@value #DOUBLINGS_MAX}
 * times; a preferred leader that has led for as long as was asked for is trusted as at first. What
 * a node asks for is its own affair, so of n members there are at most n hand-backs in the first
 * such time, and fewer in each that follows.
 */
final class HandBack {

  private static final int DOUBLINGS_MAX = 6;

  private final Members members;
  private final Learner learner;
  private final Succession succession;
  private final Timing timing;
  private final Leadership leadership;
  private final HandOver handOver;
  private final int preferred;
  private int doublings;
  private long steadyTicks;
  private long ledTicks;
  private long deliveredBefore;
  private long deliveredNow;
  private int intervalLeft;

  HandBack(Member member, Leadership leadership, HandOver handOver) {
    this.members = member.members();
    this.learner = member.learner();
    this.succession = member.config().succession();
    this.timing = member.config().timing();
    this.leadership = leadership;
    this.handOver = handOver;
    this.preferred = members.indexOf(succession.preferred());
  }

  private long requiredTicks() {
    return (long) succession.steadyTicks() << doublings;
  }

  /** One tick, whoever leads. */
  void tick(Effects out) {
    if (succession.steadyTicks() == 0 || preferred == members.selfIndex()) {
      return;
    }
    Leader leader = leadership.leader();
    if (leader == null) {
      steadyTicks = 0;
      follow();
    } else if (!handOver.isUnderWay()) {
      ledTicks = 0;
      lead(leader, out);
    }
  }

  /** A preferred leader that leads for long enough has earned back the trust that it had. */
  private void follow() {
    ledTicks = leadership.trusted() == succession.preferred() ? ledTicks + 1 : 0;
    if (ledTicks >= requiredTicks()) {
      doublings = 0;
    }
  }

  private void lead(Leader leader, Effects out) {
    int intervalTicks = 2 * timing.heartbeatTicks();
    if (--intervalLeft <= 0) {
      intervalLeft = intervalTicks;
      deliveredBefore = deliveredNow;
      deliveredNow = learner.nextSlot();
    }
    boolean steady =
        leader.followers().silentTicks(preferred) <= intervalTicks
            && leader.followers().deliveredBelow(preferred) >= deliveredBefore;
    steadyTicks = steady ? steadyTicks + 1 : 0;
    if (steadyTicks >= requiredTicks()) {
      doublings = Math.min(doublings + 1, DOUBLINGS_MAX);
      steadyTicks = 0;
      handOver.begin(succession.preferred(), out);
    }
  }
}
