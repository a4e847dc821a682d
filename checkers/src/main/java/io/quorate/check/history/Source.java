package io.quorate.check.history;

import java.io.IOException;
import java.io.Reader;

/** Characters one after another, with the line on which they stand. */
final class Source {
  /** What {@link #peek} and {@link #read} return at the end. */
  static final int END = -1;

  private static final int BUFFER_CHARS = 1 << 15;

  private final String file;
  private final Reader reader;
  private final char[] buffer = new char[BUFFER_CHARS];
  private int at;
  private int size;
  private long line;

  Source(String file, Reader reader) {
    this(file, reader, 1);
  }

  Source(String file, Reader reader, long firstLine) {
    this.file = file;
    this.reader = reader;
    this.line = firstLine;
  }

  int peek() throws IOException {
    return at < size || fill() ? buffer[at] : END;
  }

  int read() throws IOException {
    int c = peek();
    if (c != END) {
      at++;
      if (c == '\n') {
        line++;
      }
    }
    return c;
  }

  /** The line of the next character, from 1. */
  long line() {
    return line;
  }

  MalformedHistory malformed(String reason) {
    return new MalformedHistory(file, line, reason);
  }

  private boolean fill() throws IOException {
    at = 0;
    size = Math.max(0, reader.read(buffer, 0, buffer.length));
    return size > 0;
  }
}
