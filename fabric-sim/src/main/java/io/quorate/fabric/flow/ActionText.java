package io.quorate.fabric.flow;

import io.quorate.fabric.flow.LearnTemplate.Part;
import java.util.List;
import java.util.StringJoiner;

/**
 * Prints actions in canonical ovs-ofctl syntax.
 *
 * @param transport how ports of tcp or udp are called: {@code tcp}, {@code udp}, or {@code tp} if
 *     unknown
 * @param names names to print instead of numbers
 */
record ActionText(String transport, Names names) {

  static String of(Action action, String transport, Names names) {
    return new ActionText(transport, names).one(action);
  }

  String list(List<Action> actions) {
    StringJoiner text = new StringJoiner(",");
    for (Action action : actions) {
      text.add(one(action));
    }
    return actions.isEmpty() ? "drop" : text.toString();
  }

  private String one(Action action) {
    return switch (action) {
      case Action.Output(int port) -> output(port);
      case Action.OutputField(Subfield source) -> "output:" + part(source);
      case Action.SetField set -> set(set);
      case Action.Move(Subfield from, Subfield to) -> "move:" + part(from) + "->" + part(to);
      case Action.PushVlan(int type) -> String.format("push_vlan:0x%04x", type);
      case Action.PopVlan _ -> "pop_vlan";
      case Action.ModVlanVid(int vid) -> "mod_vlan_vid:" + vid;
      case Action.ModVlanPcp(int pcp) -> "mod_vlan_pcp:" + pcp;
      case Action.DecTtl _ -> "dec_ttl";
      case Action.Resubmit(int port, int table) -> resubmit(port, table);
      case Action.GotoTable(int table) -> "goto_table:" + table;
      case Action.WriteMetadata(long value, long mask) ->
          "write_metadata:" + FieldValue.text(Field.METADATA, value, mask, names);
      case Action.WriteActions(List<Action> inner) -> "write_actions(" + list(inner) + ")";
      case Action.ClearActions _ -> "clear_actions";
      case Action.ToGroup(long group) -> "group:" + group;
      case Action.Clone(List<Action> inner) -> "clone(" + list(inner) + ")";
      case Action.Learn(LearnTemplate template) -> learn(template);
      case Action.Note(String hex) -> "note:" + hex;
      case Action.RunCode(int program) -> "run_code:" + program;
      case Action.Exit _ -> "exit";
    };
  }

  private String output(int port) {
    return Ports.isReal(port) && port != Ports.LOCAL
        ? "output:" + names.portText(port)
        : Ports.text(port);
  }

  private String set(Action.SetField set) {
    Field field = set.field();
    boolean whole = set.mask() == field.ones();
    String value = FieldValue.text(field, set.value(), set.mask(), names);
    if (whole) {
      switch (field) {
        case ETH_DST -> {
          return "mod_dl_dst:" + value;
        }
        case ETH_SRC -> {
          return "mod_dl_src:" + value;
        }
        case IP_SRC -> {
          return "mod_nw_src:" + value;
        }
        case IP_DST -> {
          return "mod_nw_dst:" + value;
        }
        case IP_DSCP -> {
          return "mod_nw_tos:" + (set.value() << 2);
        }
        case IP_TTL -> {
          return "mod_nw_ttl:" + value;
        }
        case TP_SRC -> {
          return "mod_tp_src:" + value;
        }
        case TP_DST -> {
          return "mod_tp_dst:" + value;
        }
        default -> {}
      }
    }
    return "set_field:" + value + "->" + FieldSyntax.text(field, transport);
  }

  private String resubmit(int port, int table) {
    String portText = port == Ports.IN_PORT ? "" : names.portText(port);
    if (table == Action.Resubmit.CURRENT) {
      return "resubmit:" + (portText.isEmpty() ? "IN_PORT" : portText);
    }
    return "resubmit(" + portText + "," + table + ")";
  }

  private String learn(LearnTemplate template) {
    StringJoiner text = new StringJoiner(",", "learn(", ")");
    text.add("table=" + template.table());
    text.add("priority=" + template.priority());
    addUnlessZero(text, "cookie=0x", Long.toHexString(template.cookie()));
    addUnlessZero(text, "idle_timeout=", Integer.toString(template.idleTimeoutS()));
    addUnlessZero(text, "hard_timeout=", Integer.toString(template.hardTimeoutS()));
    addUnlessZero(text, "limit=", Integer.toString(template.limit()));
    for (Part one : template.parts()) {
      text.add(learnPart(one));
    }
    return text.toString();
  }

  private String learnPart(Part one) {
    return switch (one) {
      case Part.MatchFrame(Subfield to, Subfield from) ->
          to.equals(from) ? part(to) : part(to) + "=" + part(from);
      case Part.MatchValue(Subfield to, long value) when to.isWhole() ->
          FieldSyntax.text(to.field(), transport)
              + "="
              + FieldValue.text(to.field(), value, to.field().ones(), names);
      case Part.MatchValue(Subfield to, long value) -> part(to) + "=" + value;
      case Part.LoadFrame(Subfield from, Subfield to) -> "load:" + part(from) + "->" + part(to);
      case Part.LoadValue(long value, Subfield to) ->
          "load:0x" + Long.toHexString(value) + "->" + part(to);
      case Part.OutputFrame(Subfield from) -> "output:" + part(from);
    };
  }

  private String part(Subfield part) {
    return FieldSyntax.text(part, transport);
  }

  private static void addUnlessZero(StringJoiner text, String key, String value) {
    if (!value.equals("0")) {
      text.add(key + value);
    }
  }
}
