package io.quorate.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Standard output. It may fail at any time: the reader of a pipe leaves ({@code | head}), a disk is
 * full. Then {@link #print} says nothing and does nothing more, so that a verb comes to its end and
 * its exit code is about its work; whoever writes at length, through {@link Writer}, is stopped by
 * an exception.
 */
final class Output extends Writer {

  private static final String PIPE_CLOSED = "Broken pipe";

  private final Writer out;
  private final Charset charset;
  private @Nullable IOException failure;

  Output(OutputStream stream, Charset charset) {
    this.out = new OutputStreamWriter(stream, charset);
    this.charset = charset;
  }

  /** Writes and flushes; never throws. */
  void print(String text) {
    try {
      write(text);
      flush();
    } catch (IOException e) {
      // Remembered: the command's end asks for it.
      assert failure != null : "every failure is remembered";
    }
  }

  @Override
  public void write(char[] chars, int offset, int length) throws IOException {
    guard(() -> out.write(chars, offset, length));
  }

  @Override
  public void flush() throws IOException {
    guard(out::flush);
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void guard(Writing writing) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      writing.run();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** True once something could not be written. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Why something could not be written, unless the reader left; null if nothing is wrong. */
  @Nullable String complaint() {
    if (failure == null) {
      return null;
    }
    String message = String.valueOf(failure.getMessage());
    return message.contains(PIPE_CLOSED) ? null : message;
  }

  /** True if these characters survive on their way to the reader. */
  boolean canShow(String characters) {
    return charset.newEncoder().canEncode(characters);
  }
}
