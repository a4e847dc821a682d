package io.quorate.paxos;

import io.quorate.paxos.message.Message.Fetch;
import io.quorate.paxos.message.Message.Piece;
import io.quorate.paxos.message.SnapshotName;
import io.quorate.paxos.role.Learner;
import io.quorate.paxos.wire.Sizes;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Gives snapshots out, to replicas that are so far behind that the values they lack are forgotten.
 * One snapshot is kept for as long as the values above it are, so that many may fetch it, each at
 * its pace, while slots go on being delivered.
 */
final class Snapshots {

  /** Pieces sent at one asking. */
  static final int PIECES = 32;

  private final Learner learner;
  private final Answers answers;
  private final Counters counters;
  private final int pieceBytes;
  private final int freshSlots;
  private @Nullable SnapshotName name;
  private byte[] bytes = new byte[0];

  Snapshots(Member member, Answers answers) {
    this.learner = member.learner();
    this.counters = member.counters();
    this.answers = answers;
    this.pieceBytes = pieceBytes(member.config());
    this.freshSlots = member.config().limits().windowSlots() / 2;
  }

  /** Bytes in every piece but the last. */
  static int pieceBytes(ReplicaConfig config) {
    return config.limits().messageBytesMax() - Sizes.HEADER;
  }

  /**
   * Sends the beginning of a snapshot to one who asked for forgotten slots, of one that brings it
   * further: a slot may be forgotten as soon as the one a window above it is heard of, and so
   * before a snapshot that ends just below it has grown old.
   *
   * @param fromSlot the first slot that it lacks, delivered here
   */
  void offer(int to, long fromSlot, Effects out) {
    SnapshotName kept = name;
    if (kept == null || kept.slot() <= fromSlot || kept.slot() < learner.nextSlot() - freshSlots) {
      kept = take();
      name = kept;
    }
    send(kept, 0, to, out);
  }

  private SnapshotName take() {
    counters.snapshotsTaken++;
    bytes = answers.snapshot();
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return new SnapshotName(learner.nextSlot(), bytes.length, (int) crc.getValue());
  }

  /** Sends the next pieces; of a snapshot that is not kept any more, the beginning of another. */
  void onFetch(int sender, Fetch fetch, Effects out) {
    if (fetch.snapshot().equals(name)) {
      send(fetch.snapshot(), fetch.offset(), sender, out);
    } else if (learner.nextSlot() >= fetch.snapshot().slot()) {
      offer(sender, fetch.snapshot().slot() - 1, out);
    }
  }

  private void send(SnapshotName kept, int offset, int to, Effects out) {
    int from = offset;
    for (int sent = 0; sent < PIECES && from < bytes.length; sent++) {
      int end = Math.min(bytes.length, from + pieceBytes);
      out.add(new Effect.Send(to, new Piece(kept, from, Arrays.copyOfRange(bytes, from, end))));
      from = end;
    }
  }
}
