package io.quorate.ovs.live;

import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.openflow.Detours;
import io.quorate.ovs.openflow.Scope;
import io.quorate.ovs.openflow.SwitchTables;
import io.quorate.ovs.topology.LiveSite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one live switch as they should be, whoever is trusted and whichever links are up.
 */
final class KeptTables {

  private final Switch of;
  private final FlowBook book;
  private final Detours detours;
  private final @Nullable GuestEntries guest;

  /**
   * Every detour that generated entries can need is numbered now, in one order, so that the numbers
   * are the same in every life of the switch's process, and in other processes too.
   *
   * @param detours of that switch; nothing was compiled with them yet
   * @param routes while all links are up
   */
  KeptTables(LiveSite live, Switch of, FlowBook book, Detours detours, Routes routes) {
    this.of = of;
    this.book = book;
    this.detours = detours;
    this.guest = live.isShared() ? new GuestEntries(live.fabric(), of) : null;
    for (int leader = 0; leader <= book.fabric().group().members().size(); leader++) {
      int each = leader;
      List<Integer> all = book.plans().stream().map(plan -> each).toList();
      detours.compile(book.all(of, all, routes).flows());
    }
  }

  String switchName() {
    return of.name();
  }

  /** What of the switch is ours. */
  Scope scope() {
    return guest == null ? Scope.everything() : GuestEntries.scope();
  }

  /**
   * The tables.
   *
   * @param leaders whom the switch trusts in each group; 0 for nobody
   */
  SwitchTables wanted(List<Integer> leaders, Routes routes) {
    FlowBook.Entries entries = book.all(of, leaders, routes);
    List<Flow> flows = new ArrayList<>(detours.compile(entries.flows()));
    flows.addAll(detours.returns());
    return SwitchTables.of(
        guest == null
            ? new FlowBook.Entries(entries.groups(), flows)
            : guest.of(entries.groups(), flows));
  }
}
