package io.quorate.fabric.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.RandomFabric;
import io.quorate.fabric.Switch;
import io.quorate.paxos.Durability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a schedule may hold is written and reads back equal. */
class FaultFileProperties {

  private static final long YEAR_NS = 365L * 24 * 3_600 * 1_000_000_000;

  @Property
  void anyScheduleReadsBackEqual(@ForAll long fabricSeed, @ForAll long seed) {
    Fabric fabric = RandomFabric.of(fabricSeed);
    FaultSchedule schedule = schedule(fabric, new Random(seed));

    assertThat(FaultFileTest.parse(FaultFile.write(schedule), fabric)).isEqualTo(schedule);
  }

  private static FaultSchedule schedule(Fabric fabric, Random random) {
    List<TimedFault> faults = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      Fault fault = fault(fabric, random);
      long durationNs =
          fault.isInstant()
              ? 0
              : random.nextInt(4) == 0 ? TimedFault.UNTIL_HEALED : 1 + random.nextLong(YEAR_NS);
      faults.add(new TimedFault(random.nextLong(YEAR_NS), durationNs, fault));
    }
    return FaultSchedule.inOrder(faults);
  }

  private static Fault fault(Fabric fabric, Random random) {
    String node = pick(fabric.switches(), random).name();
    Link struck = pick(fabric.links(), random);
    String link = struck.name();
    double probability = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextDouble();
    long timeNs = 1 + random.nextLong(60_000_000_000L);
    return switch (random.nextInt(17)) {
      case 15 -> new Fault.DataPlaneDown();
      case 16 -> new Fault.ControllerCut(node);
      case 0 -> new Fault.Crash(node);
      case 1 -> new Fault.Pause(node);
      case 2 -> new Fault.FlowWipe(node);
      case 9 -> new Fault.HandOver(pick(fabric.group().members(), random));
      case 10 -> new Fault.ClockRate(node, 0.01 + random.nextInt(9_999) / 100.0);
      case 11 -> new Fault.ClockJump(node, (random.nextInt(2) * 2 - 1) * (1 + random.nextInt(999)));
      case 12 -> ofDisk(fabric, random);
      case 13 -> new Fault.Reconfigure(fabric.group().id(), change(fabric.group(), random));
      case 3 -> new Fault.LinkDown(link);
      case 4 -> new Fault.Loss(link, probability);
      case 5 -> new Fault.Duplication(link, probability);
      case 6 -> new Fault.Reordering(link, probability, timeNs);
      case 7 -> new Fault.Delay(link, timeNs);
      case 8 -> new Fault.Corruption(link, probability);
      default -> partition(fabric, struck, random);
    };
  }

  private static Change change(PaxosGroup group, Random random) {
    List<String> order = new ArrayList<>(group.members());
    Collections.shuffle(order, random);
    if (random.nextBoolean() && group.durability() == Durability.DURABLE) {
      int phase1 = random.nextInt(order.size() + 1);
      int phase2 = phase1 == 0 ? random.nextInt(order.size() + 1) : order.size() - phase1 + 1;
      List<String> learners = order.subList(random.nextInt(order.size() + 1), order.size());
      return new Change.Whole(order, learners, phase1, phase2);
    }
    int cut = 1 + random.nextInt(order.size());
    int end = cut + random.nextInt(order.size() - cut + 1);
    return new Change.Steps(
        order.subList(0, cut), order.subList(cut, end), order.subList(end, order.size()));
  }

  /** Only members of a durable group have disks. */
  private static Fault ofDisk(Fabric fabric, Random random) {
    String member = pick(fabric.group().members(), random);
    if (fabric.group().durability() == Durability.VOLATILE) {
      return new Fault.Reboot(member);
    }
    return switch (random.nextInt(4)) {
      case 0 -> new Fault.DiskFull(member);
      case 1 -> new Fault.LogTorn(member);
      case 2 -> new Fault.LogLost(member);
      default -> new Fault.SlowDisk(member, 2 + random.nextInt(9_999));
    };
  }

  /** The two ends of a link on opposite sides, and any of the other switches on either or none. */
  private static Fault partition(Fabric fabric, Link between, Random random) {
    List<String> from = new ArrayList<>(List.of(between.a()));
    List<String> to = new ArrayList<>(List.of(between.b()));
    for (Switch node : fabric.switches()) {
      if (!from.contains(node.name()) && !to.contains(node.name()) && random.nextBoolean()) {
        (random.nextBoolean() ? from : to).add(node.name());
      }
    }
    return new Fault.Partition(from, to, random.nextBoolean());
  }

  private static <T> T pick(List<T> items, Random random) {
    return items.get(random.nextInt(items.size()));
  }
}
