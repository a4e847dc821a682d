package io.quorate.fabric.app;

import org.jspecify.annotations.Nullable;

/**
 * A service that a host runs on a UDP port: a datagram in, at most one datagram out, decided by its
 * own state and the datagram alone. Two services of the same kind that receive the same datagrams
 * in the same order give the same answers and reach the same state; replication rests on that.
 */
public interface UdpService {

  /**
   * Handles a datagram.
   *
   * @param request any bytes; read only
   * @return the answer to its sender, given away; null for none
   */
  byte @Nullable [] answer(byte[] request);

  /** A digest of all the state on which answers depend; equal states have equal digests. */
  long stateDigest();
}
