package io.quorate.fabric.sim;

import io.quorate.fabric.app.UdpService;

/** Answers every datagram with the same bytes (RFC 862). It has no state. */
public final class EchoService implements UdpService {

  @Override
  public byte[] answer(byte[] request) {
    return request.clone();
  }

  @Override
  public long stateDigest() {
    return 0;
  }
}
