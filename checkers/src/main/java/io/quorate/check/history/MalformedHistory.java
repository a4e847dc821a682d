package io.quorate.check.history;

/**
 * A history that cannot be read. The message is one line, {@code file:line: reason; how to mend
 * it}, fit to be shown to a user as it is.
 */
public final class MalformedHistory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;

  /** A malformed place in {@code file}, on {@code line} (from 1; 0 for the file as a whole). */
  public MalformedHistory(String file, long line, String reason) {
    super(file + ":" + (line > 0 ? line + ":" : "") + " " + reason);
    this.file = file;
    this.line = line;
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
