package io.quorate.ovs.doctor;

import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.flow.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Flows that no frame can reach, because a flow of a higher priority in the same table asks for
 * less. One flow hides another; that several together do is not looked for.
 */
final class ShadowedFlows {

  /** The priority of a flow that was added without one. */
  static final int DEFAULT_PRIORITY = 32768;

  private static final Pattern COMMA = Pattern.compile(",\\s*");
  private static final List<String> NO_MATCH =
      List.of(
          "cookie=",
          "duration=",
          "n_packets=",
          "n_bytes=",
          "idle_timeout=",
          "hard_timeout=",
          "idle_age=",
          "hard_age=",
          "importance=",
          "send_flow_rem",
          "reset_counts",
          "check_overlap",
          "no_packet_counts",
          "no_byte_counts");

  private ShadowedFlows() {}

  /**
   * One flow hides another.
   *
   * @param hidden text of the flow that nothing reaches
   * @param by text of the flow that takes its frames
   */
  record Shadow(Dumped hidden, Dumped by) {}

  /** A flow as {@code ovs-ofctl dump-flows} prints it. */
  record Dumped(int table, int priority, Match match, String text) {}

  /**
   * All flows that another one hides, each once.
   *
   * @param dump lines of {@code ovs-ofctl --no-names dump-flows}; flows with matches that we do not
   *     know are left out
   */
  static List<Shadow> of(List<String> dump) {
    List<Dumped> flows = dump.stream().map(ShadowedFlows::parse).flatMap(Optional::stream).toList();
    List<Shadow> shadows = new ArrayList<>();
    for (Dumped each : flows) {
      flows.stream()
          .filter(other -> hides(other, each))
          .findFirst()
          .ifPresent(other -> shadows.add(new Shadow(each, other)));
    }
    return shadows;
  }

  private static boolean hides(Dumped other, Dumped flow) {
    return other.table() == flow.table()
        && other.priority() > flow.priority()
        && flow.match().isWithin(other.match());
  }

  private static Optional<Dumped> parse(String line) {
    int actions = line.indexOf("actions=");
    if (actions < 0) {
      return Optional.empty();
    }
    int table = 0;
    int priority = DEFAULT_PRIORITY;
    List<String> match = new ArrayList<>();
    for (String part : COMMA.split(line.substring(0, actions).strip(), -1)) {
      String word = part.strip();
      if (word.startsWith("table=")) {
        table = Integer.parseInt(word.substring(6));
      } else if (word.startsWith("priority=")) {
        // The match follows behind a comma, or nothing does.
        priority = Integer.parseInt(word.substring(9));
      } else if (!word.isEmpty() && NO_MATCH.stream().noneMatch(word::startsWith)) {
        match.add(word);
      }
    }
    try {
      Match parsed =
          match.isEmpty() ? Match.ANY : FlowSyntax.match(String.join(",", match), Names.NONE);
      return Optional.of(new Dumped(table, priority, parsed, line.strip()));
    } catch (FlowSyntaxException e) {
      return Optional.empty();
    }
  }
}
