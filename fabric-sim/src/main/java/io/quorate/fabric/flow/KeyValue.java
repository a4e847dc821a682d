package io.quorate.fabric.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * One item of a list in ovs-ofctl syntax: {@code key}, {@code key=value}, {@code key:value} or
 * {@code key(value)}. Items are separated by commas or white space outside parentheses.
 *
 * @param key what stands before the separator, quotes removed
 * @param value what stands behind; empty if there is nothing
 * @param hasValue whether there was a separator
 * @param text the whole item, for messages
 */
record KeyValue(String key, String value, boolean hasValue, String text) {

  /** Splits a list. */
  static List<KeyValue> split(String list) {
    List<KeyValue> items = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < list.length() && isDelimiter(list.charAt(at))) {
        at++;
      }
      if (at == list.length()) {
        return items;
      }
      int end = itemEnd(list, at);
      items.add(read(list.substring(at, end)));
      at = end;
    }
  }

  private static KeyValue read(String item) {
    int keyEnd = keyEnd(item);
    String key = unquote(item.substring(0, keyEnd));
    if (keyEnd == item.length()) {
      return new KeyValue(key, "", false, item);
    }
    if (item.charAt(keyEnd) != '(') {
      return new KeyValue(key, unquote(item.substring(keyEnd + 1)), true, item);
    }
    if (!item.endsWith(")")) {
      throw new FlowSyntaxException("'" + item + "': something stands behind the parenthesis");
    }
    return new KeyValue(key, item.substring(keyEnd + 1, item.length() - 1), true, item);
  }

  private static int keyEnd(String item) {
    int at = 0;
    if (item.startsWith("\"")) {
      at = item.indexOf('"', 1) + 1;
    }
    while (at < item.length() && ":=(".indexOf(item.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static int itemEnd(String list, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int at = from; at < list.length(); at++) {
      char c = list.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        continue;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth == 0 && isDelimiter(c)) {
        return at;
      }
      if (depth < 0) {
        break;
      }
    }
    if (depth != 0 || quoted) {
      throw new FlowSyntaxException(
          "'" + list.substring(from).strip() + "': parentheses or quotes do not pair up");
    }
    return list.length();
  }

  private static String unquote(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isDelimiter(char c) {
    return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
