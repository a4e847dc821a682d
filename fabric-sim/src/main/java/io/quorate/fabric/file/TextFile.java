package io.quorate.fabric.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small UTF-8 text file, whole.
 *
 * @param name what messages call it: the path as the user gave it
 * @param text its text, without a byte-order mark
 */
public record TextFile(String name, String text) {

  /** Largest file that is read, in bytes. */
  public static final int BYTES_MAX = 1 << 20;

  /**
   * Reads a file.
   *
   * @throws BadFile if it is missing, not a regular file, unreadable, larger than {@link
   *     #BYTES_MAX} or not UTF-8
   */
  public static TextFile read(Path path) {
    String name = path.toString();
    if (!Files.exists(path)) {
      throw BadFile.whole(name, "no such file", "check the path");
    }
    // Asked before opening: to open a pipe would wait for its writer.
    if (!Files.isRegularFile(path)) {
      String kind = Files.isDirectory(path) ? "is a directory" : "is not a regular file";
      throw BadFile.whole(name, kind, "name a YAML file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return of(name, in.readNBytes(BYTES_MAX + 1));
    } catch (IOException e) {
      throw BadFile.whole(name, "cannot be read (" + reason(e) + ")", "check its permissions");
    }
  }

  /**
   * The text that these bytes are.
   *
   * @throws BadFile if there are more than {@link #BYTES_MAX}, or they are not UTF-8
   */
  public static TextFile of(String name, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw BadFile.whole(
          name, "is larger than " + (BYTES_MAX >> 20) + " MiB", "no file of this kind needs that");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      int column = text.length() - text.lastIndexOf('\n');
      throw BadFile.at(name, line, column, "not UTF-8 text", "save the file as UTF-8");
    }
    return new TextFile(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    String kind = e.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message;
  }
}
