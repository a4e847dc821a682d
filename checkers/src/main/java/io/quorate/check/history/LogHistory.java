package io.quorate.check.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Jepsen's console log and the lines of old Knossos: {@code process type f value}, perhaps
 * with a logger's words before and the reason of a failure after.
 */
final class LogHistory {
  private static final Pattern TYPE = Pattern.compile("\\s:(invoke|ok|fail|info)(?=\\s|$)");
  private static final Pattern LAST_WORD = Pattern.compile("(?<=^|\\s)(\\S+)\\s*$");
  private static final Pattern FIRST_WORD = Pattern.compile("\\s*:?(\\S+)");
  private static final Pattern PROCESS = Pattern.compile("-?[0-9]+|:?nemesis");
  private static final Pattern BEGINS_WITH_PROCESS = Pattern.compile("\\s*([0-9]+|:nemesis)\\s.*");

  /** Where another word stands in the place of the process of an operation that completes. */
  private static final Pattern COMPLETED =
      Pattern.compile("(?:.*\\s-)?\\s*(\\S+)\\s+:(ok|fail)\\s+:\\S.*");

  private final BufferedReader reader;
  private final EventSink sink;
  private final EventDraft draft = new EventDraft();

  LogHistory(BufferedReader reader, EventSink sink) {
    this.reader = reader;
    this.sink = sink;
  }

  void read() throws IOException {
    long number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      read(line, number);
    }
  }

  private void read(String line, long number) throws IOException {
    Matcher type = TYPE.matcher(line);
    Matcher before = type.find() ? LAST_WORD.matcher(line).region(0, type.start()) : null;
    boolean event = before != null && before.find() && PROCESS.matcher(before.group(1)).matches();
    if (before == null || !event) {
      requireChatter(line, number);
      return;
    }
    draft.clear(number);
    draft.process = process(before.group(1), number);
    draft.type = type.group(1);
    Matcher f = FIRST_WORD.matcher(line).region(type.end(), line.length());
    if (!f.lookingAt()) {
      throw new MalformedHistory(sink.file(), number, "the line ends before its function");
    }
    draft.f = f.group(1);
    valueAndError(line.substring(f.end()), number);
    sink.accept(draft);
  }

  /** A line that begins like an event but has no type was cut or mistyped. */
  private void requireChatter(String line, long number) {
    if (BEGINS_WITH_PROCESS.matcher(line).matches()) {
      throw new MalformedHistory(
          sink.file(),
          number,
          "no :invoke, :ok, :fail or :info after the process; write process type f value");
    }
    Matcher completed = COMPLETED.matcher(line);
    if (completed.matches()) {
      throw new MalformedHistory(
          sink.file(),
          number,
          String.format(
              "process %s is no whole number, but completes with %s as clients do; number the"
                  + " clients from 0",
              completed.group(1), completed.group(2)));
    }
  }

  private Object process(String word, long number) {
    if (word.endsWith("nemesis")) {
      return new Keyword("nemesis");
    }
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new MalformedHistory(sink.file(), number, "process " + word + " is out of range");
    }
  }

  private void valueAndError(String text, long number) throws IOException {
    Source rest = new Source(sink.file(), new StringReader(text), number);
    EdnReader edn = new EdnReader(rest);
    if (edn.peekForm() == Source.END) {
      return;
    }
    draft.value = edn.read();
    draft.error = error(rest);
  }

  /** What follows the value is the reason; it need not be EDN. */
  private static @Nullable Object error(Source rest) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = rest.read(); c != Source.END; c = rest.read()) {
      text.append((char) c);
    }
    String reason = text.toString().strip();
    if (reason.isEmpty()) {
      return null;
    }
    return reason.matches(":\\S+") ? new Keyword(reason.substring(1)) : reason;
  }
}
