package io.quorate.fabric.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests as memcached's text commands, a datagram each. Reads ask for the version too ({@code
 * gets}), so that a compare-and-set can name it: the version of the value that it expects, as last
 * read. Versions that were never given never match, as no version is {@value #NEVER}.
 */
final class MemcachedChannel implements RequestChannel, DatagramHandler {

  private static final String NEVER = "18446744073709551615";
  private static final int ID_MASK = 0xffff;

  /** What a key had when it was last read. */
  private record Seen(String value, String version) {}

  private final ClientHost host;
  private final int port;
  private final KeyValueClient.ServiceAddress service;
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private int latest;
  private String[] asked = {};
  private @Nullable Receiver receiver;

  /**
   * @param port the process's own UDP port
   */
  MemcachedChannel(ClientHost host, int port, KeyValueClient.ServiceAddress service) {
    this.host = host;
    this.port = port;
    this.service = service;
  }

  @Override
  public void open(Receiver newReceiver) {
    receiver = newReceiver;
    host.listen(port, this);
  }

  @Override
  public void send(int requestId, String command) {
    latest = requestId;
    asked = command.split(" ", -1);
    byte[] datagram = new MemcachedFrame(requestId & ID_MASK, text(asked)).bytes();
    boolean fits = host.send(port, service.ipv4(), service.port(), datagram);
    assert fits : "a request fits a datagram";
  }

  private String text(String[] words) {
    String key = words[1];
    return switch (words[0]) {
      case "get" -> "gets " + key + "\r\n";
      case "put" -> store("set", key, words[2], "");
      case "append" -> store("append", key, words[2], "");
      case "cas" -> store("cas", key, words[3], " " + version(key, words[2]));
      case "del" -> "delete " + key + "\r\n";
      default -> throw new IllegalArgumentException("no command " + words[0]);
    };
  }

  private static String store(String command, String key, String value, String version) {
    return "%s %s 0 0 %d%s\r\n%s\r\n".formatted(command, key, value.length(), version, value);
  }

  private String version(String key, String expected) {
    Seen last = seen.get(key);
    return last != null && last.value().equals(expected) ? last.version() : NEVER;
  }

  @Override
  public void received(int sourceIp, int sourcePort, byte[] payload) {
    Receiver taker = receiver;
    if (taker == null) {
      return;
    }
    boolean fromService = sourceIp == service.ipv4() && sourcePort == service.port();
    int id = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    int request = latest - ((latest - id) & ID_MASK);
    if (!fromService || payload.length < 2 || request < 1) {
      taker.stranger();
    } else if (request < latest) {
      taker.answered(request, "");
    } else {
      taken(taker, MemcachedFrame.read(payload));
    }
  }

  /** The answer to the latest request; null if it does not fit one datagram. */
  private void taken(Receiver taker, @Nullable MemcachedFrame frame) {
    String answer = frame == null ? "" : words(frame.text());
    if (answer.isEmpty()) {
      taker.lost(latest, frame == null ? "answer in several datagrams" : frame.text().strip());
    } else {
      taker.answered(latest, answer);
    }
  }

  /**
   * The answer in the words of {@link KeyValueService}; empty if nobody knows from it what has
   * happened, as from {@code SERVER_ERROR}.
   */
  private String words(String text) {
    String[] lines = text.split("\r\n", -1);
    return switch (lines[0]) {
      case "STORED", "DELETED" -> "ok";
      case "END", "NOT_FOUND" -> "nil";
      case "NOT_STORED", "EXISTS" -> "fail";
      default -> lines[0].startsWith("VALUE ") && lines.length >= 3 ? read(lines) : "";
    };
  }

  private String read(String[] lines) {
    String[] words = lines[0].split(" ", -1);
    if (words.length != 5 || !asked[0].equals("get") || !words[1].equals(asked[1])) {
      return "";
    }
    seen.put(asked[1], new Seen(lines[1], words[4]));
    return "ok " + lines[1];
  }
}
