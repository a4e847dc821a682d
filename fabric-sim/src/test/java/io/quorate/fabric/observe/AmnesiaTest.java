package io.quorate.fabric.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Configuration;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Quorums;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution.Outcome;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Join;
import io.quorate.paxos.message.Message.Recovered;
import io.quorate.paxos.wire.ConfigurationBytes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is without memory, whether anybody can win it back, and who speaks before it has. */
final class AmnesiaTest {

  private static final int WINDOW = 4;
  private static final Configuration FIRST = majorityOf(0, List.of(1, 2, 3));
  private static final Configuration SECOND = majorityOf(1, List.of(2, 3, 4));

  private final Reports reports = new Reports();
  private final Changes changes = new Changes(FIRST, WINDOW, reports::report);
  private final Amnesia amnesia = new Amnesia(changes, reports::report);

  @BeforeEach
  void theFirstSlotReplacesNodeOne() {
    Value change = Value.change(1, 1, ConfigurationBytes.of(SECOND));
    delivered(new Effect.Deliver(0, change, Outcome.RECONFIGURED, 0));
  }

  @Test
  void twoOfThreeWithoutMemoryAreLost() {
    amnesia.started(2, 2);
    assertThat(amnesia.isLost()).isFalse();

    amnesia.started(3, 2);
    assertThat(amnesia.isLost()).isTrue();
  }

  @Test
  void aChangeHelpsNobodyBeforeItIsInForce() {
    amnesia.started(1, 2);
    amnesia.started(2, 2);

    assertThat(amnesia.isLost()).isTrue();
  }

  @Test
  void whoWasReplacedIsMissedNoMoreOnceTheChangeGovernsAllThatIsOpen() {
    for (int slot = 1; slot < WINDOW; slot++) {
      delivered(new Effect.Deliver(slot, Value.NOOP, Outcome.NOOP, 0));
    }
    amnesia.started(1, 2);
    amnesia.started(2, 2);

    assertThat(amnesia.isLost()).isFalse();
  }

  /** Nobody else has the last slots of the old configuration, and its node 2 votes there alone. */
  @Test
  void whoWasReplacedIsMissedIfItAloneHadDeliveredUpToTheChange() {
    for (int slot = 1; slot < WINDOW; slot++) {
      deliveredBy(1, new Effect.Deliver(slot, Value.NOOP, Outcome.NOOP, 0));
    }
    amnesia.started(3, 2);
    assertThat(amnesia.isLost()).as("node 1 has them").isFalse();

    amnesia.started(1, 2);
    assertThat(amnesia.isLost()).isTrue();
  }

  @Test
  void aRecoveryQuorumOfTheNewConfigurationAloneIsNotEnoughForSlotsOfTheOld() {
    amnesia.started(2, 2);
    told(3);
    told(4);

    amnesia.sent(2, 0, new Join(1));

    reports.assertReported("no word of an amnesiac");
  }

  @Test
  void recoveryQuorumsOfAllThatGovernOpenSlotsAreEnough() {
    amnesia.started(2, 2);
    told(1);
    told(3);
    told(4);

    amnesia.sent(2, 0, new Join(1));

    reports.assertSilent();
    assertThat(amnesia.recovered()).isEqualTo(1);
  }

  private void delivered(Effect.Deliver delivery) {
    for (int node = 1; node <= 4; node++) {
      deliveredBy(node, delivery);
    }
  }

  private void deliveredBy(int node, Effect.Deliver delivery) {
    changes.delivered(node, delivery);
    amnesia.delivered(node, delivery);
  }

  private void told(int from) {
    Message page = new Recovered(2, new Ballot(1, 1), 0, List.of(), true, 0, 1, Incarnations.FIRST);
    amnesia.received(2, from, page);
  }

  private static Configuration majorityOf(int version, List<Integer> nodes) {
    return new Configuration(version, nodes, nodes, Quorums.majority(nodes.size()));
  }
}
