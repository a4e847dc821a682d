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
  private final char[] buffer = new char[BUFFER_CHARS + 1];
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

  /** The buffer that the next characters stand in, from {@link #at} up to a zero. */
  char[] buffer() {
    return buffer;
  }

  /** Where in the buffer the next character is, if it is there already. */
  int at() {
    return at;
  }

  /** Whether the buffer ends here. */
  boolean isEnd(int place) {
    return place >= size;
  }

  /** Goes on at a place in the buffer; there is no new line on the way. */
  void goTo(int place) {
    at = place;
  }

  /**
   * Adds to what is left in the buffer, at another place; false when there is no more or no room.
   */
  boolean fillUp() throws IOException {
    int left = size - at;
    System.arraycopy(buffer, at, buffer, 0, left);
    at = 0;
    size = left;
    int got = left < BUFFER_CHARS ? reader.read(buffer, left, BUFFER_CHARS - left) : 0;
    size += Math.max(0, got);
    buffer[size] = 0;
    return got > 0;
  }

  private boolean fill() throws IOException {
    at = 0;
    size = Math.max(0, reader.read(buffer, 0, BUFFER_CHARS));
    buffer[size] = 0;
    return size > 0;
  }
}
