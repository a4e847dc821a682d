package io.quorate.check.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes histories: one event a line, as EDN maps that Jepsen's tools accept, or as JSON objects.
 *
 * <p>EDN has {@code :process :type :f :value :time :index}, and {@code :error} where one is known.
 * A key goes into the value, as Jepsen's independent checkers write it: {@code [k v]}. Knossos
 * refuses a process that goes on after a crash, so such a process goes on under a number that is
 * not in use (as Jepsen does); annotations are lines of {@code :nemesis}.
 *
 * <p>An operation's {@code :position} in the system's own order, where it has one, stands in its
 * completion, or in its invocation if it never completed.
 *
 * <p>JSON has the same names, and {@code key} beside {@code value}. JSON has no keywords: they
 * become strings.
 *
 * <p>{@link HistoryReader} reads both back. A file appears whole or not at all. I/O errors are
 * {@link UncheckedIOException}s.
 */
public final class HistoryWriter {
  private HistoryWriter() {}

  /** Writes a file of EDN maps, one a line. */
  public static void writeEdn(History history, Path file) {
    toFile(file, out -> EdnLines.write(history, out));
  }

  /** Writes EDN maps, one a line; does not close {@code out}. */
  public static void writeEdn(History history, Appendable out) {
    unchecked(() -> EdnLines.write(history, out));
  }

  /** Writes a file of JSON objects, one a line. */
  public static void writeJsonLines(History history, Path file) {
    toFile(file, out -> JsonLines.write(history, out));
  }

  /** Writes JSON objects, one a line; does not close {@code out}. */
  public static void writeJsonLines(History history, Writer out) {
    unchecked(() -> JsonLines.write(history, out));
  }

  private interface Body {
    void write(Writer out) throws IOException;
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void toFile(Path file, Body body) {
    unchecked(
        () -> {
          Path target = file.toAbsolutePath();
          Path part = target.resolveSibling(target.getFileName() + ".part");
          try {
            try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
              body.write(out);
            }
            move(part, target);
          } finally {
            Files.deleteIfExists(part);
          }
        });
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
