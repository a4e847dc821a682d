package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads flows and groups in {@code ovs-ofctl} syntax, with our {@code run_code:N} and with names,
 * and in the style of the old notes.
 *
 * <p>Where ovs-ofctl would silently drop a condition whose prerequisite is missing ({@code nw_dst}
 * without {@code ip}), this refuses. All methods throw {@link FlowSyntaxException} with one line
 * that says what is wrong.
 */
public final class FlowSyntax {
  static final long GROUP_MAX = 0xffff_ff00L;

  private static final Pattern ACTIONS = Pattern.compile("(?:^|[\\s,])actions?\\s*=");

  private FlowSyntax() {}

  /**
   * Reads one flow.
   *
   * @throws FlowSyntaxException also if the text stands for several flows
   */
  public static Flow flow(String text, Names names) {
    List<Flow> flows = flows(text, names);
    if (flows.size() != 1) {
      throw new FlowSyntaxException("a pattern of EtherTypes cannot stand here; name one type");
    }
    return flows.getFirst();
  }

  /**
   * Reads a flow whose EtherType may be a pattern such as {@code 0x7a??}, which stands for one flow
   * for each of the known types that fit ({@link Names#etherTypes}); no real switch can mask an
   * EtherType.
   */
  public static List<Flow> flows(String text, Names names) {
    Matcher split = ACTIONS.matcher(text);
    if (!split.find()) {
      throw new FlowSyntaxException(
          "'" + text.strip() + "' has no actions; end it with actions=… (actions=drop to drop)");
    }
    List<KeyValue> conditions = KeyValue.split(text.substring(0, split.start()));
    List<KeyValue> actions = new ArrayList<>(KeyValue.split(text.substring(split.end())));
    moveConditions(actions, conditions);
    return new FlowReader(conditions, actions, names).read();
  }

  /** Reads a group, such as {@code group_id=1,type=all,bucket=actions=output:2,…}. */
  public static Group group(String text, Names names) {
    return new GroupSyntax(names).read(text);
  }

  /** Reads a list of actions, such as {@code mod_dl_dst:…,output:2}, for frames of any kind. */
  public static List<Action> actions(String text, Names names) {
    return new ActionSyntax(names, Match.ANY, true).read(text);
  }

  /** Reads conditions only, such as {@code in_port=1,dl_type=0x7a01}; empty = every frame. */
  public static Match match(String text, Names names) {
    MatchSyntax syntax = new MatchSyntax(names);
    for (KeyValue item : KeyValue.split(text)) {
      if (!syntax.accept(item)) {
        throw new FlowSyntaxException("'" + item.text() + "' is not a condition on a frame");
      }
    }
    return syntax.finish();
  }

  /** The old notes put the EtherType among the actions; it was always meant as a condition. */
  private static void moveConditions(List<KeyValue> actions, List<KeyValue> conditions) {
    while (!actions.isEmpty() && isEtherType(actions.getFirst())) {
      conditions.add(actions.removeFirst());
    }
  }

  private static boolean isEtherType(KeyValue item) {
    String key = item.key().toLowerCase(Locale.ROOT);
    return item.hasValue() && (key.equals("dl_type") || key.equals("eth_type"));
  }
}
