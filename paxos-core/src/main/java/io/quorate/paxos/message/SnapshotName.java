package io.quorate.paxos.message;

/**
 * Which snapshot: replicas that snapshot the same state after the same slots give it the same name.
 *
 * @param slot every slot below it is in the snapshot, at least 1
 * @param totalBytes size, at least 1
 * @param checksum CRC32C of all its bytes
 */
public record SnapshotName(long slot, int totalBytes, int checksum) {

  public SnapshotName {
    if (slot < 1 || totalBytes < 1) {
      throw new IllegalArgumentException("a snapshot of nothing: slot " + slot);
    }
  }
}
