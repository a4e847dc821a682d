package io.quorate.fabric.app;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Requests as ordinary UDP datagrams to the service's address, in the protocol of {@link
 * KeyValueService}. Sending a request again makes a new datagram with the same request number.
 */
final class UdpChannel implements RequestChannel, DatagramHandler {

  private final ClientHost host;
  private final int port;
  private final KeyValueClient.ServiceAddress service;
  private final String prefix;
  private int latest;
  private @Nullable Receiver receiver;

  /**
   * @param port the process's own UDP port
   * @param name the process's name in the protocol
   */
  UdpChannel(ClientHost host, int port, KeyValueClient.ServiceAddress service, String name) {
    this.host = host;
    this.port = port;
    this.service = service;
    this.prefix = name + " ";
  }

  @Override
  public void open(Receiver newReceiver) {
    receiver = newReceiver;
    host.listen(port, this);
  }

  @Override
  public void send(int requestId, String command) {
    latest = requestId;
    byte[] datagram = (prefix + requestId + " " + command).getBytes(StandardCharsets.ISO_8859_1);
    boolean fits = host.send(port, service.ipv4(), service.port(), datagram);
    assert fits : "a request fits a datagram";
  }

  @Override
  public void received(int sourceIp, int sourcePort, byte[] payload) {
    Receiver taker = receiver;
    if (taker == null) {
      return;
    }
    String line = new String(payload, StandardCharsets.ISO_8859_1);
    int idEnd = line.indexOf(' ', prefix.length());
    int id = line.startsWith(prefix) && idEnd > 0 ? number(line, prefix.length(), idEnd) : 0;
    boolean fromService = sourceIp == service.ipv4() && sourcePort == service.port();
    if (fromService && id >= 1 && id <= latest) {
      taker.answered(id, line.substring(idEnd + 1));
    } else {
      taker.stranger();
    }
  }

  private static int number(String line, int from, int to) {
    if (from >= to || to - from > 9) {
      return 0;
    }
    for (int i = from; i < to; i++) {
      if (line.charAt(i) < '0' || line.charAt(i) > '9') {
        return 0;
      }
    }
    return Integer.parseInt(line, from, to, 10);
  }
}
