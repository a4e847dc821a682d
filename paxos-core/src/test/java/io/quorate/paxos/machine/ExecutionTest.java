package io.quorate.paxos.machine;

import static io.quorate.paxos.machine.Execution.Outcome.EXECUTED;
import static io.quorate.paxos.machine.Execution.Outcome.EXPIRED;
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
  void aRequestOfAForgottenSessionIsNotExecutedAgain() {
    Execution execution = new Execution(1, new KeyValueMachine());
    execution.execute(append(7, 1, "a"));
    execution.execute(append(8, 5, "b"));
    long digest = execution.digest();
    assertThat(execution.execute(append(7, 1, "a"))).isEqualTo(EXPIRED);
    assertThat(execution.digest()).isEqualTo(digest);
    assertThat(execution.highest(7)).as("the horizon").isEqualTo(1);
    assertThat(execution.highest(8)).isEqualTo(5);
    assertThat(execution.execute(append(7, 2, "c"))).isEqualTo(EXECUTED);
  }

  /** The session comes back with its third request before its late second one. */
  @Test
  void aForgottenSessionThatComesBackBringsNothingOldWithIt() {
    Execution execution = new Execution(1, new KeyValueMachine());
    execution.execute(append(7, 1, "a"));
    execution.execute(append(7, 2, "b"));
    execution.execute(append(8, 1, "x"));
    assertThat(execution.execute(append(7, 3, "c"))).isEqualTo(EXECUTED);
    assertThat(execution.execute(append(7, 2, "b"))).isEqualTo(EXPIRED);
    assertThat(execution.result(append(7, 3, "c"))).asString(US_ASCII).isEqualTo("ok abxc");
  }

  @Test
  void theHorizonGoesIntoASnapshot() {
    Execution execution = new Execution(1, new KeyValueMachine());
    execution.execute(append(7, 9, "a"));
    execution.execute(append(8, 3, "b"));
    assertThat(execution.execute(append(9, 9, "c"))).isEqualTo(EXPIRED);
    Execution restored = new Execution(1, new KeyValueMachine());
    restored.restore(execution.snapshot());
    assertThat(restored.snapshot()).isEqualTo(execution.snapshot());
    assertThat(restored.execute(append(7, 9, "a"))).isEqualTo(EXPIRED);
    assertThat(restored.execute(append(9, 10, "c"))).isEqualTo(EXECUTED);
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
