package io.quorate.ovs.live;

import org.jspecify.annotations.Nullable;

/**
 * What the replay of one log of inputs has come to.
 *
 * @param seat switch, place and start, as the log's name has them
 * @param inputs executed
 * @param digests compared with what was recorded
 * @param digest of all effects, at the end
 * @param nextSlot the next slot to be delivered, at the end; −1 without a replica
 * @param stateDigest of the replica's state, at the end; 0 without
 * @param difference where the replay came to something else, in words; null if nowhere
 * @param ended false if the log breaks off, as when its process was killed
 */
public record ReplayReport(
    String seat,
    long inputs,
    long digests,
    long digest,
    long nextSlot,
    long stateDigest,
    @Nullable String difference,
    boolean ended) {

  /** True if every digest was the same. */
  public boolean agrees() {
    return difference == null;
  }
}
