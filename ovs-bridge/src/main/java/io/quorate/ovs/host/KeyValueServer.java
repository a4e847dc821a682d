package io.quorate.ovs.host;

import io.quorate.fabric.app.KeyValueService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary key-value server on UDP, see {@link KeyValueService}: it reads a datagram, answers
 * it, and reads the next. It knows nothing of replication. What it received it writes to a log: for
 * each datagram the sender's address and port, the length, and the bytes.
 */
public final class KeyValueServer {

  private static final int DATAGRAM_BYTES_MAX = 65_507;
  private static final int BUFFER_BYTES = 8 << 20;

  private final KeyValueService service = new KeyValueService();

  private KeyValueServer() {}

  /**
   * Serves for ever.
   *
   * @param port UDP port, on all addresses
   * @param log made anew; null for none
   */
  public static void serve(int port, @Nullable Path log) throws IOException {
    KeyValueServer server = new KeyValueServer();
    try (DatagramChannel socket = DatagramChannel.open();
        DatagramLog record = log == null ? null : new DatagramLog(log)) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      socket.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port));
      server.serve(socket, record);
    }
  }

  private void serve(DatagramChannel socket, @Nullable DatagramLog record) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES_MAX);
    while (socket.receive(buffer.clear()) instanceof InetSocketAddress from) {
      byte[] request = Arrays.copyOf(buffer.array(), buffer.position());
      byte[] answer = service.answer(request);
      if (answer != null) {
        answer(socket, from, answer);
      }
      if (record != null) {
        int sender = ByteBuffer.wrap(from.getAddress().getAddress()).getInt();
        record.received(sender, from.getPort(), request);
      }
    }
  }

  private static void answer(DatagramChannel socket, InetSocketAddress to, byte[] answer) {
    try {
      socket.send(ByteBuffer.wrap(answer), to);
    } catch (IOException unreachable) {
      // Its client asks again.
    }
  }
}
