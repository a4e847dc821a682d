package io.quorate.fabric.file;

/**
 * A file that a person wrote cannot be used. The message is always one printable line, {@code
 * file:line:column: what is wrong; how to mend it}; line and column count from 1 and are left out
 * where the file as a whole is at fault.
 */
public final class BadFile extends RuntimeException {

  /** Longest message, in characters; what a hostile file quotes cannot make it longer. */
  private static final int MESSAGE_CHARS_MAX = 1_000;

  private final String message;
  private final String file;
  private final int line;
  private final int column;

  private BadFile(String file, int line, int column, String message) {
    super(message);
    this.message = message;
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** Something is wrong at one place. */
  public static BadFile at(String file, int line, int column, String what, String mend) {
    String place = file + ":" + line + ":" + column + ": ";
    return new BadFile(file, line, column, oneLine(place + what + "; " + mend));
  }

  /** The file as a whole cannot be used, or read. */
  public static BadFile whole(String file, String what, String mend) {
    return new BadFile(file, 0, 0, oneLine(file + ": " + what + "; " + mend));
  }

  /** The whole line, place included. */
  @Override
  public String getMessage() {
    return message;
  }

  /** The file, as the user named it. */
  public String file() {
    return file;
  }

  /** Line from 1; 0 if the file as a whole is at fault. */
  public int line() {
    return line;
  }

  /** Column from 1; 0 if the file as a whole is at fault. */
  public int column() {
    return column;
  }

  /** The text with whatever would break the line, or steer a terminal, shown as an escape. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MESSAGE_CHARS_MAX)
        .forEach(
            point -> {
              if (isPrintable(point)) {
                line.appendCodePoint(point);
              } else {
                line.append("\\u").append(String.format("%04x", point));
              }
            });
    return line.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
