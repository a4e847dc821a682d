package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Reading and writing of the odd pieces that OpenFlow messages consist of. */
final class Octets {
  private Octets() {}

  /** The next {@code length} bytes, as a window that cannot be read beyond; no copy. */
  static ByteBuf slice(ByteBuf in, int length, String what) {
    if (length < 0 || length > in.readableBytes()) {
      throw new MalformedMessageException(
          "%s claims %d bytes where %d are left".formatted(what, length, in.readableBytes()));
    }
    return in.readSlice(length);
  }

  /** What is left, as two digits a byte. */
  static String hex(ByteBuf in) {
    String text = ByteBufUtil.hexDump(in);
    in.skipBytes(in.readableBytes());
    return text;
  }

  static void writeHex(ByteBuf out, String hex) {
    out.writeBytes(HexFormat.of().parseHex(hex));
  }

  /** Text in a field of fixed length, filled with zeros. */
  static String text(ByteBuf in, int length) {
    ByteBuf field = slice(in, length, "a text");
    int end = field.bytesBefore((byte) 0);
    return field.toString(field.readerIndex(), end < 0 ? length : end, StandardCharsets.ISO_8859_1);
  }

  static void writeText(ByteBuf out, String text, int length) {
    byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
    int written = Math.min(all.length, length - 1);
    out.writeBytes(all, 0, written).writeZero(length - written);
  }

  static long readMac(ByteBuf in) {
    return (long) in.readUnsignedShort() << 32 | in.readUnsignedInt();
  }

  static void writeMac(ByteBuf out, long mac) {
    out.writeShort((int) (mac >>> 32)).writeInt((int) mac);
  }

  /** Fills up to a multiple of eight, counted from {@code start}. */
  static void padTo8(ByteBuf out, int start) {
    int over = (out.writerIndex() - start) % 8;
    if (over != 0) {
      out.writeZero(8 - over);
    }
  }

  static ByteBuf buffer() {
    return Unpooled.buffer();
  }
}
