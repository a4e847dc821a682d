package io.quorate.paxos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.cluster.Cluster;
import io.quorate.paxos.cluster.Packet;
import io.quorate.paxos.cluster.Setup;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three members lead, and a fourth is to join them; windows are four slots wide. */
final class TransitionTest {

  /** Ticks until what was not answered is sent again. */
  private static final int REPEAT = 8;

  private final Cluster c = new Cluster(Setup.of(4).beginners(3).windowSlots(4).machine(true));

  private List<Integer> asked() {
    return c.inFlight().stream()
        .filter(each -> each.type() == EtherType.PREPARE)
        .map(Packet::to)
        .toList();
  }

  private void change() {
    c.stabilize();
    c.propose(1, 7, 1, "put k v");
    c.stabilize();
    c.tick(1, 5);
    c.stabilize();
    c.change(1, 1, c.replica(1).newestConfiguration().adding(4));
    c.deliver("ACCEPT 1->2 slot=1");
    c.deliver("LEARN 2->1 slot=1");
  }

  @Test
  void whoeverDoesNotPromiseIsAskedAgainAndAgain() {
    change();
    assertThat(asked()).as("the leader has promised itself").containsExactly(2, 3, 4);
    c.deliver("PREPARE 1->2");
    c.deliver("PROMISE 2->1");
    for (int round = 0; round < 2; round++) {
      c.drop("PREPARE");

      c.tick(1, REPEAT - 1);
      assertThat(asked()).isEmpty();
      c.tick(1);
      assertThat(asked()).as("and who has promised is left alone").containsExactly(3, 4);
    }

    c.deliver("PREPARE 1->4");
    c.deliver("PROMISE 4->1");
    c.drop("PREPARE");
    c.tick(1, REPEAT);
    assertThat(asked()).as("three of four are enough").isEmpty();
  }

  @Test
  void theSlotsOfTheNextConfigurationWaitForItsPromises() {
    change();
    c.drop("PREPARE");
    c.stabilize();
    assertThat(c.replica(1).nextSlot()).as("no-ops up to where it begins").isEqualTo(5);
    assertThat(c.propose(1, 7, 2, "put k w"))
        .as("slot 5 is the next configuration's")
        .singleElement()
        .isInstanceOf(Effect.Answer.class);
    assertThat(c.step(1, new Event.Asked(Value.of(7, 3, "get k".getBytes(UTF_8)))))
        .as("what was chosen from slot 5 on, by whom ever, only its own members could tell")
        .containsExactly(
            new Effect.Answer(7, new Message.Refusal(7, 3, Message.Refusal.Reason.BUSY, 1)));

    c.tick(1, REPEAT);
    c.stabilize();
    c.propose(1, 7, 2, "put k w");
    c.stabilize();
    assertThat(c.chosen(1, 5)).contains("put k w");
  }
}
