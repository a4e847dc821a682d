package io.quorate.fabric.file;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One value of a YAML file: a text, a list or a table, and where it stands. */
public final class Entry {

  /** Most entries that a list or table may have. */
  public static final int SIZE_MAX = 10_000;

  /** Longest quotation of the file in a message, in characters. */
  private static final int QUOTE_CHARS_MAX = 60;

  private static final List<String> TAGS =
      List.of("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map");

  private final String file;
  private final Node node;

  Entry(String file, Node node) {
    this.file = file;
    this.node = node;
  }

  /** The complaint that something is wrong here. */
  public BadFile bad(String what, String mend) {
    return BadFile.at(file, line(), column(), what, mend);
  }

  /** The file's name, as the user gave it. */
  public String file() {
    return file;
  }

  /** Line from 1. */
  public int line() {
    return mark().getLine() + 1;
  }

  /** Column from 1. */
  public int column() {
    return mark().getColumn() + 1;
  }

  public boolean isText() {
    return node.getNodeType() == NodeType.SCALAR && !isMissing();
  }

  public boolean isTable() {
    return node.getNodeType() == NodeType.MAPPING;
  }

  /** True for a text written as a literal block, {@code |}, which keeps its lines. */
  public boolean isLiteralBlock() {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.LITERAL;
  }

  /** True for a text written as a folded block, {@code >}, which joins its lines. */
  public boolean isFoldedBlock() {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.FOLDED;
  }

  /**
   * The text of a scalar, as written.
   *
   * @param expected what belongs here, for the message, e.g. {@code "a switch's name"}
   * @throws BadFile if this is a list, a table, or nothing
   */
  public String text(String expected) {
    refuseForeignTag();
    if (node instanceof ScalarNode scalar && !isMissing()) {
      return scalar.getValue();
    }
    throw bad(found(), "write " + expected);
  }

  /**
   * The entries of a list.
   *
   * @param expected what belongs here, for the message, e.g. {@code "a list of links"}
   * @throws BadFile if this is not a list
   */
  public List<Entry> list(String expected) {
    refuseForeignTag();
    if (!(node instanceof SequenceNode sequence)) {
      throw bad(found(), "write " + expected);
    }
    List<Node> nodes = sequence.getValue();
    refuseSize(nodes.size());
    return nodes.stream().map(item -> new Entry(file, item)).toList();
  }

  /**
   * {@code yes} or {@code no}; {@code true} and {@code false} say the same.
   *
   * @throws BadFile if this is anything else
   */
  public boolean yesOrNo() {
    String text = text("yes or no");
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw bad(quoted(text) + " is neither yes nor no", "write yes or no");
    };
  }

  /** The entries of a list; a single text counts as a list of one. */
  public List<Entry> oneOrMore(String expected) {
    return isText() ? List.of(this) : list(expected);
  }

  /**
   * A table whose keys are the user's own, in file order.
   *
   * @param expected what belongs here, for the message
   * @throws BadFile if this is not a table, or a key is not text or stands there twice
   */
  public SequencedMap<String, Keyed> table(String expected) {
    refuseForeignTag();
    if (!(node instanceof MappingNode mapping)) {
      throw bad(found(), "write " + expected);
    }
    refuseSize(mapping.getValue().size());
    SequencedMap<String, Keyed> table = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Entry key = new Entry(file, tuple.getKeyNode());
      String name = key.text("a key");
      Keyed earlier =
          table.putIfAbsent(name, new Keyed(key, new Entry(file, tuple.getValueNode())));
      if (earlier != null) {
        throw key.bad(
            "key " + quoted(name) + " is here twice, first on line " + earlier.key().line(),
            "remove one of them");
      }
    }
    return table;
  }

  /**
   * A table whose keys are known.
   *
   * @param what what the table describes, with its article, e.g. {@code "a link"}
   * @param known all keys that it may have
   * @throws BadFile if this is not a table, or has an unknown or repeated key
   */
  public Fields fields(String what, Collection<String> known) {
    SequencedMap<String, Keyed> table = table(what + " as \"key: value\"");
    table.forEach(
        (name, keyed) -> {
          if (!known.contains(name)) {
            throw keyed
                .key()
                .bad(
                    "unknown key " + quoted(name) + " in " + what,
                    Nearest.advice(name, known, "its keys are"));
          }
        });
    return new Fields(this, what, table);
  }

  /** The text in quotes, shortened where it is long. */
  public static String quoted(String text) {
    return text.length() <= QUOTE_CHARS_MAX
        ? "\"" + text + "\""
        : "\"" + text.substring(0, QUOTE_CHARS_MAX) + "…\"";
  }

  /** A key and its value, each with its own place. */
  public record Keyed(Entry key, Entry value) {}

  private Mark mark() {
    return node.getStartMark().orElseThrow();
  }

  /** {@code key:} with nothing behind it. */
  private boolean isMissing() {
    return node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().isEmpty();
  }

  private String found() {
    if (isMissing()) {
      return "nothing is here";
    }
    return switch (node) {
      case SequenceNode _ -> "found a list";
      case MappingNode _ -> "found a table";
      default -> "found " + quoted(((ScalarNode) node).getValue());
    };
  }

  private void refuseForeignTag() {
    String tag = node.getTag().getValue();
    if (!isMissing() && !TAGS.contains(tag)) {
      throw bad("the YAML tag " + quoted(tag) + " means nothing here", "remove it");
    }
  }

  private void refuseSize(int size) {
    if (size > SIZE_MAX) {
      throw bad(size + " entries", "at most " + SIZE_MAX + " are read");
    }
  }
}
