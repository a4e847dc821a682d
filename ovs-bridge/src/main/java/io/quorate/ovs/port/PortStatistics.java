package io.quorate.ovs.port;

/**
 * What a port has counted since it was opened.
 *
 * @param received frames given to handlers
 * @param kernelDrops frames that arrived and were lost because nobody read them in time
 * @param truncated frames longer than {@link PortOptions#frameBytesMax}, dropped
 * @param unfinishedChecksums frames received whose sender left the checksum to a network card that
 *     is not there: {@code ethtool -K INTERFACE tx off} on the sending host mends it. Pcap4J does
 *     not tell
 * @param sent frames that the kernel took
 * @param unsentSize frames shorter than a header, longer than allowed or than the interface's MTU
 * @param unsentLinkDown frames that met an interface that was down or gone
 * @param unsentNoBuffer frames for which the kernel had no room
 * @param unsentOther frames that the kernel refused for another reason
 */
public record PortStatistics(
    long received,
    long kernelDrops,
    long truncated,
    long unfinishedChecksums,
    long sent,
    long unsentSize,
    long unsentLinkDown,
    long unsentNoBuffer,
    long unsentOther) {

  /** Frames that were given to be sent and were not. */
  public long unsent() {
    return unsentSize + unsentLinkDown + unsentNoBuffer + unsentOther;
  }
}
