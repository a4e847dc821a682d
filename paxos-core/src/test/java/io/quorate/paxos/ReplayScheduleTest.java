package io.quorate.paxos;

import io.quorate.paxos.cluster.RandomSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs one random schedule again: {@code -Dschedule=MEMBERS:SEED}, as a failure prints it. */
final class ReplayScheduleTest {

  @Test
  @EnabledIfSystemProperty(named = "schedule", matches = "\\d+:-?\\d+")
  void theScheduleOfTheCommandLineHolds() {
    String[] words = System.getProperty("schedule", "").split(":", 2);
    System.out.println(RandomSchedule.run(Integer.parseInt(words[0]), Long.parseLong(words[1])));
  }
}
