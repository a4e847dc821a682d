package io.quorate.fabric.file;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * YAML 1.2 of one document, composed into entries that know their place. All scalars are text: what
 * is a number, a time or a name is for the reader of the file to say, so that {@code NO} is a name
 * and {@code 007} is what was written.
 */
public final class YamlFile {

  /** Deepest nesting; ours need five, and the composer recurses. */
  private static final int DEPTH_MAX = 16;

  private YamlFile() {}

  /**
   * The file's single document.
   *
   * @throws BadFile if it is empty, not YAML, nested too deep, or has more than one document
   */
  public static Entry parse(TextFile file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.name())
            .setSchema(new FailsafeSchema())
            .setCodePointLimit(TextFile.BYTES_MAX)
            // An entry says where such a key stands; the composer would not.
            .setAllowNonScalarKeys(true)
            // What differs between versions of YAML does not touch us.
            .setVersionFunction(version -> version)
            .build();
    try {
      checkDepth(file, settings);
      Node root =
          new Compose(settings)
              .composeString(file.text())
              .orElseThrow(
                  () ->
                      BadFile.whole(
                          file.name(), "is empty", "begin with a copy of a shipped file"));
      return new Entry(file.name(), root);
    } catch (MarkedYamlEngineException e) {
      throw syntax(file, e);
    } catch (ReaderException e) {
      throw badCharacter(file, e);
    } catch (YamlEngineException e) {
      throw BadFile.whole(file.name(), "is not YAML (" + e.getMessage() + ")", "mend the syntax");
    }
  }

  /** Looks before the composer recurses: the parser's events come without recursion. */
  private static void checkDepth(TextFile file, LoadSettings settings) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(file.text())) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > DEPTH_MAX) {
        Mark mark = event.getStartMark().orElseThrow();
        throw BadFile.at(
            file.name(),
            mark.getLine() + 1,
            mark.getColumn() + 1,
            "nested deeper than " + DEPTH_MAX + " levels",
            "nothing in such a file needs that");
      }
    }
  }

  private static BadFile syntax(TextFile file, MarkedYamlEngineException e) {
    Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
    String context =
        e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ", ";
    String what = "not YAML: " + context + (e.getProblem() == null ? "" : e.getProblem());
    String mend = "check indentation, colons, brackets and quotes here and just above";
    return mark == null
        ? BadFile.whole(file.name(), what, mend)
        : BadFile.at(file.name(), mark.getLine() + 1, mark.getColumn() + 1, what, mend);
  }

  private static BadFile badCharacter(TextFile file, ReaderException e) {
    int end = file.text().offsetByCodePoints(0, Math.min(e.getPosition(), codePoints(file)));
    String before = file.text().substring(0, end);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    String what = String.format("character U+%04X is not allowed in YAML", e.getCodePoint());
    return BadFile.at(file.name(), line, column, what, "remove it");
  }

  private static int codePoints(TextFile file) {
    return file.text().codePointCount(0, file.text().length());
  }
}
