package io.quorate.fabric.flow;

import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.MacAddress;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A value of a field and the bits of it that count, read and printed.
 *
 * @param value zero where the mask is
 * @param mask within {@link Field#ones}
 */
record FieldValue(long value, long mask) {

  /**
   * Reads {@code value}, {@code value/mask}, an address, a prefix or a name, as the field takes it.
   */
  static FieldValue read(Field field, String text, Names names) {
    if (text.isEmpty()) {
      throw new FlowSyntaxException("field " + field.matchName() + " has no value");
    }
    if (field.form == Field.Form.FRAGMENT) {
      return readFragment(text);
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new FieldValue(readWhole(field, text, names), field.ones());
    }
    if (!field.isMaskable()) {
      throw new FlowSyntaxException(
          "'" + text + "': " + field.matchName() + " takes no mask; write one value");
    }
    long mask = readMask(field, text.substring(slash + 1));
    return new FieldValue(readWhole(field, text.substring(0, slash), names) & mask, mask);
  }

  /** Prints a value with its mask, so that {@link #read} gives it back. */
  static String text(Field field, long value, long mask, Names names) {
    if (field.form == Field.Form.FRAGMENT) {
      return fragmentText(value, mask);
    }
    if (mask == field.ones()) {
      return wholeText(field, value, names);
    }
    if (field.form == Field.Form.IPV4 && Ipv4Address.prefixLength((int) mask) >= 0) {
      return Ipv4Address.format((int) value) + "/" + Ipv4Address.prefixLength((int) mask);
    }
    if (field.form == Field.Form.MAC) {
      return MacAddress.format(value) + "/" + MacAddress.format(mask);
    }
    if (field.form == Field.Form.IPV4) {
      return Ipv4Address.format((int) value) + "/" + Ipv4Address.format((int) mask);
    }
    return "0x" + Long.toHexString(value) + "/0x" + Long.toHexString(mask);
  }

  /** Reads a number of at most {@code bits} bits, decimal or 0x…. */
  static long number(String what, String text, int bits) {
    long value;
    try {
      boolean hex = text.startsWith("0x") || text.startsWith("0X");
      value =
          hex ? Long.parseUnsignedLong(text, 2, text.length(), 16) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new FlowSyntaxException(
          "'" + text + "' is not a value of " + what + "; write a number like 5 or 0x5");
    }
    if ((value & ~Field.ones(bits)) != 0) {
      throw new FlowSyntaxException(
          "'" + text + "' is too big for " + what + ": at most " + Field.ones(bits));
    }
    return value;
  }

  /** Reads a number 0..max. */
  static int numberTo(String what, String text, int max) {
    long value = number(what, text, 31);
    if (value > max) {
      throw new FlowSyntaxException("'" + text + "' is too big for " + what + ": at most " + max);
    }
    return (int) value;
  }

  /** Reads the number or name of a port, ordinary or reserved. */
  static int port(String text, Names names) {
    OptionalInt named = names.port(text);
    if (named.isPresent()) {
      return named.getAsInt();
    }
    int reserved = Ports.reserved(text);
    if (reserved >= 0) {
      return reserved;
    }
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw new FlowSyntaxException(
          "'" + text + "' is not a port of this switch; " + known(names.ports().keySet()));
    }
    int port = (int) number("a port", text, 16);
    if (!Ports.isReal(port) && Ports.text(port).equals(Integer.toString(port))) {
      throw new FlowSyntaxException(
          "'" + text + "' is not a port number; ports are 0.." + Ports.MAX + " or a name");
    }
    return port;
  }

  /** Says which names there are, for the end of a message. */
  static String known(Collection<String> names) {
    return names.isEmpty()
        ? "write a number (no names are known here)"
        : "write a number or one of " + String.join(", ", names);
  }

  private static long readWhole(Field field, String text, Names names) {
    return switch (field.form) {
      case MAC -> mac(text, names);
      case IPV4 -> ipv4(text);
      case PORT -> port(text, names);
      case ETHER_TYPE -> {
        OptionalInt type = names.etherType(text);
        yield type.isPresent() ? type.getAsInt() : etherType(text, names);
      }
      case DECIMAL, HEX, FRAGMENT -> number(field.matchName(), text, field.bits);
    };
  }

  private static long etherType(String text, Names names) {
    if (!text.isEmpty() && Character.isLetter(text.charAt(0))) {
      throw new FlowSyntaxException(
          "'" + text + "' is not an EtherType; " + known(names.etherTypes().keySet()));
    }
    return number("dl_type", text, 16);
  }

  private static long mac(String text, Names names) {
    OptionalLong named = names.mac(text);
    if (named.isPresent()) {
      return named.getAsLong();
    }
    try {
      return text.startsWith("0x") ? number("an address", text, 48) : MacAddress.parse(text);
    } catch (IllegalArgumentException e) {
      boolean name = text.indexOf(':') < 0;
      throw new FlowSyntaxException(
          name
              ? "'"
                  + text
                  + "' is neither a MAC address nor a host; "
                  + known(names.macs().keySet())
              : String.valueOf(e.getMessage()));
    }
  }

  private static long ipv4(String text) {
    try {
      return Ipv4Address.parse(text) & 0xffff_ffffL;
    } catch (IllegalArgumentException e) {
      if (text.startsWith("0x")) {
        return number("an address", text, 32);
      }
      throw new FlowSyntaxException(String.valueOf(e.getMessage()));
    }
  }

  private static long readMask(Field field, String text) {
    return switch (field.form) {
      case MAC -> mac(text, Names.NONE);
      case IPV4 ->
          text.indexOf('.') >= 0
              ? ipv4(text)
              : Ipv4Address.prefixMask(numberTo("a prefix", text, 32)) & 0xffff_ffffL;
      case DECIMAL, HEX, PORT, ETHER_TYPE, FRAGMENT ->
          number("the mask of " + field.matchName(), text, field.bits);
    };
  }

  private static String wholeText(Field field, long value, Names names) {
    return switch (field.form) {
      case MAC -> macText(value, names);
      case IPV4 -> Ipv4Address.format((int) value);
      case PORT -> names.portText((int) value);
      case ETHER_TYPE -> names.etherTypeText((int) value);
      case HEX -> "0x" + Long.toHexString(value);
      case DECIMAL, FRAGMENT -> Long.toUnsignedString(value);
    };
  }

  private static String macText(long value, Names names) {
    for (var named : names.macs().entrySet()) {
      if (named.getValue() == value) {
        return named.getKey();
      }
    }
    return MacAddress.format(value);
  }

  private static FieldValue readFragment(String text) {
    return switch (text) {
      case "no" -> new FieldValue(0, 3);
      case "yes" -> new FieldValue(1, 1);
      case "first" -> new FieldValue(1, 3);
      case "later" -> new FieldValue(2, 2);
      case "not_later" -> new FieldValue(0, 2);
      default -> {
        if (!text.matches("0x[0-3]/0x[1-3]")) {
          throw new FlowSyntaxException(
              "'" + text + "' is not a value of nw_frag; write no, yes, first, later or not_later");
        }
        yield new FieldValue(text.charAt(2) - '0' & text.charAt(6) - '0', text.charAt(6) - '0');
      }
    };
  }

  private static String fragmentText(long value, long mask) {
    return switch ((int) (value << 2 | mask)) {
      case 0b0011 -> "no";
      case 0b0101 -> "yes";
      case 0b0111 -> "first";
      case 0b1010, 0b1111 -> "later";
      case 0b0010 -> "not_later";
      // Only bits learned one by one come here, such as nw_frag[0].
      default -> "0x" + value + "/0x" + mask;
    };
  }
}
