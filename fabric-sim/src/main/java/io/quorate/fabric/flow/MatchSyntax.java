package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of a flow; the order in which they are written does not matter. */
final class MatchSyntax {
  private static final long UNTAGGED = 0;
  private static final long UNTAGGED_MASK = 0x1fff;

  private final Names names;
  private final List<Asked> asked = new ArrayList<>();
  private Match match = Match.ANY;

  /** A field that was written, to be looked at again when the whole match is known. */
  private record Asked(Field field, String name, String text) {}

  MatchSyntax(Names names) {
    this.names = names;
  }

  /** Takes one condition in; false if the word is none. */
  boolean accept(KeyValue item) {
    if (!item.hasValue() && protocol(item.key())) {
      return true;
    }
    String name = item.key();
    int bracket = name.indexOf('[');
    @Nullable Field field = Field.named(bracket < 0 ? name : name.substring(0, bracket));
    if (field == null) {
      return false;
    }
    if (bracket >= 0) {
      Subfield part = FieldSyntax.subfield(name);
      long value = FieldValue.number(name, item.value(), part.bits()) << part.from();
      ask(new Asked(field, field.matchName(), item.text()), value, part.mask());
    } else {
      FieldValue value = condition(field, item);
      ask(new Asked(field, name, item.text()), value.value(), value.mask());
    }
    return true;
  }

  /** The match, when all its conditions are in. */
  Match finish() {
    for (Asked one : asked) {
      checkPrerequisite(one);
    }
    if (match.value(Field.IP_FRAG) == 3) {
      match = match.without(Field.IP_FRAG, 1);
    }
    if (match.implies(Prerequisite.ICMP)) {
      match = match.without(Field.TP_SRC, 0xff00).without(Field.TP_DST, 0xff00);
    }
    return match;
  }

  private boolean protocol(String name) {
    int type = Prerequisite.IPV4;
    int protocol =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "ip" -> -1;
          case "icmp" -> 1;
          case "tcp" -> 6;
          case "udp" -> 17;
          case "sctp" -> 132;
          case "arp" -> {
            type = Prerequisite.ARP_TYPE;
            yield -1;
          }
          default -> -2;
        };
    if (protocol == -2) {
      return false;
    }
    add(Field.ETH_TYPE, type, Field.ETH_TYPE.ones(), name);
    if (protocol >= 0) {
      add(Field.IP_PROTO, protocol, Field.IP_PROTO.ones(), name);
    }
    return true;
  }

  private void ask(Asked one, long value, long mask) {
    if (mask == 0) {
      return;
    }
    asked.add(one);
    switch (one.field()) {
      case DL_VLAN, VLAN_VID, VLAN_PCP, VLAN_TCI -> vlan(one, value, mask);
      case IP_TOS -> add(Field.IP_TOS, value, mask & 0xfc, one.text());
      default -> add(one.field(), value, mask, one.text());
    }
  }

  private FieldValue condition(Field field, KeyValue item) {
    if (field == Field.DL_VLAN && isNoVlan(item.value())) {
      return new FieldValue(0xffff, 0xffff);
    }
    return FieldValue.read(field, item.value(), names);
  }

  /** OpenFlow 1.0 writes "no tag" as VLAN 0xffff. */
  private static boolean isNoVlan(String text) {
    return text.equalsIgnoreCase("0xffff") || text.equals("65535");
  }

  private void vlan(Asked one, long value, long mask) {
    Field field = one.field();
    if (field == Field.DL_VLAN) {
      boolean none = value == 0xffff;
      long control = none ? UNTAGGED : value | Prerequisite.VLAN_PRESENT;
      add(Field.VLAN_TCI, control, UNTAGGED_MASK, one.text());
    } else if (field == Field.VLAN_PCP) {
      long control = value << 13 | Prerequisite.VLAN_PRESENT;
      add(Field.VLAN_TCI, control, 0xf000, one.text());
    } else if ((mask & Prerequisite.VLAN_PRESENT) != 0 && value == 0) {
      // A frame without a tag has no priority or VLAN id to ask for.
      add(Field.VLAN_TCI, UNTAGGED, UNTAGGED_MASK, one.text());
    } else {
      add(Field.VLAN_TCI, value, mask, one.text());
    }
  }

  private void add(Field field, long value, long mask, String text) {
    long common = match.mask(field) & mask;
    if (((match.value(field) ^ value) & common) != 0) {
      throw new FlowSyntaxException(
          "'" + text + "' contradicts an earlier condition on " + field.matchName());
    }
    match = match.with(field, value, mask);
  }

  private void checkPrerequisite(Asked one) {
    Field field = one.field();
    boolean arp = match.isExactly(Field.ETH_TYPE, Prerequisite.ARP_TYPE);
    boolean alsoInArp = field == Field.IP_SRC || field == Field.IP_DST || field == Field.IP_PROTO;
    boolean port = field == Field.TP_SRC || field == Field.TP_DST;
    if ((arp && alsoInArp) || (port && icmpPort(one))) {
      return;
    }
    boolean inLater = port && match.value(Field.IP_FRAG) == 2;
    if (field == Field.VLAN_PCP || (match.implies(field.prerequisite) && !inLater)) {
      FieldSyntax.checkTransport(one.name(), match);
      return;
    }
    throw new FlowSyntaxException(
        "'"
            + one.text()
            + "' matches nothing by itself (OVS would drop the condition silently); add "
            + field.prerequisite.asText
            + " to the match");
  }

  /** OVS lets tp_src and tp_dst stand for the type and code of ICMP. */
  private boolean icmpPort(Asked one) {
    boolean generic = one.name().startsWith("tp_");
    boolean small = match.value(one.field()) <= 0xff;
    return generic && small && match.implies(Prerequisite.ICMP);
  }
}
