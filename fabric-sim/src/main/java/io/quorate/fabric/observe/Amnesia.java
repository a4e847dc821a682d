package io.quorate.fabric.observe;

import io.quorate.fabric.observe.Changes.Term;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.message.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whoever has lost its memory does nothing but ask, until enough others have told it, in its
 * present incarnation, all that they know: it does not promise, vote, acknowledge, support, lead or
 * answer. Also knows who is without memory now, and so whether anybody can still win it back.
 */
public final class Amnesia implements Observer {

  /** What one has been told since it lost its memory. */
  private static final class Forgetful {
    final int incarnation;
    final Set<Integer> informants = new LinkedHashSet<>();

    Forgetful(int incarnation) {
      this.incarnation = incarnation;
    }
  }

  private final Changes changes;
  private final Report report;
  private final Map<Integer, Forgetful> forgetful = new LinkedHashMap<>();

  /** Whoever has come so far knows the changes below. */
  private final NextSlots next = new NextSlots();

  private long started;
  private long recovered;

  /**
   * @param changes whom one without memory must have heard: a recovery quorum of each configuration
   *     that governs a slot which it has not delivered
   */
  public Amnesia(Changes changes, Report report) {
    this.changes = changes;
    this.report = report;
  }

  @Override
  public void started(int node, int incarnation) {
    started++;
    next.started(node);
    forgetful.put(node, new Forgetful(incarnation));
  }

  @Override
  public void received(int node, int from, Message message) {
    Forgetful state = forgetful.get(node);
    if (state != null
        && message instanceof Message.Recovered page
        && page.last()
        && page.incarnation() == state.incarnation) {
      state.informants.add(from);
    }
  }

  @Override
  public void sent(int node, int to, Message message) {
    Forgetful state = forgetful.get(node);
    if (state == null || asks(message)) {
      return;
    }
    long from = next.of(node);
    if (!areEnough(state.informants, changes.governing(from, from))) {
      report.violation(
          "no word of an amnesiac",
          "node "
              + node
              + ", started for the "
              + state.incarnation
              + ". time, has heard "
              + state.informants
              + " and says "
              + message);
    }
    forgetful.remove(node);
    recovered++;
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    next.delivered(node, delivery);
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    next.installed(node, installed);
  }

  private static boolean areEnough(Set<Integer> informants, List<Term> governing) {
    return governing.stream().allMatch(each -> areEnough(informants, each.configuration()));
  }

  private static boolean areEnough(Set<Integer> informants, Configuration there) {
    return informants.stream().filter(there::isAcceptor).count() >= there.quorums().recovery();
  }

  private static boolean asks(Message message) {
    return message instanceof Message.Recover
        || message instanceof Message.Repair
        || message instanceof Message.Fetch;
  }

  /** Times that a member has started without memory. */
  public long started() {
    return started;
  }

  /** Times that one has won it back. */
  public long recovered() {
    return recovered;
  }

  /** Members without memory now. */
  public List<Integer> forgetful() {
    return new ArrayList<>(forgetful.keySet());
  }

  /**
   * True if so many are without memory that none of them can win it back: too few are left of the
   * acceptors of a configuration that governs an open slot. Open is what nobody has delivered who
   * still has it: what only those had who forgot is to be learned anew. A change that would help
   * governs only what comes after those slots.
   */
  public boolean isLost() {
    if (forgetful.isEmpty()) {
      return false;
    }
    long open = next.furthestWithout(forgetful.keySet());
    return changes.governing(open, Long.MAX_VALUE).stream()
        .anyMatch(each -> !areEnough(remembering(each), each.configuration()));
  }

  private Set<Integer> remembering(Term term) {
    Set<Integer> others = new LinkedHashSet<>(term.configuration().acceptors());
    others.removeAll(forgetful.keySet());
    return others;
  }
}
