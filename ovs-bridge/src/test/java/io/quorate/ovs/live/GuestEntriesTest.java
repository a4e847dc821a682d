package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.openflow.Detours;
import io.quorate.ovs.openflow.SwitchFlow;
import io.quorate.ovs.topology.GuestTables;
import io.quorate.ovs.topology.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries on a switch that is somebody else's: marked, apart from his, and narrow. */
final class GuestEntriesTest {

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "leaf-spine-five", "server-backed"})
  void everyEntryIsMarkedAndTakesOnlyWhatIsOurs(String name) {
    Fabric fabric = Scratch.fabric(name);
    for (Switch of : fabric.switches()) {
      FlowBook.Entries plain = new FlowBook(fabric).all(of, 1, new Routes(fabric, link -> true));
      Detours detours = new Detours();
      List<Flow> flows = new ArrayList<>(detours.compile(plain.flows()));
      flows.addAll(detours.returns());

      FlowBook.Entries guest = new GuestEntries(fabric, of).of(plain.groups(), flows);

      assertThat(guest.flows()).isNotEmpty().allSatisfy(GuestEntriesTest::isApart);
      assertThat(guest.groups()).hasSameSizeAs(plain.groups());
      assertThat(guest.groups())
          .allSatisfy(group -> assertThat(GuestEntries.scope().groups().test(group.id())).isTrue());
      assertThat(guest.flows().stream().map(SwitchFlow::of))
          .allMatch(flow -> GuestEntries.scope().flows().test(flow))
          .extracting(SwitchFlow::key)
          .doesNotHaveDuplicates();
    }
  }

  private static void isApart(Flow flow) {
    for (Action action : flow.actions()) {
      if (action instanceof Action.GotoTable(int table)) {
        assertThat(table).isBetween(GuestTables.FIRST_TABLE, GuestTables.LAST_TABLE);
      }
    }
    if (flow.table() == 0) {
      boolean ours =
          flow.match().has(Field.IN_PORT)
              && flow.match().value(Field.IN_PORT) == FlowPlan.PAXOS_PORT;
      assertThat(ours || flow.match().has(Field.ETH_TYPE)).as(flow.toString()).isTrue();
      assertThat(flow.priority()).isGreaterThanOrEqualTo(65_000);
    } else {
      assertThat(flow.table()).isBetween(GuestTables.FIRST_TABLE, GuestTables.LAST_TABLE);
    }
  }
}
