package io.quorate.paxos.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("execution of a log")
final class ExecutionProperties {

  private static final int SESSIONS = 3;

  /** Requests in any order and number, as leaders that know nothing of each other put them. */
  @Property
  void eachRequestIsExecutedInItsFirstSlotOnly(
      @ForAll @Size(max = 300) List<@IntRange(max = 59) Integer> log) {
    Execution execution = new Execution(SESSIONS, new KeyValueMachine());
    Map<Value, String> results = new HashMap<>();
    String expected = "";
    for (int slot = 0; slot < log.size(); slot++) {
      int request = log.get(slot);
      String word = (char) ('a' + request % SESSIONS) + "" + (char) ('A' + request / SESSIONS);
      Value value =
          Value.of(
              request % SESSIONS, request / SESSIONS, ("append log " + word).getBytes(US_ASCII));

      Outcome outcome = execution.execute(value);

      if (results.containsKey(value)) {
        assertThat(outcome).isEqualTo(Outcome.REPEATED);
      } else {
        assertThat(outcome).isEqualTo(Outcome.EXECUTED);
        expected += word;
        results.put(value, "ok " + expected);
      }
      assertThat(execution.result(value)).asString(US_ASCII).isEqualTo(results.get(value));
    }
  }
}
