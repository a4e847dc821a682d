package io.quorate.paxos;

import io.quorate.paxos.message.Message.Chosen;
import io.quorate.paxos.message.Message.Repair;
import io.quorate.paxos.role.Learner;

/**
 * How a replica gets the values that it has missed: it hears that a slot is chosen, from a quorum
 * of LEARNs or from a heartbeat, lacks the value for longer than messages take, and asks for it.
 */
final class CatchUp {

  /** Slots that one REPAIR asks for at most; the answer is as many messages. */
  private static final int REPAIR_SLOTS = 32;

  private final Members members;
  private final Learner learner;
  private final Ordering ordering;
  private final Window window;
  private final Counters counters;
  private final int patienceTicks;

  /** No more is asked for than fits the window: what arrives beyond it is lost. */
  private final int batchSlots;

  private long chosenBelow;
  private long askedFrom;
  private int askIn;
  private int peer;

  /**
   * @param firstPeer index of the member before the first to be asked; drawn by chance, so that not
   *     all ask the same
   */
  CatchUp(Member member, Ordering ordering, int firstPeer) {
    this.members = member.members();
    this.learner = member.learner();
    this.window = member.window();
    this.counters = member.counters();
    this.ordering = ordering;
    this.patienceTicks = member.config().timing().retransmitTicks();
    this.batchSlots = Math.min(REPAIR_SLOTS, member.config().windowSlots());
    this.askIn = patienceTicks;
    this.peer = firstPeer;
  }

  /** Notes that every slot below this one is chosen. */
  void chosenBelow(long slot) {
    chosenBelow = Math.max(chosenBelow, slot);
  }

  /** Being behind is ordinary for the time of a round trip; only lasting backlog is repaired. */
  void tick(Effects out) {
    if (!isBehind()) {
      askIn = patienceTicks;
    } else if (--askIn <= 0) {
      ask(nextPeer(), out);
    }
  }

  /** True if the next slot is known to be chosen but its value is not here. */
  private boolean isBehind() {
    return learner.nextSlot() < chosenBelow || learner.isDecided(learner.nextSlot());
  }

  private void ask(int node, Effects out) {
    counters.repairsAsked++;
    askedFrom = learner.nextSlot();
    askIn = patienceTicks;
    out.add(new Effect.Send(node, new Repair(askedFrom, batchSlots)));
  }

  /** The members in turn: whoever is asked may be unreachable or may not know either. */
  private int nextPeer() {
    do {
      peer = (peer + 1) % members.size();
    } while (peer == members.selfIndex());
    return members.node(peer);
  }

  /** Whoever has answered in full is asked for more at once; silence moves on to another member. */
  void onChosen(int sender, Chosen chosen, Effects out) {
    if (!window.takes(chosen.slot(), chosen.value())) {
      return;
    }
    ordering.choose(chosen.slot(), chosen.value(), out);
    if (isBehind() && learner.nextSlot() >= askedFrom + batchSlots) {
      ask(sender, out);
    }
  }

  /** Tells what is known of the slots that somebody else has missed. */
  void onRepair(int sender, Repair repair, Effects out) {
    long end = repair.fromSlot() + Math.min(repair.count(), REPAIR_SLOTS);
    for (long slot = repair.fromSlot(); slot < end; slot++) {
      Value value = learner.chosen(slot);
      if (value != null) {
        out.add(new Effect.Send(sender, new Chosen(slot, value)));
      }
    }
  }
}
