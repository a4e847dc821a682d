package io.quorate.ovs.host;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a service host received, in the order in which it came: for each datagram the sender's
 * address (4 bytes) and port (2), the length (2), and the payload; all big-endian.
 */
final class DatagramLog implements AutoCloseable {

  private final DataOutputStream out;

  /**
   * @param file made anew
   */
  DatagramLog(Path file) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /** Writes one down, at once. */
  void received(int sourceIp, int sourcePort, byte[] payload) throws IOException {
    out.writeInt(sourceIp);
    out.writeShort(sourcePort);
    out.writeShort(payload.length);
    out.write(payload);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
