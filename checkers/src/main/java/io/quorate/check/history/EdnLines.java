package io.quorate.check.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A history as EDN maps, one a line. */
final class EdnLines {
  private static final Pattern KEYWORD_NAME =
      Pattern.compile("[A-Za-z*+!_?<>=$&%.][A-Za-z0-9*+!_?<>=$&%.#:/'-]*");

  private final Appendable out;
  private final Lives lives;

  private EdnLines(Appendable out, Lives lives) {
    this.out = out;
    this.lives = lives;
  }

  static void write(History history, Appendable out) throws IOException {
    EdnLines lines = new EdnLines(out, new Lives(history));
    try {
      history.forEachEvent(lines::event, lines::annotation);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void event(Event event) {
    line(
        String.valueOf(lives.processOf(event)),
        event.type(),
        event.f(),
        event.key(),
        event.value(),
        event.error(),
        event.timeNs(),
        event.index(),
        event.position());
  }

  private void annotation(Annotation note) {
    line(
        name(note.process()),
        note.type(),
        note.f(),
        null,
        note.value(),
        null,
        note.timeNs(),
        note.index(),
        Event.NO_POSITION);
  }

  private void line(
      String process,
      EventType type,
      String f,
      @Nullable Object key,
      @Nullable Object value,
      @Nullable Object error,
      long timeNs,
      long index,
      long position) {
    try {
      out.append("{:process ").append(process);
      out.append(", :type :").append(type.word());
      out.append(", :f ").append(name(f));
      out.append(", :value ");
      if (key != null) {
        out.append('[');
        Edn.print(key, out);
        out.append(' ');
      }
      Edn.print(value, out);
      out.append(key != null ? "]" : "");
      if (error != null) {
        out.append(", :error ");
        Edn.print(error, out);
      }
      if (timeNs != Event.NO_TIME) {
        out.append(", :time ").append(Long.toString(timeNs));
      }
      out.append(", :index ").append(Long.toString(index));
      if (position != Event.NO_POSITION) {
        out.append(", :position ").append(Long.toString(position));
      }
      out.append("}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(String word) {
    return KEYWORD_NAME.matcher(word).matches() ? ":" + word : Edn.print(word);
  }
}
