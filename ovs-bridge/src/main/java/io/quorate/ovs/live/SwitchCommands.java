package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.ovs.json.Fields;
import io.quorate.paxos.Event;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the process behind a switch can be told to do. On the loop's thread.
 *
 * <pre>
 *   {"do": "status"}
 *   {"do": "hand-over", "to": "S2"}          whoever leads, hand over to that switch's member
 *   {"do": "clock-rate", "factor": 2.0}      ticks come so many times as fast
 *   {"do": "clock-jump", "ticks": -50}       the clock is set ahead or back
 * </pre>
 */
final class SwitchCommands {

  private final Fabric fabric;
  private final List<LiveSeat> seats;
  private final List<TickClock> clocks;
  private final Supplier<Map<String, Object>> status;

  SwitchCommands(
      Fabric fabric,
      List<LiveSeat> seats,
      List<TickClock> clocks,
      Supplier<Map<String, Object>> status) {
    this.fabric = fabric;
    this.seats = seats;
    this.clocks = clocks;
    this.status = status;
  }

  /**
   * Does it.
   *
   * @return the answer
   * @throws IllegalArgumentException if it cannot be done
   */
  Map<String, Object> obey(Fields asked) {
    String what = asked.text("do");
    return switch (what) {
      case "status" -> status.get();
      case "hand-over" -> {
        handOver(asked.text("to"));
        yield Map.of();
      }
      case "clock-rate" -> {
        clocks.forEach(clock -> clock.run(asked.fraction("factor")));
        yield Map.of();
      }
      case "clock-jump" -> {
        for (int place = 0; place < seats.size(); place++) {
          jump(place, (int) asked.number("ticks"));
        }
        yield Map.of();
      }
      default -> throw new IllegalArgumentException("cannot do \"" + what + "\"");
    };
  }

  private void handOver(String to) {
    for (LiveSeat seat : seats) {
      int heir = new SeatMachine.Position(fabric, seat.position().place(), to).node();
      if (heir > 0) {
        seat.step(new Event.HandOver(heir));
      }
    }
  }

  private void jump(int place, int ticks) {
    if (ticks < 0) {
      clocks.get(place).fallBehind(-ticks);
    } else {
      for (int left = ticks; left > 0; left--) {
        seats.get(place).step(new Event.Ticked());
      }
    }
  }
}
