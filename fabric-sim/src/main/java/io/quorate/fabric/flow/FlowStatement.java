package io.quorate.fabric.flow;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a fabric file that puts a flow or a group on switches, as the old notes wrote it:
 * {@code add-flow S1/S2/S3 dl_type=ACCEPT,actions=run_code:2}. A leading {@code ovs-ofctl} and its
 * {@code -O} option, and quotes around the rest, are accepted; so is a bare flow, for which the
 * caller knows the switch.
 *
 * @param kind what is added
 * @param switches names of the switches, in the order written; empty if none are named
 * @param text the flow or group, for {@link FlowSyntax}
 */
public record FlowStatement(Kind kind, List<String> switches, String text) {
  private static final Pattern VERB =
      Pattern.compile("^(?:ovs-ofctl\\s+)?(?:-O\\s*\\S+\\s+)?([a-z]+-[a-z]+)\\s+(\\S+)\\s+(.*)$");

  /** What a statement adds. */
  public enum Kind {
    FLOW,
    GROUP
  }

  public FlowStatement {
    switches = List.copyOf(switches);
  }

  /**
   * Reads a statement.
   *
   * @throws FlowSyntaxException if it adds something else
   */
  public static FlowStatement read(String line) {
    String text = line.strip();
    Matcher parts = VERB.matcher(text);
    if (!parts.matches() || parts.group(1).contains("=")) {
      Kind kind = text.startsWith("group_id=") ? Kind.GROUP : Kind.FLOW;
      return new FlowStatement(kind, List.of(), text);
    }
    Kind kind =
        switch (parts.group(1)) {
          case "add-flow" -> Kind.FLOW;
          case "add-group" -> Kind.GROUP;
          default ->
              throw new FlowSyntaxException(
                  "'" + parts.group(1) + "' cannot stand here; write add-flow or add-group");
        };
    List<String> switches = List.of(parts.group(2).split("/", -1));
    if (switches.contains("") || parts.group(2).contains("=")) {
      throw new FlowSyntaxException(
          "'" + parts.group(2) + "' is not a list of switches; write add-flow S1/S2 FLOW");
    }
    return new FlowStatement(kind, switches, unquote(parts.group(3).strip()));
  }

  private static String unquote(String text) {
    boolean quoted =
        text.length() >= 2
            && ((text.startsWith("'") && text.endsWith("'"))
                || (text.startsWith("\"") && text.endsWith("\"")));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
