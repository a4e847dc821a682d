package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a value: immutable, and equal if they are the same. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes NONE = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of some. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** What is left in a buffer. */
  static Bytes rest(ByteBuf in) {
    byte[] all = new byte[in.readableBytes()];
    in.readBytes(all);
    return new Bytes(all);
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** How many. */
  public int length() {
    return bytes.length;
  }

  void write(ByteBuf out) {
    out.writeBytes(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Two digits a byte. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
