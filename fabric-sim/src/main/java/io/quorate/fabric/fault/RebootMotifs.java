package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.paxos.Durability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Small choreographies around the start of a member that keeps nothing. Each needs several things
 * to go wrong within a few ticks, one after the other, which faults that are drawn one by one
 * hardly ever do. How long each step takes is drawn; so is who plays which part, for what a member
 * can do without others depends on where it lies.
 */
final class RebootMotifs {

  private static final int NONE_ONE_IN = 4;
  private static final int MEMBERS_LEAST = 3;

  private final Dice dice;
  private final List<String> members;
  private final String leader;
  private final List<Link> between;
  private final long tickNs;
  private final int electionTicks;
  private final long startNs;
  private final long endNs;
  private final Cues cues;

  private RebootMotifs(Fabric fabric, Dice dice, long startNs, long endNs) {
    this.dice = dice;
    this.members = fabric.group().members();
    this.leader = fabric.group().leader();
    this.between =
        fabric.links().stream()
            .filter(link -> members.contains(link.a()) && members.contains(link.b()))
            .toList();
    this.tickNs = fabric.group().tickNs();
    this.electionTicks = fabric.group().electionTicksMax();
    this.startNs = startNs;
    this.endNs = endNs;
    this.cues = new Cues(tickNs, startNs, endNs);
  }

  /** One of them, mostly, for each group whose members keep nothing. */
  static List<TimedFault> draw(Fabric fabric, Dice dice, long startNs, long endNs) {
    List<TimedFault> all = new ArrayList<>();
    for (Fabric view : fabric.views()) {
      RebootMotifs motifs = new RebootMotifs(view, dice, startNs, endNs);
      dice.turnTo("reboot motifs of " + view.group().id());
      boolean forget = view.group().durability() == Durability.VOLATILE;
      boolean canCut =
          motifs.members.size() >= MEMBERS_LEAST
              && motifs.members.stream().allMatch(each -> motifs.links(each) > 0);
      if (forget && canCut && !dice.oneIn(NONE_ONE_IN)) {
        motifs.drawOne();
        all.addAll(motifs.cues.faults());
      }
    }
    return all;
  }

  private void drawOne() {
    long atNs = cues.rounded(startNs + dice.below(Math.max(1, (endNs - startNs) / 2)));
    switch (dice.below(4)) {
      case 0 -> lateWords(atNs);
      case 1 -> laggard(atNs);
      default -> twoForget(atNs);
    }
  }

  /**
   * A member, mostly the first leader, starts anew while what it said is held back, so that its
   * later self is heard first.
   */
  private void lateWords(long atNs) {
    long holdNs = (10L << dice.below(3)) * tickNs;
    double probability = (3 + 2 * dice.below(4)) / 10.0;
    for (Link link : between) {
      cues.add(atNs, 3 * holdNs, new Fault.Reordering(link.name(), probability, holdNs));
    }
    String node = dice.oneIn(4) ? dice.pick(members) : leader;
    cues.add(atNs + holdNs / 2 + dice.below(holdNs), 0, new Fault.Reboot(node));
  }

  /**
   * A member is cut off and misses some slots. Another forgets their votes, and is told by a third
   * that they are chosen; when it has also asked the first, the third is gone, and the first, which
   * knows nothing of those slots, may stand for election.
   */
  private void laggard(long atNs) {
    String behind = dice.pick(but(middle(), leader));
    String gone = dice.pick(but(middle(), behind));
    String forgets = dice.pick(but(behind, gone));
    long forgetsNs = atNs + ticks(5, electionTicks);
    long backNs = forgetsNs + ticks(8, 32);
    cues.add(atNs, backNs - atNs, apart(behind));
    cues.add(forgetsNs, 0, new Fault.Reboot(forgets));
    cues.add(backNs - tickNs / 2, 3L * electionTicks * tickNs, apart(gone));
  }

  /**
   * Two forget, one after the other: the second has answered the first and then starts anew, which
   * a third hears of and the first does not, until the third answers it. (If it is heard of in
   * time, both wait for each other for good, and must say so.)
   */
  private void twoForget(long atNs) {
    List<String> parts = dice.shuffled(members);
    if (!dice.oneIn(3)) {
      parts = new ArrayList<>(parts);
      parts.remove(middle());
      parts.add(1, middle());
    }
    String first = parts.get(0);
    String second = parts.get(1);
    long turnNs = atNs + ticks(3, 8);
    cues.add(atNs, turnNs - atNs, apart(parts.get(2)));
    cues.add(atNs + tickNs, 0, new Fault.Reboot(first));
    cues.add(turnNs - tickNs / 5, ticks(3, 20), apart(first));
    cues.add(turnNs + tickNs / 5, 0, new Fault.Reboot(second));
  }

  /** The member with most links to others: whoever is cut off, it is not in the way. */
  private String middle() {
    return members.stream().max(Comparator.comparingLong(this::links)).orElse(leader);
  }

  private long links(String node) {
    return between.stream()
        .filter(link -> !link.backup() && (link.a().equals(node) || link.b().equals(node)))
        .count();
  }

  /** The members but these; whoever is left if that is nobody. */
  private List<String> but(String one, String other) {
    List<String> rest =
        members.stream().filter(each -> !each.equals(one) && !each.equals(other)).toList();
    return rest.isEmpty() ? members : rest;
  }

  private Fault.Partition apart(String node) {
    List<String> others = members.stream().filter(each -> !each.equals(node)).toList();
    return new Fault.Partition(List.of(node), others, false);
  }

  private long ticks(int least, int more) {
    return (least + dice.below(more)) * tickNs;
  }
}
