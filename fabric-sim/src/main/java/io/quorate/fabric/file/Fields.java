package io.quorate.fabric.file;

import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The fields of a table whose keys are known to be right. */
public final class Fields {

  private final Entry whole;
  private final String what;
  private final SequencedMap<String, Entry.Keyed> table;

  Fields(Entry whole, String what, SequencedMap<String, Entry.Keyed> table) {
    this.whole = whole;
    this.what = what;
    this.table = table;
  }

  /** Where the table stands. */
  public Entry whole() {
    return whole;
  }

  public boolean has(String key) {
    return table.containsKey(key);
  }

  /** The value of a key, or null if the table does not have it. */
  public @Nullable Entry get(String key) {
    Entry.Keyed keyed = table.get(key);
    return keyed == null ? null : keyed.value();
  }

  /** Where a key itself stands; null if the table does not have it. */
  public @Nullable Entry key(String key) {
    Entry.Keyed keyed = table.get(key);
    return keyed == null ? null : keyed.key();
  }

  /**
   * The value of a key that must be there.
   *
   * @param example how to write it, for the message, e.g. {@code "between: [S1, S2]"}
   * @throws BadFile if the table does not have it
   */
  public Entry need(String key, String example) {
    Entry value = get(key);
    if (value == null) {
      throw whole.bad(what + " lacks \"" + key + "\"", "add, for example, \"" + example + "\"");
    }
    return value;
  }

  /**
   * Which one of several keys the table has.
   *
   * @param example how to write one, for the message
   * @throws BadFile if it has none of them, or more than one
   */
  public String exactlyOne(List<String> keys, String example) {
    List<String> present = keys.stream().filter(table::containsKey).toList();
    if (present.isEmpty()) {
      throw whole.bad(
          what + " lacks one of " + String.join(", ", keys),
          "add, for example, \"" + example + "\"");
    }
    if (present.size() > 1) {
      Entry second = Objects.requireNonNull(key(present.get(1)));
      throw second.bad(
          what + " has both \"" + present.getFirst() + "\" and \"" + present.get(1) + "\"",
          "keep one of them");
    }
    return present.getFirst();
  }
}
