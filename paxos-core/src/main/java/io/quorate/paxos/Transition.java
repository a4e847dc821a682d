package io.quorate.paxos;

import io.quorate.paxos.Configurations.Epoch;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.role.Acceptor;
import io.quorate.paxos.role.Candidate;
import io.quorate.paxos.role.Leader;
import io.quorate.paxos.role.Learner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a leader does to bring the next configuration into force, from the moment it delivers the
 * change: it has phase 1 of its own ballot promised by a quorum of the new acceptors, for the slots
 * that will be theirs, while it goes on ordering in the slots before; and where there is nothing to
 * order it fills those with no-ops, a few at a time, so that the change comes into force soon.
 *
 * <p>Phase 1 comes first because some acceptor of the new configuration may have voted in its slots
 * in a lower ballot: for a leader before this one that knew of the change and has got as far. What
 * is found is proposed anew before anything else, as after an election ("Paxos Made Simple",
 * section 2.2). Until a quorum has promised, no slot of the new configuration is given out; clients
 * are told to wait.
 */
final class Transition {

  /** No-ops on their way at a time; with more in the slots before, there is load enough. */
  private static final int FILL_SLOTS = 256;

  private final ReplicaConfig config;
  private final Members members;
  private final Configurations configurations;
  private final Acceptor acceptor;
  private final Learner learner;
  private final int fillSlots;
  private final Window window;
  private final Rebirths rebirths;
  private final Counters counters;
  private final Leadership leadership;
  private final Ordering ordering;

  /** Whose transition this is; a later leadership of this node begins anew. */
  private @Nullable Leader leader;

  /** Phase 1 for the newest configuration; null before and after. */
  private @Nullable Candidate asking;

  /** What phase 1 has found; null if there was nothing, or all of it is proposed. */
  private @Nullable Candidate found;

  private long foundEnd;
  private int repeatIn;
  private boolean filling;

  /** The changes after which there is nothing left to do for the leader. */
  private int done = -1;

  Transition(Member member, Leadership leadership, Ordering ordering) {
    this.config = member.config();
    this.members = member.members();
    this.configurations = member.configurations();
    this.acceptor = member.acceptor();
    this.learner = member.learner();
    this.fillSlots = Math.min(FILL_SLOTS, member.config().limits().inFlightSlots());
    this.window = member.window();
    this.rebirths = member.rebirths();
    this.counters = member.counters();
    this.leadership = leadership;
    this.ordering = ordering;
  }

  /** The first slot that the leader may not give out yet; beyond all slots if there is none. */
  long authorityEnd(Leader leading) {
    return configurations.endOf(leading.version());
  }

  /** True if the leader's next slot may be given to a client's value. */
  boolean admits(Leader leading) {
    long slot = leading.nextSlot();
    boolean taken = found != null && slot >= found.fromSlot() && slot < foundEnd;
    return !taken && slot < authorityEnd(leading);
  }

  /** True if the leader can give nothing out because promises are wanting. */
  boolean isBlocked(Leader leading) {
    return leading.nextSlot() >= authorityEnd(leading);
  }

  /** Does what can be done now; to be called when something was delivered, or time has passed. */
  void proceed(Leader leading, Effects out) {
    if (leader == leading && done == configurations.changes()) {
      return; // As with nearly every slot.
    }
    if (leader != leading) {
      leader = leading;
      asking = null;
      found = null;
      done = -1;
    }
    if (authorityEnd(leading) != Long.MAX_VALUE && asking == null) {
      ask(leading, out);
    }
    fill(leading, out);
  }

  /** One tick of the leader. */
  void tick(Leader leading, Effects out) {
    proceed(leading, out);
    Candidate open = asking;
    if (open != null && --repeatIn <= 0) {
      askThoseWhoOwe(open, out);
    }
  }

  // ---------------------------------------------------------------- phase 1

  private void ask(Leader leading, Effects out) {
    Epoch next = configurations.newest();
    if (next.configuration().version() != leading.version() + 1) {
      leadership.abdicate(out); // Others have got further than this ballot ever did.
      return;
    }
    Candidate open =
        new Candidate(
            leading.ballot(),
            null,
            next.fromSlot(),
            config.limits().windowSlots(),
            members.size(),
            List.of(next));
    asking = open;
    leading.followers().expect(next.quorums());
    leadership.heartbeat(leading, out); // Whoever is new hears who leads, and begins to catch up.
    int self = members.selfIndex();
    while (!open.isComplete(self)) {
      open.promise(
          self, acceptor.page(open.ask(self).fromSlot(), window.watermark(), rebirths.told()));
    }
    askThoseWhoOwe(open, out);
    finish(leading, open, out);
  }

  private void askThoseWhoOwe(Candidate open, Effects out) {
    repeatIn = config.timing().retransmitTicks();
    for (int node : configurations.newest().configuration().acceptors()) {
      int member = members.indexOf(node);
      if (!open.isComplete(member)) {
        out.add(new Effect.Send(node, open.ask(member)));
      }
    }
  }

  /**
   * A promise to one who leads already.
   *
   * @return the slot below which all is chosen by what the promise tells, if this node is too far
   *     behind to lead; else 0
   */
  long promise(int sender, int member, Promise promise, Effects out) {
    Leader leading = leader;
    Candidate open = asking;
    if (leading == null
        || open == null
        || leading != leadership.leader()
        || !open.promise(member, promise)) {
      return 0;
    }
    window.raise(promise.watermark());
    if (open.isOutrun()) {
      asking = null;
      return open.chosenBelow();
    }
    if (!open.isComplete(member)) {
      out.add(new Effect.Send(sender, open.ask(member)));
    }
    finish(leading, open, out);
    return 0;
  }

  /** What an earlier self of the member has promised counts no more. */
  void voidWords(int member) {
    if (asking != null) {
      asking.voidPromise(member);
    }
  }

  private void finish(Leader leading, Candidate open, Effects out) {
    if (open.hasQuorum()) {
      asking = null;
      leading.promisedUpTo(open.version());
      foundEnd = Math.max(open.votesEnd(), learner.end());
      found = foundEnd > open.fromSlot() ? open : null;
      counters.changeVotesFound += open.votesEnd() - open.fromSlot();
      fill(leading, out);
    }
  }

  // ---------------------------------------------------------------- up to activation

  private void fill(Leader leading, Effects out) {
    if (filling) {
      return; // Where one vote chooses, to propose is to deliver, which leads here again.
    }
    filling = true;
    Candidate known = found;
    long end = Math.max(configurations.newest().fromSlot(), known == null ? 0 : foundEnd);
    while (leading.nextSlot() < end && mayFill(leading)) {
      long slot = leading.takeSlot();
      Value chosen = learner.chosen(slot);
      Value value = known == null || slot < known.fromSlot() ? Value.NOOP : known.valueFor(slot);
      ordering.proposeAnew(leading, slot, chosen == null ? value : chosen, out);
    }
    if (leading.nextSlot() >= foundEnd) {
      found = null;
    }
    filling = false;
    boolean mayPropose = authorityEnd(leading) == Long.MAX_VALUE;
    if (mayPropose && found == null && leading.nextSlot() >= configurations.newest().fromSlot()) {
      done = configurations.changes();
    }
  }

  private boolean mayFill(Leader leading) {
    return leading == leadership.leader()
        && !leading.isPaused()
        && !isBlocked(leading)
        && window.isOpen(leading.nextSlot())
        && leading.nextSlot() - learner.nextSlot() < fillSlots;
  }
}
