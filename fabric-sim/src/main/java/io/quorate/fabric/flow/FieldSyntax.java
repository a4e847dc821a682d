package io.quorate.fabric.flow;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads and prints the names of fields and of parts of them. */
final class FieldSyntax {
  private FieldSyntax() {}

  /** The field of a name, for actions. */
  static Field field(String name) {
    @Nullable Field field = Field.named(name);
    if (field == null) {
      throw new FlowSyntaxException(
          "'" + name + "' is not a field we know; write one like eth_dst, ip_dst, tcp_dst or reg0");
    }
    if (field == Field.DL_VLAN) {
      throw new FlowSyntaxException(
          "'" + name + "' can only be matched; write vlan_vid, vlan_tci[0..11] or mod_vlan_vid:N");
    }
    return field;
  }

  /** Reads {@code field}, {@code field[]}, {@code field[n]} or {@code field[from..to]}. */
  static Subfield subfield(String text) {
    int open = text.indexOf('[');
    if (open < 0) {
      return Subfield.of(field(text));
    }
    Field field = field(text.substring(0, open));
    if (!text.endsWith("]")) {
      throw new FlowSyntaxException("'" + text + "': the bracket is not closed");
    }
    String range = text.substring(open + 1, text.length() - 1);
    if (range.isEmpty()) {
      return Subfield.of(field);
    }
    int dots = range.indexOf("..");
    int from = bit(field, dots < 0 ? range : range.substring(0, dots), text);
    int to = dots < 0 ? from : bit(field, range.substring(dots + 2), text);
    if (from > to) {
      throw new FlowSyntaxException("'" + text + "': the first bit must be the lower one");
    }
    return new Subfield(field, from, to - from + 1);
  }

  /** The prefix under which ports of the match's protocol are written: tcp, udp, sctp or tp. */
  static String transport(Match match) {
    String name = MatchText.shortName(match);
    return switch (name) {
      case "tcp", "udp", "sctp" -> name;
      default -> "tp";
    };
  }

  /** A name that says tcp or udp in a flow that matches another protocol is a mistake. */
  static void checkTransport(String name, Match match) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^(nxm|oxm)_(of|nx)_", "");
    int underscore = plain.indexOf('_');
    String said = underscore < 0 ? "" : plain.substring(0, underscore);
    boolean says = said.equals("tcp") || said.equals("udp") || said.equals("sctp");
    if (says && !said.equals(MatchText.shortName(match))) {
      throw new FlowSyntaxException("'" + name + "' needs " + said + " in the match");
    }
  }

  /** The name of a field in actions. */
  static String text(Field field, String transport) {
    return switch (field) {
      case TP_SRC -> transport + "_src";
      case TP_DST -> transport + "_dst";
      // The name that matches print is a field of OpenFlow 1.0, which actions cannot name.
      case VLAN_PCP -> "vlan_pcp";
      default -> field.matchName();
    };
  }

  static String text(Subfield part, String transport) {
    String name = text(part.field(), transport);
    if (part.isWhole()) {
      return name + "[]";
    }
    String last = part.bits() == 1 ? "" : ".." + (part.from() + part.bits() - 1);
    return name + "[" + part.from() + last + "]";
  }

  private static int bit(Field field, String text, String whole) {
    int bit = FieldValue.numberTo("a bit of '" + whole + "'", text, 63);
    if (bit >= field.bits) {
      throw new FlowSyntaxException(
          "'" + whole + "': the field has bits 0.." + (field.bits - 1) + " only");
    }
    return bit;
  }
}
