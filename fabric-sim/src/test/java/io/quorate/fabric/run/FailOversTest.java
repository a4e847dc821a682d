package io.quorate.fabric.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.check.history.HistoryRecorder;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FailOversTest {

  private final HistoryRecorder history = new HistoryRecorder();

  private void request(int process, long invokedNs, long answeredNs) {
    history.invoke(process, "read", null, invokedNs);
    history.ok(process, 1, answeredNs);
  }

  private FailOvers failOvers(Long... lossesNs) {
    return FailOvers.of(List.of(lossesNs), history.history());
  }

  @Test
  void aLossLastsUntilALaterRequestIsAnswered() {
    request(0, 10, 20);
    request(0, 40, 90);

    assertThat(failOvers(30L).timesNs()).containsExactly(60L);
  }

  @Test
  void anAnswerToAnEarlierRequestDoesNotEndIt() {
    request(0, 10, 50);
    request(0, 60, 70);

    assertThat(failOvers(30L).timesNs()).containsExactly(40L);
  }

  @Test
  void oneAnswerMayEndSeveral() {
    request(0, 40, 90);

    assertThat(failOvers(30L, 35L, 50L).timesNs()).containsExactly(55L, 60L);
  }

  @Test
  void aLossAfterTheLastRequestIsNotCounted() {
    request(0, 10, 20);

    assertThat(failOvers(30L)).isEqualTo(FailOvers.NONE);
    assertThat(FailOvers.NONE.maxNs()).isZero();
  }

  @Test
  void percentilesAreOfTheTimesThemselves() {
    FailOvers hundred = new FailOvers(LongStream.rangeClosed(1, 100).boxed().toList());

    assertThat(hundred.percentileNs(50)).isEqualTo(50);
    assertThat(hundred.percentileNs(99)).isEqualTo(99);
    assertThat(hundred.maxNs()).isEqualTo(100);
    assertThat(new FailOvers(List.of(7L)).percentileNs(50)).isEqualTo(7);
  }
}
