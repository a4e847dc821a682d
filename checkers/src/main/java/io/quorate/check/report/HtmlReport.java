package io.quorate.check.report;

import io.quorate.check.history.History;
import io.quorate.check.txn.Judgement;
import io.quorate.check.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history and its verdict as one HTML page that needs nothing else: a timeline with a row
 * for each process, on which one can zoom, the order that was found or how far one goes, the
 * operations that cannot be placed, faults, and the cycles of transactions. Of the network nothing
 * is asked, and the page forbids it to itself.
 *
 * <p>The file appears whole or not at all; through a symbolic link its target is written, and what
 * is there and is no regular file is left alone. I/O errors are {@link UncheckedIOException}s. The
 * page of a history of 10^5 operations is some megabytes large.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the page of a verdict of linearizability.
   *
   * @param title what the history is called, such as its file
   */
  public static void write(Path file, History history, String title, Verdict verdict) {
    write(file, history, title, verdict, null);
  }

  /**
   * Writes the page of a verdict of linearizability, with the stretch that fails by itself.
   *
   * @param title what the history is called, such as its file
   * @param stretch from {@link FailingStretch#of}; null: none is known
   */
  public static void write(
      Path file, History history, String title, Verdict verdict, @Nullable FailingStretch stretch) {
    write(file, title, new Drawing(history).of(verdict, stretch));
  }

  /** Writes the page of a judgement of transactions, a bank, a counter or a set. */
  public static void write(Path file, History history, String title, Judgement judgement) {
    write(file, title, new Drawing(history).of(judgement));
  }

  private static void write(Path file, String title, Drawing.Body data) {
    try {
      PageFile.write(file, out -> page(out, title, data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void page(Writer out, String title, Drawing.Body data) throws IOException {
    String page = resource("page.html").replace("@TITLE@", escaped(title));
    int style = page.indexOf("@STYLE@");
    int json = page.indexOf("@DATA@");
    int script = page.indexOf("@SCRIPT@");
    out.write(page.substring(0, style));
    out.write(resource("page.css"));
    out.write(page.substring(style + "@STYLE@".length(), json));
    data.write(out);
    out.write(page.substring(json + "@DATA@".length(), script));
    out.write(resource("page.js"));
    out.write(page.substring(script + "@SCRIPT@".length()));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is missing beside its class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("@", "&#64;");
  }
}
