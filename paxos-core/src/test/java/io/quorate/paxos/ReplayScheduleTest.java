package io.quorate.paxos;

import io.quorate.paxos.cluster.RandomSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs one random schedule again: {@code -Dschedule=MEMBERS:DURABILITY:SEED}, as a failure prints
 * it.
 */
final class ReplayScheduleTest {

  @Test
  @EnabledIfSystemProperty(named = "schedule", matches = "\\d+:[A-Z]+:-?\\d+")
  void theScheduleOfTheCommandLineHolds() {
    String[] words = System.getProperty("schedule", "").split(":", 3);
    System.out.println(
        RandomSchedule.run(
            Integer.parseInt(words[0]), Durability.valueOf(words[1]), Long.parseLong(words[2])));
  }
}
