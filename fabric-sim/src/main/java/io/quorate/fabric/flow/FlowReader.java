package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parts of one flow, split into items. */
final class FlowReader {
  private final List<KeyValue> conditions;
  private final List<KeyValue> actions;
  private final Names names;
  private final MatchSyntax match;
  private int table;
  private int priority = Flow.PRIORITY_DEFAULT;
  private long cookie;
  private int idleTimeoutS;
  private int hardTimeoutS;
  private @Nullable KeyValue pattern;

  FlowReader(List<KeyValue> conditions, List<KeyValue> actions, Names names) {
    this.conditions = conditions;
    this.actions = actions;
    this.names = names;
    this.match = new MatchSyntax(names);
  }

  List<Flow> read() {
    for (KeyValue item : conditions) {
      readOne(item);
    }
    Match whole = match.finish();
    List<Flow> flows = new ArrayList<>();
    for (Match one : expand(whole)) {
      List<Action> read = new ActionSyntax(names, one, false).read(actions);
      new FlowCheck(table, one).check(read);
      flows.add(new Flow(table, priority, cookie, idleTimeoutS, hardTimeoutS, one, read));
    }
    return flows;
  }

  private void readOne(KeyValue item) {
    String value = item.value();
    String key = item.key().toLowerCase(Locale.ROOT);
    switch (key) {
      case "table" -> table = ActionSyntax.table(value);
      case "priority" -> priority = FieldValue.numberTo("priority", value, 65535);
      case "cookie" -> cookie = FieldValue.number("cookie", value, 64);
      case "idle_timeout" -> idleTimeoutS = FieldValue.numberTo("idle_timeout", value, 65535);
      case "hard_timeout" -> hardTimeoutS = FieldValue.numberTo("hard_timeout", value, 65535);
      case "duration", "n_packets", "n_bytes", "idle_age", "hard_age" -> {
        // What a dump adds; ovs-ofctl reads it back without minding it either.
      }
      case "send_flow_rem", "check_overlap", "importance", "reset_counts", "out_port" ->
          throw new FlowSyntaxException("'" + item.text() + "' is not supported; leave it out");
      case "dl_type", "eth_type" -> etherType(item);
      default -> condition(item);
    }
  }

  private void etherType(KeyValue item) {
    if (item.value().indexOf('?') >= 0) {
      pattern = item;
    } else {
      condition(item);
    }
  }

  private void condition(KeyValue item) {
    if (!match.accept(item)) {
      throw new FlowSyntaxException(
          "'"
              + item.text()
              + "' is not a condition on a frame; write one like in_port=1, dl_dst=…, dl_type=…,"
              + " nw_dst=…, tp_dst=… or reg0=…");
    }
  }

  private List<Match> expand(Match whole) {
    KeyValue wanted = pattern;
    if (wanted == null) {
      return List.of(whole);
    }
    if (whole.has(Field.ETH_TYPE)) {
      throw new FlowSyntaxException("'" + wanted.text() + "' stands beside another dl_type");
    }
    String digits = wanted.value().toLowerCase(Locale.ROOT);
    if (!digits.matches("0x[0-9a-f?]{4}")) {
      throw new FlowSyntaxException(
          "'" + wanted.text() + "': a pattern is 0x and four digits or '?', like 0x7a??");
    }
    List<Match> matches = new ArrayList<>();
    for (Map.Entry<String, Integer> type : names.etherTypes().entrySet()) {
      String number = String.format("0x%04x", type.getValue());
      if (number.matches(digits.replace('?', '.'))) {
        matches.add(whole.with(Field.ETH_TYPE, type.getValue()));
      }
    }
    if (matches.isEmpty()) {
      throw new FlowSyntaxException(
          "'" + wanted.text() + "' fits none of the known EtherTypes; name one, like 0x7a01");
    }
    return matches;
  }
}
