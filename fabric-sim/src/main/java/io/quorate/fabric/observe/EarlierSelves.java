package io.quorate.fabric.observe;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Recovered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds members that keep nothing to what their recovery rests on, as soon as it happens and before
 * harm comes of it.
 *
 * <ul>
 *   <li>Those whose answers count make a consistent set: none of them, nor who has recovered, knew
 *       of a later self of another (Michael, Ports, Sharma and Szekeres, "Recovering Shared Objects
 *       Without Stable Storage", DISC 2017).
 *   <li>Who has recovered holds what they told: their promises, their votes for what is open, and
 *       all that they had delivered.
 *   <li>Nobody votes for what an earlier self of a ballot's owner proposed once it knows of a later
 *       one.
 * </ul>
 */
public final class EarlierSelves implements Observer {

  /** What was told by one member in one life. */
  private record Answer(int from, int incarnation, Recovered page) {}

  private static final class Asker {
    final int incarnation;
    final List<Answer> answers = new ArrayList<>();

    /** Members whose answers come in pages. */
    final Set<Integer> paged = new LinkedHashSet<>();

    Asker(int incarnation) {
      this.incarnation = incarnation;
    }

    void take(int from, Recovered page) {
      if (!page.last() || page.fromSlot() != 0) {
        paged.add(from);
      }
      int speaks = page.known().of(from);
      if (page.last() && answers.stream().noneMatch(each -> isOf(each, from, speaks))) {
        answers.add(new Answer(from, speaks, page));
      }
    }

    private static boolean isOf(Answer answer, int from, int incarnation) {
      return answer.from == from && answer.incarnation == incarnation;
    }
  }

  private record Proposal(long slot, Ballot ballot) {}

  private record Voter(int node, int incarnation, Proposal proposal) {}

  private final Changes changes;
  private final Report report;
  private final Map<Integer, Asker> askers = new LinkedHashMap<>();
  private final Map<Integer, Integer> incarnations = new LinkedHashMap<>();

  /** In which life its owner made a proposal. */
  private final Map<Proposal, Integer> proposed = new LinkedHashMap<>();

  private final Set<Voter> voters = new LinkedHashSet<>();

  /**
   * @param changes whose answers count; hears of deliveries before this
   */
  public EarlierSelves(Changes changes, Report report) {
    this.changes = changes;
    this.report = report;
  }

  @Override
  public void started(int node, int incarnation) {
    incarnations.put(node, incarnation);
    askers.put(node, new Asker(incarnation));
  }

  @Override
  public void received(int node, int from, Message message) {
    Asker asker = askers.get(node);
    if (asker != null
        && message instanceof Recovered page
        && page.incarnation() == asker.incarnation) {
      asker.take(from, page);
    }
  }

  @Override
  public void sent(int node, int to, Message message) {
    int incarnation = incarnations.getOrDefault(node, 1);
    if (message instanceof Message.Accept accept) {
      proposed.putIfAbsent(new Proposal(accept.slot(), accept.ballot()), incarnation);
    } else if (message instanceof Message.Learn learn) {
      Proposal proposal = new Proposal(learn.slot(), learn.ballot());
      int owner = learn.ballot().node();
      int speaks = proposed.getOrDefault(proposal, 1);
      if (voters.add(new Voter(node, incarnation, proposal))
          && owner != node
          && Incarnations.isLater(speaks, learn.known().of(owner))) {
        report.violation(
            "no vote for an earlier self",
            "node "
                + node
                + " votes for slot "
                + learn.slot()
                + " in "
                + learn.ballot()
                + ", proposed in life "
                + speaks
                + ", and knows of lives "
                + learn.known());
      }
    }
  }

  @Override
  public void recovered(int node, Regained memory) {
    Asker asker = askers.remove(node);
    if (asker == null) {
      return;
    }
    List<Answer> counted = upToDate(asker.answers, memory.known());
    Incarnations known = memory.known();
    for (Answer each : counted) {
      known = known.merge(each.page.known());
    }
    List<Answer> consistent = upToDate(counted, known);
    consistent(node, consistent, known, memory.nextSlot());
    for (Answer each : consistent) {
      if (!asker.paged.contains(each.from)) {
        holds(node, each, memory);
      }
    }
  }

  /** Those answers of which no later self of who gave them is known. */
  private static List<Answer> upToDate(List<Answer> answers, Incarnations known) {
    return answers.stream()
        .filter(each -> !Incarnations.isLater(each.incarnation, known.of(each.from)))
        .toList();
  }

  private void consistent(int node, List<Answer> answers, Incarnations known, long nextSlot) {
    Configuration there = changes.knownAt(nextSlot);
    List<Integer> from = answers.stream().map(Answer::from).distinct().toList();
    if (from.stream().filter(there::isAcceptor).count() < there.quorums().recovery()) {
      report.violation(
          "recovery from a consistent set",
          "node " + node + " has recovered from " + from + ", where lives " + known + " are known");
    }
  }

  private void holds(int node, Answer told, Regained memory) {
    Recovered page = told.page;
    if (memory.promised().compareTo(page.promised()) < 0) {
      report.violation(
          "recovered what was told",
          "node "
              + node
              + " has promised "
              + memory.promised()
              + ", node "
              + told.from
              + " told it of "
              + page.promised());
    }
    if (memory.nextSlot() < page.deliveredBelow()) {
      report.violation(
          "recovered what was told",
          "node "
              + node
              + " goes on at slot "
              + memory.nextSlot()
              + ", node "
              + told.from
              + " told it of "
              + page.deliveredBelow());
    }
    for (Message.Vote vote : page.votes()) {
      if (vote.slot() >= memory.nextSlot()
          && memory.voted().applyAsLong(vote.slot()) < vote.ballot().packed()) {
        report.violation(
            "recovered what was told",
            "node "
                + node
                + " has no vote for slot "
                + vote.slot()
                + ", node "
                + told.from
                + " told it of one in "
                + vote.ballot());
      }
    }
  }
}
