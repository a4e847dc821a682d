package io.quorate.ovs.live;

import io.quorate.fabric.Host;
import io.quorate.fabric.program.SwitchPrograms;
import io.quorate.paxos.Replica;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a switch's process says of one of its seats. */
final class SeatStatus {

  private SeatStatus() {}

  static Map<String, Object> of(LiveSeat seat, int trusts, boolean lostMemory, TickClock clock) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("place", (long) seat.position().place());
    status.put("node", (long) seat.machine().node());
    status.put("trusts", (long) trusts);
    status.put("memory-lost", lostMemory);
    status.put("ticks-missed", clock.missed());
    status.put("disk-full", seat.isFull());
    status.put("refused", seat.refused());
    status.put("unrecorded", seat.unrecorded());
    replica(seat, status);
    programs(seat, status);
    return status;
  }

  private static void replica(LiveSeat seat, Map<String, Object> status) {
    Replica replica = seat.machine().replica();
    status.put("leads", replica != null && replica.isLeader());
    status.put("next-slot", replica == null ? -1L : replica.nextSlot());
    status.put("state-digest", replica == null ? 0L : replica.stateDigest());
    status.put("recovering", replica != null && replica.isRecovering());
  }

  private static void programs(LiveSeat seat, Map<String, Object> status) {
    SwitchPrograms programs = seat.machine().programs();
    status.put("waiting", programs.isWaiting());
    status.put("stamped", programs.stamped());
    status.put(
        "hosts-given-up",
        seat.position().view().hosts().stream()
            .filter(programs::hasGivenUp)
            .map(Host::name)
            .toList());
    Map<String, Object> drops = new LinkedHashMap<>();
    programs.counters().nonZero().forEach((reason, count) -> drops.put(reason.meaning(), count));
    status.put("drops", drops);
  }
}
