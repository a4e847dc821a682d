package io.quorate.fabric.packet;

import java.util.Arrays;

/**
 * A frame on its way through a switch: bytes that may be rewritten, grown and shrunk, over arrays
 * that are shared until they are written (copy on write).
 *
 * <p>The rule that makes sharing safe: <em>an array that was handed to a frame or out of {@link
 * #share} is never written again by anybody</em>. So a frame that is flooded unchanged is one array
 * on every port, and none is copied. Not for use by several threads.
 */
public final class Frame {
  private byte[] bytes;
  private boolean shared;
  private int version;

  /** A frame with the given content, which is not copied. */
  public Frame(byte[] bytes) {
    this.bytes = bytes;
    this.shared = true;
  }

  /** Bytes in the frame. */
  public int length() {
    return bytes.length;
  }

  /** The content, exactly {@link #length} long, to be read only, and until the next change. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The content, to be read and written in place, until the next change of length or {@link
   * #share}.
   */
  public byte[] writable() {
    if (shared) {
      bytes = bytes.clone();
      shared = false;
    }
    version++;
    return bytes;
  }

  /** The content, to keep; it is not written again, neither by this frame nor by the receiver. */
  public byte[] share() {
    shared = true;
    return bytes;
  }

  /** Replaces the whole content; the array is not copied, and not to be written again. */
  public void replace(byte[] content) {
    bytes = content;
    shared = true;
    version++;
  }

  /**
   * Puts {@code count} zero bytes in front of the content, to be filled through {@link #writable}.
   */
  public void prepend(int count) {
    byte[] longer = new byte[count + bytes.length];
    System.arraycopy(bytes, 0, longer, count, bytes.length);
    own(longer);
  }

  /** Removes {@code count} bytes, 0..length, from the front. */
  public void removeFront(int count) {
    byte[] shorter = new byte[bytes.length - count];
    System.arraycopy(bytes, count, shorter, 0, shorter.length);
    own(shorter);
  }

  /** Sets the length; a longer frame is filled up with zeros. */
  public void setLength(int length) {
    own(Arrays.copyOf(bytes, length));
  }

  /** Rises with every change that may have altered the content. */
  public int version() {
    return version;
  }

  private void own(byte[] content) {
    bytes = content;
    shared = false;
    version++;
  }
}
