package io.quorate.fabric.fault;

import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.Reads;
import java.util.List;

/**
 * Small choreographies around the first leader: faults that do no harm alone, and each at the right
 * moment after the one before. Drawn one by one they would hardly ever meet. When all is over the
 * leadership is handed back, and the scene is played again for as long as there is time. Where
 * members keep nothing there are {@link RebootMotifs} instead.
 */
final class Scenes {

  /** Of {@value #ODDS} runs, so many have a scene. */
  private static final int WITH_READS = 10;

  private static final int ELSE = 3;
  private static final int ODDS = 15;
  private static final int TENTHS = 10;
  private static final double HURRIED = 3;
  private static final int QUIET_TICKS = 3;
  private static final int SLOW_LEAST = 16;
  private static final int SLOW_SCALES = 4;

  private enum Scene {
    /** Whoever is on the leader's side goes on to ask it, while others elect somebody else. */
    STRANDED,
    /** The same, and the others are told at once. */
    UNPLUGGED,
    /** It has handed over, and hears nothing of its heir. */
    DEAF_TO_ITS_HEIR,
    /**
     * Somebody misses what the others choose, and is elected in its place: it proposes that anew,
     * and those who vote take longer for it than to say that they follow.
     */
    LED_BY_ONE_BEHIND,
    /**
     * It is not heard, so that nobody but itself votes for what it proposes; then it is deaf, so
     * that it misses what others choose in the same slots; then whoever led meanwhile is gone.
     */
    OLD_VOTES,
    /** It is not heard; then it hears who votes in the same slots, and by chance not for what. */
    VOTES_WITHOUT_VALUES
  }

  private final PaxosGroup group;
  private final Targets targets;
  private final Clocks clocks;
  private final Dice dice;
  private final long tickNs;
  private final long startNs;
  private final long endNs;
  private final Cues cues;

  Scenes(PaxosGroup group, Targets targets, Clocks clocks, Dice dice, long startNs, long endNs) {
    this.group = group;
    this.targets = targets;
    this.clocks = clocks;
    this.dice = dice;
    this.tickNs = group.tickNs();
    this.startNs = startNs;
    this.endNs = endNs;
    this.cues = new Cues(tickNs, startNs, endNs);
  }

  /** A scene, again and again; nothing in most runs. */
  List<TimedFault> draw() {
    dice.turnTo("whether a scene");
    boolean readsTakeSlots = group.reads().path() == Reads.Path.LOG;
    if (targets.forget() || !targets.canStrand()) {
      return List.of();
    }
    if (dice.below(ODDS) >= (readsTakeSlots ? ELSE : WITH_READS)) {
      return List.of();
    }
    dice.turnTo("a scene");
    Scene scene = dice.pick(fitting(readsTakeSlots));
    if (clocks.areBound()) {
      apart();
    }
    long atNs = startNs + ticks(5, 40);
    while (atNs < endNs) {
      atNs = play(scene, atNs);
      cues.add(atNs, 0, new Fault.HandOver(targets.leader()));
      atNs += ticks(10, 40);
    }
    return cues.faults();
  }

  private List<Scene> fitting(boolean readsTakeSlots) {
    if (group.reads().lease().isOn()) {
      return List.of(
          Scene.STRANDED, Scene.UNPLUGGED, Scene.DEAF_TO_ITS_HEIR, Scene.LED_BY_ONE_BEHIND);
    }
    List<Scene> aboutVotes = List.of(Scene.OLD_VOTES, Scene.VOTES_WITHOUT_VALUES);
    List<Scene> aboutReads = List.of(Scene.STRANDED, Scene.LED_BY_ONE_BEHIND);
    return readsTakeSlots || dice.oneIn(3) ? aboutVotes : aboutReads;
  }

  /** The leader's clock as slow as it may be, so that it trusts a lease for longest. */
  private void apart() {
    cues.add(startNs, endNs - startNs, new Fault.ClockRate(targets.leader(), clocks.slowest()));
    for (String node : targets.others()) {
      cues.add(startNs, endNs - startNs, new Fault.ClockRate(node, clocks.fastest()));
    }
  }

  /** When it is over. */
  private long play(Scene scene, long atNs) {
    return switch (scene) {
      case STRANDED -> {
        hush(atNs);
        cues.add(atNs, aloneNs(), targets.stranded());
        yield atNs + aloneNs() + ticks(5, 20);
      }
      case UNPLUGGED -> {
        hush(atNs);
        for (String link : targets.waysOut()) {
          cues.add(atNs, aloneNs(), new Fault.LinkDown(link));
        }
        yield atNs + aloneNs() + ticks(5, 20);
      }
      case DEAF_TO_ITS_HEIR -> deafToItsHeir(atNs);
      case LED_BY_ONE_BEHIND -> ledByOneBehind(atNs);
      case OLD_VOTES -> oldVotes(atNs);
      case VOTES_WITHOUT_VALUES -> votesWithoutValues(atNs);
    };
  }

  /** As long as an election may take, or as a lease may last. */
  private long aloneNs() {
    double slow = clocks.areBound() ? clocks.slowest() : 1;
    int most = Math.max(group.electionTicksMax(), group.reads().lease().ticks());
    return cues.rounded((long) (most * tickNs / slow)) + 10 * tickNs;
  }

  /**
   * No request comes from the far side until now: one whose slot stays open would hold up all reads
   * at the leader.
   */
  private void hush(long untilNs) {
    long lengthNs = QUIET_TICKS * tickNs;
    for (String node : targets.farSide()) {
      cues.add(untilNs - lengthNs, lengthNs, new Fault.Pause(node));
    }
  }

  private long deafToItsHeir(long atNs) {
    hush(atNs);
    cues.add(atNs, 0, new Fault.HandOver(dice.pick(targets.others())));
    long deafNs = Math.max(startNs, atNs + (dice.below(10) - 2) * (tickNs / TENTHS));
    boolean dumb = dice.oneIn(2);
    cues.add(deafNs, aloneNs(), dumb ? targets.stranded() : targets.deaf(targets.leader()));
    return deafNs + aloneNs() + ticks(5, 20);
  }

  private long ledByOneBehind(long atNs) {
    String next = dice.pick(targets.linkedOthers());
    long deafNs = ticks(3, 20);
    cues.add(atNs, deafNs, targets.deaf(next));
    long goneNs = atNs + deafNs - dice.below(4) * (tickNs / TENTHS);
    long lengthNs = 2L * group.electionTicksMax() * tickNs;
    cues.add(goneNs, lengthNs, new Fault.Crash(targets.leader()));
    hurry(next, atNs, deafNs + lengthNs);
    int times = SLOW_LEAST << dice.below(SLOW_SCALES);
    targets.others().forEach(node -> cues.add(goneNs, lengthNs, new Fault.SlowDisk(node, times)));
    return goneNs + lengthNs + ticks(5, 20);
  }

  private long oldVotes(long atNs) {
    String next = dice.pick(targets.others());
    long dumbNs = notHeard(atNs, next);
    long deafNs = ticks(2, 30);
    cues.add(atNs + dumbNs, deafNs, targets.deaf(targets.leader()));
    long goneNs = atNs + dumbNs + deafNs - dice.below(4) * (tickNs / TENTHS);
    long lengthNs = 2L * group.electionTicksMax() * tickNs;
    cues.add(goneNs, lengthNs, new Fault.Crash(next));
    return goneNs + lengthNs + ticks(5, 20);
  }

  private long votesWithoutValues(long atNs) {
    long dumbNs = notHeard(atNs, dice.pick(targets.others()));
    long lossyNs = group.electionTicksMax() * tickNs;
    double share = (3 + dice.below(4)) / 10.0;
    for (String link : targets.waysOut()) {
      cues.add(atNs + dumbNs - ticks(0, 5), lossyNs, new Fault.Loss(link, share));
    }
    return atNs + dumbNs + lossyNs + ticks(5, 20);
  }

  /** The leader is not heard until another one is elected, if possible this one. */
  private long notHeard(long atNs, String next) {
    int least = group.electionTicksMin() + group.retransmitTicks();
    long lengthNs = ticks(least, Math.max(least, group.electionTicksMax()) + 10);
    cues.add(atNs, lengthNs, targets.dumb());
    hurry(next, atNs, lengthNs);
    return lengthNs;
  }

  /** So that this one is the first to lose patience. */
  private void hurry(String node, long atNs, long lengthNs) {
    if (!clocks.areBound()) {
      cues.add(atNs, lengthNs, new Fault.ClockRate(node, HURRIED));
    }
  }

  /** Between so many ticks, both possible, in tenths of a tick. */
  private long ticks(int least, int most) {
    return cues.rounded(least * tickNs + dice.below((most - least) * tickNs + 1));
  }
}
