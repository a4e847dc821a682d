package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws fault schedules in the swarm style (Groce, Zhang, Eide, Chen and Regehr, "Swarm testing",
 * ISSTA 2012): which kinds of fault occur at all is itself drawn, for a run with few kinds gets
 * into states that a run with all of them, each a little, never reaches. How many, when, how long,
 * how strong and where are drawn too.
 *
 * <p>Drawn schedules are hard but fair:
 *
 * <ul>
 *   <li>Of several groups on a fabric, each kind of fault strikes one, which is drawn.
 *   <li>Most lone crashes, pauses, isolations and flow wipes strike the switch that leads at boot.
 *       Crashes come alone, in turn through the members, or several at once, up to the whole group:
 *       safety must hold without a majority, and progress return with it.
 *   <li>Partitions part all switches in two, isolate one, or leave one as a bridge; one in three is
 *       one-way.
 *   <li>The first leader is stranded: cut off from all other members for as long as an election
 *       takes, and some more, while whoever is on its side still asks it.
 *   <li>Half of the faults begin soon after another one, so that they overlap; and often a member
 *       crashes just as another comes back.
 *   <li>Clocks run as they like, and jump; where reads rely on leases, they keep to the bound that
 *       the fabric states.
 *   <li>Members start anew alone, or all in turn; where they keep nothing, mostly no more at once
 *       than can win their memory back, now and then one too many. Disks are full or slow.
 *   <li>Where members keep nothing, some starts are arranged ({@link RebootMotifs}).
 *   <li>Where members stand by, the group is changed: members come and go, at any time, and soon
 *       after one another.
 *   <li>Some runs have a scene instead: a choreography of a few faults around the first leader,
 *       played again and again ({@link Scenes}).
 *   <li>A few last until everything is healed.
 *   <li>Links between switches may fail in every way; clients' links are lossy, slow and untidy but
 *       never down. <strong>Service hosts' links are spared:</strong> with packet replication a
 *       service host gets each ordered packet once, and one that misses it is out of step for good.
 *       Nobody above UDP would tell it, so a fault there is not one that the protocol claims to
 *       mend. A schedule written by hand may do it.
 * </ul>
 */
public final class Swarm {

  /** Times are counted in ticks of the group's clock, because its time-outs are. */
  private static final int LONGEST_SCALE = 11;

  private static final int SPACING_TICKS = 500;
  private static final int MORE_MAX = 7;
  private static final int SOON_TICKS = 64;
  private static final int UNTIL_HEALED_ONE_IN = 20;
  private static final int LOSSES_ONE_IN = 8;
  private static final int REBOOT_TICKS = 100;
  private static final int RELAYED_ONE_IN = 3;
  private static final int RELAY_TICKS = 12;

  /**
   * What may go wrong. Each kind has a stream of random numbers of its own, and looks only at what
   * those before it have drawn: one that is added at the end changes no seed in which it is off.
   */
  private enum Kind {
    CRASH,
    PAUSE,
    LINK_DOWN,
    PARTITION,
    LOSS,
    DUPLICATION,
    REORDERING,
    DELAY,
    CORRUPTION,
    FLOW_WIPE,
    HAND_OVER,
    CLOCK_RATE,
    CLOCK_JUMP,
    REBOOT,
    DISK_FULL,
    SLOW_DISK,
    STRANDED,
    RECONFIGURE
  }

  private final Dice dice;
  private final List<Targets> groups;

  /** Of the group that is struck now. */
  private Targets targets;

  private final Clocks clocks;
  private final Changes changes;
  private final long tickNs;
  private final long electionNs;
  private final long startNs;
  private final long endNs;
  private final List<TimedFault> drawn = new ArrayList<>();

  private Swarm(Fabric fabric, Dice dice, long startNs, long endNs) {
    this.dice = dice;
    this.groups = fabric.views().stream().map(each -> new Targets(each, dice)).toList();
    this.targets = groups.getFirst();
    this.clocks = new Clocks(dice, Clocks.strictest(fabric));
    this.changes = new Changes(fabric, dice);
    this.tickNs = fabric.group().tickNs();
    this.electionNs = tickNs * fabric.group().electionTicksMax();
    this.startNs = startNs;
    this.endNs = endNs;
  }

  /**
   * Draws a schedule.
   *
   * @param random asked once for its {@code nextLong()}, on which all that is drawn depends
   * @param startNs virtual time before which nothing happens, at least 0
   * @param endNs virtual time by which every fault has ended, but those that last until healed
   */
  public static FaultSchedule draw(
      Fabric fabric, RandomGenerator random, long startNs, long endNs) {
    if (startNs < 0 || endNs <= startNs) {
      throw new IllegalArgumentException("no time from " + startNs + " to " + endNs);
    }
    Swarm swarm = new Swarm(fabric, new Dice(random), startNs, endNs);
    List<TimedFault> scene = swarm.scene(fabric);
    if (!scene.isEmpty()) {
      return FaultSchedule.inOrder(scene);
    }
    swarm.kinds().forEach(swarm::drawAll);
    swarm.drawn.addAll(RebootMotifs.draw(fabric, swarm.dice, startNs, endNs));
    return FaultSchedule.inOrder(swarm.drawn);
  }

  /** A choreography that is played instead; none in most runs. */
  private List<TimedFault> scene(Fabric fabric) {
    return new Scenes(fabric.group(), targets, clocks, dice, startNs, endNs).draw();
  }

  /** Each kind that the fabric has targets for is on or off by the toss of a coin; never none. */
  private List<Kind> kinds() {
    List<Kind> possible = new ArrayList<>(List.of(Kind.values()));
    if (groups.stream().anyMatch(Targets::forget)) {
      possible.removeAll(List.of(Kind.DISK_FULL, Kind.SLOW_DISK));
    }
    if (!changes.arePossible()) {
      possible.remove(Kind.RECONFIGURE);
    }
    if (!targets.hasSwitchLinks()) {
      possible.removeAll(List.of(Kind.LINK_DOWN, Kind.PARTITION));
    }
    if (!groups.stream().allMatch(Targets::canStrand)) {
      possible.remove(Kind.STRANDED);
    }
    if (!targets.hasImpairableLinks()) {
      possible.removeAll(
          List.of(Kind.LOSS, Kind.DUPLICATION, Kind.REORDERING, Kind.DELAY, Kind.CORRUPTION));
    }
    if (clocks.areBound()) {
      possible.remove(Kind.CLOCK_JUMP);
    }
    List<Kind> on = new ArrayList<>();
    for (Kind kind : possible) {
      dice.turnTo("whether " + kind);
      if (dice.oneIn(2)) {
        on.add(kind);
      }
    }
    dice.turnTo("at least one");
    return on.isEmpty() ? List.of(dice.pick(possible)) : on;
  }

  private void drawAll(Kind kind) {
    dice.turnTo(kind.name());
    if (groups.size() > 1) {
      targets = dice.pick(groups);
    }
    long windowTicks = (endNs - startNs) / tickNs;
    int more = (int) Math.min(MORE_MAX, windowTicks / SPACING_TICKS);
    int count = 1 + dice.below(1 + more);
    if (kind == Kind.CRASH && targets.members().size() > 1 && dice.oneIn(2)) {
      crashSeveral();
      return;
    }
    if (kind == Kind.CLOCK_RATE && clocks.areBound()) {
      driftWithinBound();
      return;
    }
    if (kind == Kind.REBOOT && dice.oneIn(2)) {
      rebootSeveral();
      return;
    }
    if (kind == Kind.STRANDED) {
      strand();
      return;
    }
    for (int i = 0; i < count; i++) {
      add(someTime(), drawOne(kind));
    }
  }

  /**
   * For long enough that the others elect somebody else; at times just when it has been asked to
   * hand over. If it has a lease, its clock is as slow as it may be, so that it trusts that for
   * longest.
   */
  private void strand() {
    long atNs = someTime();
    long lengthNs = rounded(electionNs + dice.below(2 * electionNs), tickNs / 10);
    long endsNs = Math.min(endNs, atNs + lengthNs);
    drawn.add(new TimedFault(atNs, endsNs - atNs, drawOne(Kind.STRANDED)));
    if (dice.oneIn(2)) {
      fallBack(endsNs);
    }
    if (dice.oneIn(clocks.areBound() ? 2 : 4)) {
      long wishNs = Math.max(startNs, atNs - dice.below(4L) * (tickNs / 10));
      drawn.add(new TimedFault(wishNs, 0, new Fault.HandOver(dice.pick(targets.others()))));
    }
    boolean clocksAreRight =
        drawn.stream().noneMatch(timed -> timed.fault() instanceof Fault.ClockRate);
    if (clocks.areBound() && clocksAreRight) {
      Fault slow = new Fault.ClockRate(targets.leader(), clocks.slowest());
      drawn.add(new TimedFault(startNs, endNs - startNs, slow));
    }
  }

  /**
   * Just when the first leader is back, as many others go as can be spared: it is needed again,
   * with votes in slots that others have used since.
   */
  private void fallBack(long backNs) {
    List<String> others = dice.shuffled(targets.others());
    for (String node : others.subList(0, Math.min(others.size(), targets.spare()))) {
      long atNs = backNs - rounded(dice.below(RELAY_TICKS * tickNs), tickNs / 10);
      if (atNs >= startNs && atNs < endNs) {
        long lengthNs = rounded(electionNs + dice.below(2 * electionNs), tickNs / 10);
        drawn.add(new TimedFault(atNs, Math.min(lengthNs, endNs - atNs), new Fault.Crash(node)));
      }
    }
  }

  /** One fault a clock, for several together would take it beyond the bound. */
  private void driftWithinBound() {
    List<String> order = dice.shuffled(targets.members());
    for (String node : order.subList(0, 1 + dice.below(order.size()))) {
      add(someTime(), new Fault.ClockRate(node, clocks.rate()));
    }
  }

  private Fault drawOne(Kind kind) {
    return switch (kind) {
      case CRASH -> new Fault.Crash(targets.victim());
      case PAUSE -> new Fault.Pause(targets.victim());
      case CLOCK_RATE -> new Fault.ClockRate(targets.victim(), clocks.rate());
      case CLOCK_JUMP -> new Fault.ClockJump(targets.victim(), clocks.jump());
      case REBOOT -> new Fault.Reboot(dice.pick(targets.members()));
      case DISK_FULL -> new Fault.DiskFull(dice.pick(targets.members()));
      case SLOW_DISK -> new Fault.SlowDisk(dice.pick(targets.members()), 2 << dice.below(8));
      case STRANDED -> targets.stranded();
      case HAND_OVER -> new Fault.HandOver(dice.pick(targets.members()));
      case RECONFIGURE -> changes.draw();
      case FLOW_WIPE -> new Fault.FlowWipe(targets.victim());
      case LINK_DOWN -> new Fault.LinkDown(targets.switchLink());
      case PARTITION -> targets.partition();
      case LOSS -> new Fault.Loss(targets.impairableLink(), probability());
      case DUPLICATION -> new Fault.Duplication(targets.impairableLink(), probability());
      case CORRUPTION -> new Fault.Corruption(targets.impairableLink(), probability());
      case REORDERING ->
          new Fault.Reordering(targets.impairableLink(), probability(), linkTimeNs());
      case DELAY -> new Fault.Delay(targets.impairableLink(), linkTimeNs());
    };
  }

  /** Members crash one after the other, chasing the leadership, or several nearly at once. */
  private void crashSeveral() {
    List<String> order = dice.shuffled(targets.members());
    boolean inTurn = dice.oneIn(2);
    int most = targets.forget() && !dice.oneIn(LOSSES_ONE_IN) ? targets.spare() : order.size();
    int many = inTurn ? most : 1 + dice.below(most);
    long atNs = someTime();
    long stepNs = inTurn ? durationNs() : tickNs;
    for (String node : order.subList(0, many)) {
      if (atNs < endNs) {
        add(atNs, new Fault.Crash(node));
      }
      atNs += 1 + dice.below(2 * stepNs);
    }
  }

  /**
   * Members start anew one after the other, each when the one before has had time to win its memory
   * back; now and then all at once, or so many that none can.
   */
  private void rebootSeveral() {
    List<String> order = dice.shuffled(targets.members());
    boolean atOnce = dice.oneIn(LOSSES_ONE_IN);
    int many = atOnce && targets.forget() ? targets.spare() + 1 : order.size();
    long atNs = someTime();
    for (String node : order.subList(0, many)) {
      if (atNs < endNs) {
        add(atNs, new Fault.Reboot(node));
      }
      atNs += atOnce ? 0 : (REBOOT_TICKS + dice.below(REBOOT_TICKS)) * tickNs;
    }
  }

  private void add(long atNs, Fault fault) {
    if (fault.isInstant()) {
      drawn.add(new TimedFault(atNs, 0, fault));
      return;
    }
    long lengthNs = Math.min(durationNs(), endNs - atNs);
    boolean untilHealed = dice.oneIn(UNTIL_HEALED_ONE_IN);
    drawn.add(new TimedFault(atNs, untilHealed ? TimedFault.UNTIL_HEALED : lengthNs, fault));
    boolean cutsOff = fault instanceof Fault.Crash || fault instanceof Fault.Partition;
    if (cutsOff && !untilHealed && dice.oneIn(RELAYED_ONE_IN)) {
      relay(atNs + lengthNs);
    }
  }

  /**
   * A member crashes just as another comes back: whoever leads then has missed what was chosen
   * between, and holds votes that nobody else has.
   */
  private void relay(long backNs) {
    long aboutNs = dice.below(2 * RELAY_TICKS * tickNs) - RELAY_TICKS * tickNs;
    long atNs = Math.max(startNs, backNs + rounded(aboutNs, tickNs / 10));
    if (atNs < endNs) {
      Fault fault = new Fault.Crash(dice.pick(targets.members()));
      drawn.add(new TimedFault(atNs, Math.min(durationNs(), endNs - atNs), fault));
    }
  }

  /** Any time of the window, or soon after a fault that was drawn before; always before its end. */
  private long someTime() {
    if (!drawn.isEmpty() && dice.oneIn(2)) {
      long soonNs = dice.pick(drawn).atNs() + dice.below(SOON_TICKS * tickNs);
      return Math.max(startNs, rounded(Math.min(soonNs, endNs - 1), tickNs / 10));
    }
    return Math.max(startNs, rounded(startNs + dice.below(endNs - startNs), tickNs / 10));
  }

  /** From one tick to some thousands, each scale as likely as the next. */
  private long durationNs() {
    long scaleNs = tickNs << dice.below(LONGEST_SCALE);
    return rounded(scaleNs + dice.below(scaleNs), tickNs / 10);
  }

  /** From an eighth of a tick to some tens of ticks, each scale as likely as the next. */
  private long linkTimeNs() {
    long scaleNs = Math.max(1, tickNs / 8) << dice.below(8);
    return rounded(scaleNs + dice.below(scaleNs), tickNs / 100);
  }

  /** Down to a multiple of the step, so that schedules read well. */
  private static long rounded(long ns, long stepNs) {
    return ns - (stepNs == 0 ? 0 : ns % stepNs);
  }

  /** 0.1% to 90%, each scale as likely as the next; one digit, so that it reads well. */
  private double probability() {
    int scale = dice.pick(List.of(1, 10, 100));
    return (1 + dice.below(9)) * scale / 1000.0;
  }
}
