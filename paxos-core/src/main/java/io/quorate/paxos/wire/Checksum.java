package io.quorate.paxos.wire;

import java.util.zip.CRC32C;

/**
 * CRC32C (Castagnoli, RFC 3720 appendix B.4) over the EtherType, the header up to the checksum, and
 * the value. The EtherType is included because it is the message's type: an ACCEPT must not turn
 * into a LEARN by one flipped bit.
 */
final class Checksum {

  private Checksum() {}

  static int of(int etherType, byte[] bytes, int at, int valueBytes) {
    CRC32C crc = new CRC32C();
    crc.update(etherType >>> 8);
    crc.update(etherType);
    crc.update(bytes, at, Layout.CRC);
    crc.update(bytes, at + Layout.HEADER_BYTES, valueBytes);
    return (int) crc.getValue();
  }
}
