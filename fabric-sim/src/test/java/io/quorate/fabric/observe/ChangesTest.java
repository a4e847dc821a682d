package io.quorate.fabric.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log of configurations that other observers ask. */
final class ChangesTest {

  private static final int WINDOW = 4;
  private static final Configuration FIRST =
      new Configuration(0, List.of(1, 2, 3), List.of(1, 2, 3), Quorums.majority(3));
  private static final Configuration SECOND =
      new Configuration(1, List.of(1, 2), List.of(1, 2), Quorums.majority(2));

  private final List<String> reports = new ArrayList<>();
  private final Changes changes =
      new Changes(FIRST, WINDOW, (invariant, problem) -> reports.add(invariant));

  @Test
  void aSlotIsKnownAWindowAboveWhatWasDelivered() {
    changes.delivered(1, new Effect.Deliver(0, Value.NOOP, Outcome.NOOP, 0));

    assertThat(changes.isKnown(4)).isTrue();
    assertThat(changes.isKnown(5)).isFalse();
  }

  @Test
  void whoGoesOnFromItsDiskMakesSlotsKnownThatNobodyToldOf() {
    changes.installed(1, new Effect.Installed(0, 10, 0));

    assertThat(changes.isKnown(13)).isTrue();
    assertThat(changes.at(13)).isEqualTo(FIRST);
  }

  @Test
  void aChangeAmongThemIsKnownFromThatNode() {
    changes.installed(1, new Effect.Installed(0, 10, 0));
    changes.reconfigured(1, new Effect.Reconfigured(SECOND, 8 + WINDOW, false));

    assertThat(changes.at(11)).isEqualTo(FIRST);
    assertThat(changes.at(12)).isEqualTo(SECOND);
    assertThat(reports).isEmpty();
  }

  @Test
  void aChangeThatWasNotPassedOverIsNotBelieved() {
    changes.reconfigured(1, new Effect.Reconfigured(SECOND, 8 + WINDOW, false));

    assertThat(changes.term(1)).isNull();
  }
}
