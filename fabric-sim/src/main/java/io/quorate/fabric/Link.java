package io.quorate.fabric;

/**
 * A full-duplex link between two nodes; both directions have the same properties.
 *
 * @param name unique; by default {@code A-B}
 * @param a one end
 * @param b the other end
 * @param latency propagation delay, drawn for each frame
 * @param bitsPerSecond bandwidth; 0 = not limited
 * @param queueFrames frames that may wait for transmission in one direction; a further one is
 *     dropped
 * @param loss probability that a frame is lost, 0..1, without any fault injected
 * @param backup true if routes use it only where no other path exists
 */
public record Link(
    String name,
    String a,
    String b,
    Latency latency,
    long bitsPerSecond,
    int queueFrames,
    double loss,
    boolean backup) {}
