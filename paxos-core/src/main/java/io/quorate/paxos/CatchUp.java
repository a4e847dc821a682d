package io.quorate.paxos;

import io.quorate.paxos.message.Message.Chosen;
import io.quorate.paxos.message.Message.Fetch;
import io.quorate.paxos.message.Message.Piece;
import io.quorate.paxos.message.Message.Repair;
import io.quorate.paxos.message.SnapshotName;
import io.quorate.paxos.role.Learner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a replica gets the values that it has missed: it hears that a slot is chosen, from a quorum
 * of LEARNs or from a heartbeat, lacks the value for longer than messages take, and asks for it.
 */
final class CatchUp {

  private static final int NOBODY = -1;

  /** Times that a snapshot is asked for in vain before another member is asked. */
  private static final int FRUITLESS_MAX = 3;

  /** Slots that one REPAIR asks for at most; the answer is as many messages. */
  private static final int REPAIR_SLOTS = 32;

  private final Members members;
  private final Membership membership;
  private final Learner learner;
  private final Ordering ordering;
  private final Window window;
  private final Answers answers;
  private final Snapshots snapshots;
  private final Counters counters;
  private final ReplicaConfig config;
  private final int patienceTicks;

  /** No more is asked for than fits the window: what arrives beyond it is lost. */
  private final int batchSlots;

  private long chosenBelow;
  private long askedFrom;
  private int askIn;
  private int peer;
  private int informant = NOBODY;

  /** What comes in of a snapshot, from whom, and how often it was asked for in vain. */
  private @Nullable Download download;

  private int source;
  private int fruitless;

  /**
   * @param firstPeer index of the member before the first to be asked; drawn by chance, so that not
   *     all ask the same
   */
  CatchUp(Member member, Ordering ordering, Answers answers, int firstPeer) {
    this.members = member.members();
    this.membership = member.membership();
    this.learner = member.learner();
    this.window = member.window();
    this.counters = member.counters();
    this.ordering = ordering;
    this.answers = answers;
    this.snapshots = new Snapshots(member, answers);
    this.config = member.config();
    this.patienceTicks = member.config().timing().retransmitTicks();
    this.batchSlots = Math.min(REPAIR_SLOTS, member.config().limits().windowSlots());
    this.askIn = patienceTicks;
    this.peer = firstPeer;
  }

  /** Notes that every slot below this one is chosen; whoever says so is the first to be asked. */
  void chosenBelow(long slot, int member) {
    if (slot > chosenBelow) {
      chosenBelow = slot;
      informant = member;
    }
  }

  /** Being behind is ordinary for the time of a round trip; only lasting backlog is repaired. */
  void tick(Effects out) {
    if (!isBehind()) {
      askIn = patienceTicks;
    } else if (--askIn <= 0) {
      askAgain(out);
    }
  }

  /** Of a snapshot that is under way, the rest is asked for; else somebody is asked for values. */
  private void askAgain(Effects out) {
    if (download != null && ++fruitless <= FRUITLESS_MAX) {
      fetch(download, source, out);
    } else {
      download = null;
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
    if (informant != NOBODY) {
      int member = informant;
      informant = NOBODY;
      return members.node(member);
    }
    List<Integer> others = membership.audience();
    do {
      peer = (peer + 1) % members.size();
    } while (peer == members.selfIndex()
        || !(others.isEmpty() || others.contains(members.node(peer))));
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

  /** Takes in a piece of a snapshot; the last one makes this replica what its sender was. */
  void onPiece(int sender, Piece piece, Effects out) {
    SnapshotName name = piece.snapshot();
    if (name.slot() <= learner.nextSlot()
        || name.totalBytes() > config.limits().snapshotBytesMax()) {
      return;
    }
    Download current = download;
    if (current == null || (sender == source && !name.equals(current.name()))) {
      current = new Download(name, Snapshots.pieceBytes(config));
      download = current;
    } else if (!name.equals(current.name())) {
      return;
    }
    source = sender;
    fruitless = 0;
    current.take(piece);
    if (current.isComplete()) {
      download = null;
      install(current, out);
    } else if (current.isServed()) {
      fetch(current, sender, out);
    }
  }

  private void fetch(Download wanted, int from, Effects out) {
    askIn = patienceTicks;
    out.add(new Effect.Send(from, wanted.ask()));
  }

  private void install(Download whole, Effects out) {
    if (!whole.isIntact() || !restore(whole.bytes())) {
      counters.snapshotsBroken++;
      return;
    }
    counters.snapshotsInstalled++;
    ordering.skipTo(whole.name().slot(), out);
    askIn = patienceTicks;
  }

  private boolean restore(byte[] snapshot) {
    try {
      answers.restore(snapshot);
      return true;
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }

  void onFetch(int sender, Fetch fetch, Effects out) {
    snapshots.onFetch(sender, fetch, out);
  }

  /** Tells what is known of the slots that somebody else has missed, or all that came of them. */
  void onRepair(int sender, Repair repair, Effects out) {
    boolean forgotten = learner.chosen(repair.fromSlot()) == null;
    if (forgotten && repair.fromSlot() < learner.nextSlot()) {
      snapshots.offer(sender, repair.fromSlot(), out);
      return;
    }
    long end = repair.fromSlot() + Math.min(repair.count(), REPAIR_SLOTS);
    for (long slot = repair.fromSlot(); slot < end; slot++) {
      Value value = learner.chosen(slot);
      if (value != null) {
        out.add(new Effect.Send(sender, new Chosen(slot, value)));
      }
    }
  }
}
