package io.quorate.paxos;

import io.quorate.paxos.message.Message;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import org.jspecify.annotations.Nullable;

/**
 * Planned change of leaders (Ongaro, "Consensus: Bridging Theory and Practice", 2014, section 3.10,
 * leadership transfer): the leader proposes nothing new, waits until all that it proposed is chosen
 * and its heir has delivered it, and then tells the heir to stand at once, without a poll. The
 * heir's phase 1 thus finds nothing to propose anew.
 *
 * <p>Safety rests on the heir's ballot alone, which is higher and wins by the ordinary phase 1; a
 * hand-over that goes wrong at any point is at worst an election. The old leader still owns its
 * ballot. When the heir does not answer for as long as the least patient member would wait for a
 * leader, it goes on as if nothing had been: to propose more is as safe as it ever was, since no
 * higher ballot has a quorum, or else nobody votes for it.
 *
 * <p>One thing it must not take back. Members that have promised their leader a lease, and would
 * refuse others until it ends, need not refuse an heir: its PREPARE names the ballot that was
 * handed over, and whoever promised a lease to <em>that very ballot</em> is released. Only the
 * ballot's owner can release, since nobody believes a HANDOVER of anybody else; and since a
 * HANDOVER may arrive however late, the release is for good: the leader serves no lease read any
 * more <em>in this ballot</em>, from before HANDOVER is sent ({@link Leader#releaseLease}).
 */
final class HandOver {

  private static final int NOBODY = -1;

  private final Members members;
  private final Configurations configurations;
  private final Learner learner;
  private final Leadership leadership;
  private final Timing timing;
  private final Counters counters;

  /** What is being handed over; null while nothing is. */
  private @Nullable Leader leader;

  private int heir = NOBODY;
  private boolean asked;
  private boolean offered;
  private int ticksLeft;
  private int repeatIn;

  HandOver(Member member, Leadership leadership) {
    this.members = member.members();
    this.configurations = member.configurations();
    this.learner = member.learner();
    this.counters = member.counters();
    this.timing = member.config().timing();
    this.leadership = leadership;
  }

  /** True while this node leads and is about to hand over. */
  boolean isUnderWay() {
    return leader != null && leadership.leader() == leader;
  }

  /**
   * Begins to hand over to a node. Nothing happens if this node does not lead, hands over already,
   * or the other is no other member, or none whose vote will count.
   */
  void begin(int node, Effects out) {
    Leader leading = leadership.leader();
    int index = members.indexOf(node);
    if (leading == null || isUnderWay() || index < 0 || index == members.selfIndex()) {
      return;
    }
    if (!mayBeHeir(node, leading)) {
      return;
    }
    counters.handOversBegun++;
    leader = leading;
    heir = index;
    asked = false;
    offered = false;
    ticksLeft = timing.electionTicksMin();
    leading.pause();
    proceed(out);
  }

  /** True if the node votes in the slots that the leader gives out, and will go on to. */
  private boolean mayBeHeir(int node, Leader leading) {
    return configurations.epochAt(leading.nextSlot()).configuration().isAcceptor(node)
        && configurations.newest().configuration().isAcceptor(node);
  }

  /** True if nothing is being handed over, so that there is nothing to {@link #proceed} with. */
  boolean isIdle() {
    return leader == null;
  }

  /** Does what can be done now; to be called when something may have changed. */
  void proceed(Effects out) {
    Leader leading = leader;
    if (leading == null || offered) {
      return;
    }
    if (leadership.leader() != leading) {
      leader = null;
    } else if (learner.nextSlot() >= leading.nextSlot()) {
      if (leading.followers().deliveredBelow(heir) >= leading.nextSlot()) {
        offer(leading, out);
      } else if (!asked) {
        asked = true;
        leadership.heartbeat(leading, out); // The answer will tell how far the heir has come.
      }
    }
  }

  private void offer(Leader leading, Effects out) {
    offered = true;
    repeatIn = timing.retransmitTicks();
    leading.releaseLease();
    Message turn = new Message.HandOver(leading.ballot(), leading.nextSlot());
    out.add(new Effect.Send(members.node(heir), turn));
  }

  /** One tick of a node that leads. */
  void tick(Effects out) {
    Leader leading = leader;
    if (leading == null) {
      return;
    }
    if (leadership.leader() != leading) {
      leader = null;
    } else if (--ticksLeft <= 0) {
      counters.handOversGivenUp++;
      leader = null;
      leading.resume();
    } else if (offered && --repeatIn <= 0) {
      offer(leading, out);
    } else {
      proceed(out);
    }
  }
}
