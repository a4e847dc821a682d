package io.quorate.paxos;

import io.quorate.paxos.message.Message.Fetch;
import io.quorate.paxos.message.Message.Piece;
import io.quorate.paxos.message.SnapshotName;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * A snapshot as it comes in: pieces in any order, each any number of times. Who asks again after a
 * loss, or after a restart, asks only for what is missing; and any replica that keeps the same
 * snapshot may go on where another left off.
 */
final class Download {

  private final SnapshotName name;
  private final int pieceBytes;
  private final byte[] bytes;
  private final BitSet present = new BitSet();
  private int asked;

  /**
   * @param pieceBytes bytes in every piece but the last
   */
  Download(SnapshotName name, int pieceBytes) {
    this.name = name;
    this.pieceBytes = pieceBytes;
    this.bytes = new byte[name.totalBytes()];
    this.asked = Snapshots.PIECES;
  }

  SnapshotName name() {
    return name;
  }

  /** Takes a piece in; one that is cut otherwise than ours is none of ours. */
  void take(Piece piece) {
    int offset = piece.offset();
    boolean whole = piece.bytes().length == Math.min(pieceBytes, bytes.length - offset);
    if (offset % pieceBytes == 0 && whole) {
      System.arraycopy(piece.bytes(), 0, bytes, offset, piece.bytes().length);
      present.set(offset / pieceBytes);
    }
  }

  boolean isComplete() {
    return missing() * (long) pieceBytes >= bytes.length;
  }

  /** True if all pieces that were asked for have come. */
  boolean isServed() {
    return missing() >= asked;
  }

  /** Asks for the first piece that is missing, and those after it. */
  Fetch ask() {
    assert !isComplete() : "nothing is missing";
    asked = missing() + Snapshots.PIECES;
    return new Fetch(name, missing() * pieceBytes);
  }

  private int missing() {
    return present.nextClearBit(0);
  }

  /** True if the pieces make what the name says. */
  boolean isIntact() {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue() == name.checksum();
  }

  /** All bytes, once complete. */
  byte[] bytes() {
    return bytes;
  }
}
