package io.quorate.fabric.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a timeline as JSON lines, {@code timeline.jsonl}: an event a line, in the order of time.
 * docs/trace.md gives the fields. Every method that writes throws {@link UncheckedIOException} when
 * writing fails. For use by one thread.
 */
public final class TimelineWriter implements TraceLog, AutoCloseable {

  private final Writer out;
  private final StringBuilder line = new StringBuilder();

  /** Writes to {@code out}, which should be buffered and is closed in the end. */
  public TimelineWriter(Writer out) {
    this.out = out;
  }

  /**
   * Writes to a file, which must not exist yet.
   *
   * @throws UncheckedIOException when it exists or cannot be created
   */
  public static TimelineWriter create(Path file) {
    try {
      return new TimelineWriter(Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void log(TraceEvent event) {
    line.setLength(0);
    line.append("{\"time\":").append(event.timeNs());
    text("node", event.node());
    text("kind", event.kind().word());
    text("peer", event.peer());
    if (event.slot() != TraceEvent.NO_SLOT) {
      line.append(",\"slot\":").append(event.slot());
    }
    text("ballot", event.ballot());
    text("text", event.text());
    line.append("}\n");
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void text(String field, String value) {
    if (value.isEmpty()) {
      return;
    }
    line.append(",\"").append(field).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        line.append("\\u").append(String.format("%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
