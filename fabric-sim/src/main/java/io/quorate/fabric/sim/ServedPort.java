package io.quorate.fabric.sim;

import io.quorate.fabric.app.DatagramHandler;
import io.quorate.fabric.app.UdpService;
import io.quorate.fabric.trace.TraceDigest;
import org.jspecify.annotations.Nullable;

/**
 * A service on a UDP port of a host, and what it has received so far. Hosts that received the same
 * datagrams in the same order have, at the same count, the same {@link #receivedDigest}.
 */
public final class ServedPort implements DatagramHandler {

  /** Is told of each datagram, after the service handled it. */
  @FunctionalInterface
  public interface Watcher {

    /**
     * The service received a datagram.
     *
     * @param port now with this datagram counted
     * @param payload read only
     */
    void received(ServedPort port, int sourceIp, int sourcePort, byte[] payload);
  }

  private final HostNode host;
  private final int port;
  private final UdpService service;
  private final TraceDigest received = new TraceDigest();
  private long answeredCount;
  private @Nullable Watcher watcher;

  ServedPort(HostNode host, int port, UdpService service) {
    this.host = host;
    this.port = port;
    this.service = service;
  }

  @Override
  public void received(int sourceIp, int sourcePort, byte[] payload) {
    received.add(0, sourcePort, Integer.toUnsignedLong(sourceIp), 0, payload);
    byte[] answer = service.answer(payload);
    if (answer != null) {
      answeredCount++;
      host.send(port, sourceIp, sourcePort, answer);
    }
    if (watcher != null) {
      watcher.received(this, sourceIp, sourcePort, payload);
    }
  }

  /** Who is told of datagrams; null for nobody. */
  public void watch(@Nullable Watcher newWatcher) {
    watcher = newWatcher;
  }

  public HostNode host() {
    return host;
  }

  public UdpService service() {
    return service;
  }

  /** Datagrams received. */
  public long receivedCount() {
    return received.recordCount();
  }

  /** Digest of all datagrams received, in order: senders' addresses and ports, and contents. */
  public long receivedDigest() {
    return received.value();
  }

  /** Datagrams answered. */
  public long answeredCount() {
    return answeredCount;
  }
}
