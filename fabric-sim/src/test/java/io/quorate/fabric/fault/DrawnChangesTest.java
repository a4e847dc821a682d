package io.quorate.fabric.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.PaxosGroup;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.paxos.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a group, as the swarm draws them. */
class DrawnChangesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final int SEEDS = 400;

  private static FaultSchedule draw(Fabric fabric, long seed) {
    return Swarm.draw(fabric, new SeededRandom(seed), 0, 4 * SECOND);
  }

  private static List<Fault.Reconfigure> changes(FaultSchedule schedule) {
    List<Fault.Reconfigure> changes = new ArrayList<>();
    for (TimedFault timed : schedule.faults()) {
      if (timed.fault() instanceof Fault.Reconfigure change) {
        changes.add(change);
      }
    }
    return changes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan-three-standby", "wan-three-standby-kv"})
  void aboutHalfOfTheSchedulesChangeTheGroup(String name) {
    Fabric fabric = FaultFileTest.fabric(name);
    int with = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultSchedule schedule = draw(fabric, seed);
      with += changes(schedule).isEmpty() ? 0 : 1;

      assertThat(FaultFileTest.parse(FaultFile.write(schedule), fabric).faults().size())
          .as("what is drawn could be written, seed %d", seed)
          .isEqualTo(schedule.faults().size());
    }

    assertThat(with).isBetween(SEEDS * 3 / 10, SEEDS * 7 / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "leaf-spine-five", "wan-three-volatile", "two-groups"})
  void whereNobodyStandsByNothingIsChanged(String name) {
    Fabric fabric = FaultFileTest.fabric(name);
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(changes(draw(fabric, seed))).isEmpty();
    }
  }

  /** Asked of the group as it begins, most changes make sense, and all sorts of them come up. */
  @Test
  void membersComeGoAndAreReplaced() {
    Fabric fabric = FaultFileTest.fabric("wan-three-standby");
    TreeMap<String, Integer> sorts = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Fault.Reconfigure wish : changes(draw(fabric, seed))) {
        sorts.merge(sort(wish.change(), fabric.group()), 1, Integer::sum);
      }
    }

    assertThat(sorts).containsOnlyKeys("nothing", "more", "fewer", "as many", "other quorums");
    assertThat(sorts.values()).allMatch(count -> count > SEEDS / 50);
  }

  private static String sort(Change change, PaxosGroup group) {
    Configuration next = change.next(group.initial(), group);
    if (next.version() == 0) {
      return "nothing";
    }
    int more = next.acceptors().size() - group.acceptors().size();
    if (more == 0) {
      return next.quorums().equals(group.quorums()) ? "as many" : "other quorums";
    }
    return more > 0 ? "more" : "fewer";
  }
}
