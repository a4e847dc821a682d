package io.quorate.fabric.app;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A datagram of memcached's UDP protocol that is whole by itself: eight bytes of header (request
 * id, place of the datagram and number of datagrams, 16 bits each and big-endian, and 16 bits of
 * nothing) and text.
 *
 * @param id the client's number for the request, 0 to 65535; the answer repeats it
 * @param text ISO 8859-1
 * @see <a href="https://github.com/memcached/memcached/blob/master/doc/protocol.txt">protocol.txt,
 *     UDP protocol</a>
 */
record MemcachedFrame(int id, String text) {

  private static final int HEADER_BYTES = 8;
  private static final int COUNT_AT = 5;

  /** The datagram that these bytes are; null if it is too short, or one of several. */
  static @Nullable MemcachedFrame read(byte[] bytes) {
    if (bytes.length < HEADER_BYTES || !isWhole(bytes)) {
      return null;
    }
    int id = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int length = bytes.length - HEADER_BYTES;
    return new MemcachedFrame(
        id, new String(bytes, HEADER_BYTES, length, StandardCharsets.ISO_8859_1));
  }

  /** Place 0 of 1. */
  private static boolean isWhole(byte[] bytes) {
    return bytes[2] == 0 && bytes[3] == 0 && bytes[4] == 0 && bytes[COUNT_AT] == 1;
  }

  /** Its bytes. */
  byte[] bytes() {
    byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[HEADER_BYTES + body.length];
    bytes[0] = (byte) (id >> 8);
    bytes[1] = (byte) id;
    bytes[COUNT_AT] = 1;
    System.arraycopy(body, 0, bytes, HEADER_BYTES, body.length);
    return bytes;
  }
}
