package io.quorate.paxos.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyValueMachineTest {

  private static KeyValueMachine with(String... commands) {
    KeyValueMachine machine = new KeyValueMachine();
    for (String command : commands) {
      assertThat(machine.execute(command)).doesNotStartWith("error");
    }
    return machine;
  }

  @ParameterizedTest
  @CsvSource({
    "get k, ok 1",
    "get absent, nil",
    "put k 2, ok",
    "append k 2, ok 12",
    "append absent 2, ok 2",
    "cas k 1 2, ok",
    "cas k 7 2, fail 1",
    "cas absent 1 2, nil",
    "del k, ok",
    "del absent, nil"
  })
  void aCommandHasItsAnswer(String command, String answer) {
    assertThat(with("put k 1").execute(command)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "put k 2, ok 2",
    "append k 2, ok 12",
    "append absent 2, ok 1",
    "cas k 1 2, ok 2",
    "cas k 7 2, ok 1",
    "del k, nil",
    "get k, ok 1"
  })
  void aCommandHasItsEffect(String command, String after) {
    KeyValueMachine machine = with("put k 1");
    machine.execute(command);
    assertThat(machine.execute("get k")).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "get", "get a b", "put k", "put k  v", "put k v ", "PUT k v", "put k ü"})
  void whatIsNotACommandIsAnsweredAndChangesNothing(String command) {
    KeyValueMachine machine = with("put k 1");
    long digest = machine.digest();

    assertThat(machine.execute(command)).startsWith("error ");
    assertThat(machine.digest()).isEqualTo(digest);
  }

  @Test
  void wordsAreBounded() {
    String longest = "x".repeat(KeyValueMachine.WORD_MAX);
    KeyValueMachine machine = with("put k " + longest, "put " + longest + " v");

    assertThat(machine.execute("put k " + longest + "x")).startsWith("error ");
    assertThat(machine.execute("append k x")).startsWith("error ");
    assertThat(machine.execute("get k")).isEqualTo("ok " + longest);
  }

  @Test
  void equalStatesHaveEqualDigestsHoweverTheyCame() {
    long digest = with("put a 1", "put b 2").digest();

    assertThat(with("put b 2", "put a 0", "cas a 0 1").digest()).isEqualTo(digest);
    assertThat(with("put a 1", "put c 3", "append b 2", "del c").digest()).isEqualTo(digest);
  }

  @Test
  void differentStatesHaveDifferentDigests() {
    assertThat(
            java.util.List.of(
                with().digest(),
                with("put a 1").digest(),
                with("put a 2").digest(),
                with("put b 1").digest(),
                with("put a 1", "put b 1").digest(),
                with("put a 1", "put b 2").digest(),
                with("put a 2", "put b 1").digest(),
                with("put ab 1").digest(),
                with("put a b1").digest()))
        .doesNotHaveDuplicates();
  }
}
