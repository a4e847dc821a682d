package io.quorate.ovs.store;

/**
 * What bounds a log.
 *
 * @param segmentBytes size of a file, header included, 64 KiB to 1 GiB, a multiple of 4,096. A log
 *     that exists keeps the size that it was made with.
 * @param capacityBytes what all its files may take together; room for three segments at least, and
 *     it should be for three checkpoints. At most 1 GiB.
 */
public record LogOptions(int segmentBytes, long capacityBytes) {

  static final int SEGMENT_BYTES_MIN = 1 << 16;
  private static final int GIB = 1 << 30;

  /** Files of 16 MiB, 512 MiB together. */
  public static final LogOptions DEFAULT = new LogOptions(16 << 20, 512 << 20);

  public LogOptions {
    if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes % Segment.HEADER_BYTES != 0) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
    }
    if (capacityBytes < 3L * segmentBytes || capacityBytes > GIB) {
      throw new IllegalArgumentException("a capacity of " + capacityBytes + " bytes");
    }
  }
}
