package io.quorate.paxos.machine;

import static io.quorate.paxos.machine.Execution.Outcome.EXECUTED;
import static io.quorate.paxos.machine.Execution.Outcome.NOOP;
import static io.quorate.paxos.machine.Execution.Outcome.REPEATED;
import static io.quorate.paxos.machine.Execution.Outcome.STALE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Value;
import org.junit.jupiter.api.Test;

final class ExecutionTest {

  private static Value append(long session, long sequence, String text) {
    return Value.of(session, sequence, ("append log " + text).getBytes(US_ASCII));
  }

  @Test
  void aRequestInTwoSlotsIsExecutedOnceAndKeepsItsFirstResult() {
    Execution execution = new Execution(4, new KeyValueMachine());

    assertThat(execution.execute(append(7, 1, "a"))).isEqualTo(EXECUTED);
    assertThat(execution.execute(append(8, 1, "b"))).isEqualTo(EXECUTED);
    long digest = execution.digest();
    assertThat(execution.execute(append(7, 1, "a"))).isEqualTo(REPEATED);

    assertThat(execution.digest()).isEqualTo(digest);
    assertThat(execution.result(append(7, 1, "a"))).asString(US_ASCII).isEqualTo("ok a");
    assertThat(execution.result(append(8, 1, "b"))).asString(US_ASCII).isEqualTo("ok ab");
  }

  @Test
  void aRequestThatMayHaveBeenExecutedLongAgoIsNotExecuted() {
    Execution execution = new Execution(4, new KeyValueMachine());
    execution.execute(append(7, 100, "a"));
    long digest = execution.digest();

    assertThat(execution.execute(append(7, 36, "late"))).isEqualTo(STALE);
    assertThat(execution.digest()).isEqualTo(digest);
    assertThat(execution.execute(append(7, 37, "just in time"))).isEqualTo(EXECUTED);
  }

  @Test
  void aNoopChangesNothingNotEvenTheSessions() {
    Execution execution = new Execution(1, new KeyValueMachine());
    execution.execute(append(7, 1, "a"));

    assertThat(execution.execute(Value.NOOP)).isEqualTo(NOOP);
    assertThat(execution.execute(append(7, 1, "a"))).isEqualTo(REPEATED);
  }

  @Test
  void withoutAMachineRepeatsAreStillTold() {
    Execution execution = new Execution(4, null);

    assertThat(execution.execute(append(7, 1, "a"))).isEqualTo(EXECUTED);
    assertThat(execution.execute(append(7, 1, "a"))).isEqualTo(REPEATED);
    assertThat(execution.result(append(7, 1, "a"))).isNull();
    assertThat(execution.digest()).isZero();
  }
}
