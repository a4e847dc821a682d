package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads lists of actions.
 *
 * @param names names of ports, hosts and types
 * @param match what frames fit, for names like {@code tcp_dst}; {@link Match#ANY} where unknown
 * @param inGroup true for buckets, which see frames of any kind
 */
record ActionSyntax(Names names, Match match, boolean inGroup) {

  List<Action> read(String text) {
    return read(KeyValue.split(text));
  }

  List<Action> read(List<KeyValue> items) {
    List<Action> actions = new ArrayList<>();
    for (KeyValue item : items) {
      if (item.key().equalsIgnoreCase("drop") && !item.hasValue()) {
        if (items.size() > 1) {
          throw new FlowSyntaxException("'drop' must stand alone; other actions do not drop");
        }
        return List.of();
      }
      readOne(item, actions);
    }
    return actions;
  }

  private void readOne(KeyValue item, List<Action> actions) {
    String value = item.value();
    switch (item.key().toLowerCase(Locale.ROOT)) {
      case "output" -> actions.add(output(item));
      case "set_field" -> actions.add(setField(item));
      case "load" -> actions.add(load(item));
      case "move" -> actions.add(move(item));
      case "mod_dl_dst" -> actions.add(set(Field.ETH_DST, value));
      case "mod_dl_src" -> actions.add(set(Field.ETH_SRC, value));
      case "mod_nw_src" -> actions.add(set(Field.IP_SRC, value));
      case "mod_nw_dst" -> actions.add(set(Field.IP_DST, value));
      case "mod_tp_src" -> actions.add(set(Field.TP_SRC, value));
      case "mod_tp_dst" -> actions.add(set(Field.TP_DST, value));
      case "mod_nw_ttl" -> actions.add(set(Field.IP_TTL, value));
      case "mod_nw_ecn" -> actions.add(set(Field.IP_ECN, value));
      case "mod_nw_tos" -> actions.add(setTos(value));
      case "dec_ttl" -> actions.add(new Action.DecTtl());
      case "push_vlan" -> actions.add(pushVlan(value));
      case "pop_vlan", "strip_vlan" -> actions.add(new Action.PopVlan());
      case "mod_vlan_vid" -> actions.add(new Action.ModVlanVid(vid(value)));
      case "mod_vlan_pcp" -> actions.add(new Action.ModVlanPcp(pcp(value)));
      case "set_vlan_vid" -> actions.add(setVid(vid(value)));
      case "set_vlan_pcp" -> actions.add(set(Field.VLAN_PCP, value));
      case "resubmit" -> actions.add(resubmit(item));
      case "goto_table" -> actions.add(new Action.GotoTable(table(value)));
      case "write_metadata" -> actions.add(writeMetadata(value));
      case "write_actions" -> actions.add(new Action.WriteActions(read(value)));
      case "clear_actions" -> actions.add(new Action.ClearActions());
      case "apply_actions" -> actions.addAll(read(value));
      case "group" -> actions.add(new Action.ToGroup(group(value)));
      case "clone" -> actions.add(new Action.Clone(read(value)));
      case "learn" -> actions.add(new Action.Learn(new LearnSyntax(names).read(value)));
      case "note" -> actions.add(new Action.Note(note(value)));
      case "run_code" -> actions.add(new Action.RunCode(program(value)));
      case "exit" -> actions.add(new Action.Exit());
      default -> actions.add(bare(item));
    }
  }

  /** A port by itself, or something that we do not know. */
  private Action bare(KeyValue item) {
    String key = item.key();
    boolean number = !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean port = number || names.port(key).isPresent() || Ports.reserved(key) >= 0;
    if (port && !item.hasValue()) {
      return outputTo(key, item);
    }
    throw new FlowSyntaxException(unknown(item));
  }

  private static String unknown(KeyValue item) {
    String reason =
        switch (item.key().toLowerCase(Locale.ROOT)) {
          case "normal" -> "our switches do not learn addresses; write output:, flood or learn(…)";
          case "controller" -> "there is no controller; write run_code:N to run a program";
          case "enqueue", "set_queue", "pop_queue" -> "ports have no queues to choose from";
          case "dl_type", "in_port", "nw_dst" -> "it is a condition; write it before 'actions='";
          default -> "write one like output:2, mod_dl_dst:…, resubmit(,1), group:1 or run_code:1";
        };
    return "unknown action '" + item.text() + "'; " + reason;
  }

  private Action output(KeyValue item) {
    String value = item.value();
    if (value.isEmpty()) {
      throw new FlowSyntaxException("'" + item.text() + "' names no port; write output:2");
    }
    boolean named = names.port(value).isPresent();
    int bracket = value.indexOf('[');
    String fieldName = bracket < 0 ? value : value.substring(0, bracket);
    boolean field = Field.named(fieldName) != null && Ports.reserved(value) < 0;
    if (!named && field) {
      return new Action.OutputField(FieldSyntax.subfield(value));
    }
    return outputTo(value, item);
  }

  private Action outputTo(String text, KeyValue item) {
    int port = FieldValue.port(text, names);
    if (port == Ports.NONE) {
      throw new FlowSyntaxException("'" + item.text() + "': frames cannot leave by no port");
    }
    return new Action.Output(port);
  }

  private Action set(Field field, String text) {
    FieldValue value = FieldValue.read(field, text, names);
    return new Action.SetField(field, value.value(), value.mask());
  }

  private Action setTos(String text) {
    int tos = FieldValue.numberTo("nw_tos", text, 255);
    if ((tos & 3) != 0) {
      throw new FlowSyntaxException(
          "'mod_nw_tos:" + text + "': the two low bits are ECN's; write a multiple of 4");
    }
    return new Action.SetField(Field.IP_DSCP, tos >> 2, Field.IP_DSCP.ones());
  }

  private static Action setVid(int vid) {
    return new Action.SetField(
        Field.VLAN_VID, vid | Prerequisite.VLAN_PRESENT, Field.VLAN_VID.ones());
  }

  private Action setField(KeyValue item) {
    String[] parts = arrow(item);
    Field field = writable(parts[1]);
    return set(field, parts[0]);
  }

  private Action load(KeyValue item) {
    String[] parts = arrow(item);
    Subfield to = FieldSyntax.subfield(parts[1]);
    writable(FieldSyntax.text(to.field(), "tp"));
    long value = FieldValue.number("'" + parts[1] + "'", parts[0], to.bits());
    return new Action.SetField(to.field(), value << to.from(), to.mask());
  }

  private Action move(KeyValue item) {
    String[] parts = arrow(item);
    Subfield from = FieldSyntax.subfield(parts[0]);
    Subfield to = FieldSyntax.subfield(parts[1]);
    writable(FieldSyntax.text(to.field(), "tp"));
    checkName(parts[0]);
    checkName(parts[1]);
    if (from.bits() != to.bits()) {
      throw new FlowSyntaxException(
          "'" + item.text() + "' moves " + from.bits() + " bits into " + to.bits());
    }
    return new Action.Move(from, to);
  }

  private Field writable(String name) {
    Field field = FieldSyntax.field(name);
    checkName(name);
    if (!field.isWritable()) {
      throw new FlowSyntaxException("'" + name + "' cannot be written; it is what the frame is");
    }
    return field;
  }

  private void checkName(String name) {
    if (!inGroup) {
      int bracket = name.indexOf('[');
      FieldSyntax.checkTransport(bracket < 0 ? name : name.substring(0, bracket), match);
    }
  }

  private static String[] arrow(KeyValue item) {
    int arrow = item.value().indexOf("->");
    if (arrow < 1 || arrow + 2 == item.value().length()) {
      throw new FlowSyntaxException(
          "'" + item.text() + "' must read " + item.key() + ":SOURCE->FIELD");
    }
    return new String[] {item.value().substring(0, arrow), item.value().substring(arrow + 2)};
  }

  private static Action pushVlan(String text) {
    int type = (int) FieldValue.number("push_vlan", text, 16);
    if (type != 0x8100 && type != 0x88a8) {
      throw new FlowSyntaxException("'push_vlan:" + text + "': a tag's type is 0x8100 or 0x88a8");
    }
    return new Action.PushVlan(type);
  }

  private static int vid(String text) {
    return (int) FieldValue.number("a VLAN id", text, 12);
  }

  private static int pcp(String text) {
    return (int) FieldValue.number("a VLAN priority", text, 3);
  }

  private Action resubmit(KeyValue item) {
    String value = item.value();
    boolean pair = item.text().indexOf('(') >= 0 && value.indexOf(',') >= 0;
    String port = pair ? value.substring(0, value.indexOf(',')).strip() : value;
    String table = pair ? value.substring(value.indexOf(',') + 1).strip() : "";
    if ((port.isEmpty() && table.isEmpty()) || table.indexOf(',') >= 0) {
      throw new FlowSyntaxException(
          "'" + item.text() + "' says neither port nor table; write resubmit(,1) or resubmit:2");
    }
    int portNumber = port.isEmpty() ? Ports.IN_PORT : FieldValue.port(port, names);
    return new Action.Resubmit(
        portNumber, table.isEmpty() ? Action.Resubmit.CURRENT : table(table));
  }

  static int table(String text) {
    return FieldValue.numberTo("a table", text, Flow.TABLE_MAX);
  }

  private static Action writeMetadata(String text) {
    FieldValue value = FieldValue.read(Field.METADATA, text, Names.NONE);
    return new Action.WriteMetadata(value.value(), value.mask());
  }

  private static long group(String text) {
    long group = FieldValue.number("a group", text, 32);
    if (group > FlowSyntax.GROUP_MAX) {
      throw new FlowSyntaxException("'group:" + text + "': groups are 0..0xffffff00");
    }
    return group;
  }

  private static int program(String text) {
    return FieldValue.numberTo("run_code", text, 255);
  }

  /** The bytes of a note, filled up with zeros to the lengths that fit its message: 6, 14, 22 … */
  private static String note(String text) {
    String hex = text.toLowerCase(Locale.ROOT);
    if (!hex.matches("|[0-9a-f]{2}(\\.?[0-9a-f]{2})*")) {
      throw new FlowSyntaxException(
          "'note:" + text + "': a note is bytes in hexadecimal, like note:01.02");
    }
    String digits = hex.replace(".", "");
    int bytes = digits.length() / 2;
    int padded = (bytes + 9) / 8 * 8 - 2;
    String filled = digits + "00".repeat(Math.max(6, padded) - bytes);
    return String.join(".", filled.split("(?<=\\G..)", -1)).replaceAll("\\.$", "");
  }
}
