package io.quorate.ovs.live;

import io.quorate.ovs.json.Fields;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the process behind a switch can be told to do. On the loop's thread.
 *
 * <pre>
 *   {"do": "status"}
 *   {"do": "hand-over", "to": "S2"}          whoever leads, hand over to that switch's member
 *   {"do": "strain"}                         read the file again that says what makes life hard
 *   {"do": "clock-jump", "ticks": -50}       the clock is set ahead or back
 * </pre>
 */
final class SwitchCommands {

  private final Seats seats;
  private final Supplier<Map<String, Object>> status;
  private final Runnable strain;

  SwitchCommands(Seats seats, Supplier<Map<String, Object>> status, Runnable strain) {
    this.seats = seats;
    this.status = status;
    this.strain = strain;
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
        seats.handOver(asked.text("to"));
        yield Map.of();
      }
      case "strain" -> {
        strain.run();
        yield Map.of();
      }
      case "clock-jump" -> {
        seats.jump((int) asked.number("ticks"));
        yield Map.of();
      }
      default -> throw new IllegalArgumentException("cannot do \"" + what + "\"");
    };
  }
}
