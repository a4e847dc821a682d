package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** The names that a fabric file declares, and where. */
final class Names {

  /** What flow syntax means by itself, or gives to the Paxos port; no node or port is called so. */
  private static final List<String> RESERVED =
      List.of(
          "all",
          "any",
          "controller",
          "drop",
          "flood",
          "in_port",
          "local",
          "none",
          "normal",
          "paxos",
          "table",
          "unset");

  private static final int CHARS_MAX = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  private final String kind;
  private final SequencedMap<String, Entry> declared = new LinkedHashMap<>();
  private final SequencedMap<String, String> byFolded = new LinkedHashMap<>();

  /**
   * @param kind what these are names of, for messages: {@code "a switch or host"}
   */
  Names(String kind) {
    this.kind = kind;
  }

  /**
   * Takes a new name; it must be fit for flows and differ from the earlier ones by more than case.
   */
  String declare(Entry entry) {
    return declare(entry, checked(entry));
  }

  String declare(Entry entry, String name) {
    String earlier = byFolded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    if (earlier != null) {
      int line = where(earlier).line();
      String same = earlier.equals(name) ? "" : ", as " + Entry.quoted(earlier);
      throw entry.bad(
          "the name " + Entry.quoted(name) + " is taken on line " + line + same,
          "give " + kind + " a name of its own");
    }
    declared.put(name, entry);
    return name;
  }

  /** A name that must have been declared. */
  String use(Entry entry) {
    String name = entry.text("the name of " + kind);
    if (!declared.containsKey(name)) {
      throw entry.bad(
          "nothing is called " + Entry.quoted(name),
          Nearest.advice(name, declared.sequencedKeySet(), "declared are"));
    }
    return name;
  }

  boolean has(String name) {
    return declared.containsKey(name);
  }

  Entry where(String name) {
    Entry entry = declared.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("not declared: " + name);
    }
    return entry;
  }

  /** A text that may be the name of a node or port. */
  static String checked(Entry entry) {
    String name = plain(entry, CHARS_MAX);
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw entry.bad(Entry.quoted(name) + " is a word of the flow syntax", "choose another name");
    }
    return name;
  }

  /** A text of letters, digits, and {@code _ . -}, beginning with a letter. */
  static String plain(Entry entry, int charsMax) {
    String name = entry.text("a name");
    if (!NAME.matcher(name).matches()) {
      throw entry.bad(
          Entry.quoted(name) + " is no name",
          "begin with a letter; go on with letters, digits, _ . -");
    }
    if (name.length() > charsMax) {
      throw entry.bad("the name is longer than " + charsMax + " characters", "shorten it");
    }
    return name;
  }
}
