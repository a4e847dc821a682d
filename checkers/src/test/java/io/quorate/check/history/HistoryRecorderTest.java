package io.quorate.check.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {
  private final HistoryRecorder recorder = new HistoryRecorder();

  @Test
  void pairsEachCompletionWithTheInvocationOfItsProcess() {
    recorder.invoke(0, "write", 7, 10);
    recorder.invoke(1, "read", null, 20);
    recorder.ok(1, 7, 30);
    recorder.ok(0, 40);
    History history = recorder.history();

    assertThat(history.operation(0))
        .isEqualTo(new Operation(0, 0, new Call("write", null, 7L, 7L, Outcome.OK), 0, 3, 10, 40));
    assertThat(history.operation(1))
        .isEqualTo(new Operation(1, 1, new Call("read", null, null, 7L, Outcome.OK), 1, 2, 20, 30));
  }

  @Test
  void whatCrashedOrIsPendingNeverReturns() {
    recorder.invoke(0, "put", "k", "v", 1);
    recorder.invoke(1, "get", "k", null, 2);
    recorder.info(0, "no answer", 3);
    History history = recorder.history();

    assertThat(history.operation(0).call())
        .isEqualTo(new Call("put", "k", "v", null, Outcome.INFO));
    assertThat(history.errorOf(0)).isEqualTo("no answer");
    assertThat(history.returnedAt(0)).isEqualTo(History.NEVER);
    assertThat(history.operation(1).call())
        .isEqualTo(new Call("get", "k", null, null, Outcome.INFO));
    assertThat(history.returnedAt(1)).isEqualTo(History.NEVER);
  }

  @Test
  void whatWasRecordedLaterIsNotInAnEarlierHistory() {
    recorder.invoke(0, "read", null, 1);
    History early = recorder.history();
    recorder.ok(0, 5, 2);

    assertThat(early.operation(0).call().outcome()).isEqualTo(Outcome.INFO);
    assertThat(recorder.history().operation(0).call().output()).isEqualTo(5L);
  }

  @Test
  void faultsAreAnnotationsInTheOrderOfEvents() {
    recorder.invoke(0, "read", null, 1);
    recorder.fault("link-down", List.of("S1", "S2"), 2);
    recorder.ok(0, null, 3);
    History history = recorder.history();

    assertThat(history.size()).isEqualTo(1);
    assertThat(history.eventCount()).isEqualTo(3);
    assertThat(history.annotations())
        .containsExactly(
            new Annotation(1, "nemesis", EventType.INFO, "link-down", List.of("S1", "S2"), 2, 1));
  }

  @Test
  void equalCallsAreKeptOnce() {
    for (int i = 0; i < 100; i++) {
      recorder.invoke(i, "write", i % 2, i);
      recorder.ok(i, i);
    }
    assertThat(recorder.history().calls()).hasSize(2);
  }

  @Test
  void anEventOutOfTurnIsTheCallersError() {
    recorder.invoke(0, "read", null, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> recorder.invoke(0, "write", 1, 2))
        .withMessageContaining("process 0 invokes write while its read is pending");
    assertThatIllegalStateException()
        .isThrownBy(() -> recorder.ok(1, 1, 2))
        .withMessageContaining("process 1 has no operation pending");
  }

  @Test
  void aValueOfNoKnownKindIsTheCallersError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.invoke(0, "write", new Object(), 1))
        .withMessageContaining("java.lang.Object");
    assertThat(recorder.isPending(0)).isFalse();
  }
}
