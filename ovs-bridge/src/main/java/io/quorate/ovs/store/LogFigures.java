package io.quorate.ovs.store;

/**
 * What a log has done since it was opened.
 *
 * @param records appended
 * @param bytes of them
 * @param refused appends for which there was no room
 * @param syncs done
 * @param segmentsMade files
 * @param segmentsDeleted files
 * @param segmentBytes of a file
 * @param sync how long a sync took, the write before it included
 */
public record LogFigures(
    long records,
    long bytes,
    long refused,
    long syncs,
    long segmentsMade,
    long segmentsDeleted,
    int segmentBytes,
    SyncTimes sync) {

  /** Percentiles, in nanoseconds, to three digits; all 0 before the first sync. */
  public record SyncTimes(long p50Ns, long p90Ns, long p99Ns, long p999Ns, long maxNs) {}
}
