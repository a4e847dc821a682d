package io.quorate.check.history;

/**
 * A history that cannot be read. The message is one line, {@code file:line: reason; how to mend
 * it}, fit to be shown to a user as it is.
 */
public final class MalformedHistory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int REASON_CHARS_MAX = 400;

  private final String file;
  private final long line;

  /** A malformed place in {@code file}, on {@code line} (from 1; 0 for the file as a whole). */
  public MalformedHistory(String file, long line, String reason) {
    super(file + ":" + (line > 0 ? line + ":" : "") + " " + oneLine(reason));
    this.file = file;
    this.line = line;
  }

  /** A reason may quote the text, which may hold anything. */
  private static String oneLine(String reason) {
    String line = reason.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ");
    return line.length() <= REASON_CHARS_MAX ? line : line.substring(0, REASON_CHARS_MAX) + "...";
  }

  /** The file's name as the caller gave it. */
  public String file() {
    return file;
  }

  /** The line, from 1; 0 when the file as a whole is meant. */
  public long line() {
    return line;
  }
}
