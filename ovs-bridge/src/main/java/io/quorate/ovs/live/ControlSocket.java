package io.quorate.ovs.live;

import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import io.quorate.ovs.topology.TopologyException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A unix socket on which a process takes questions and commands: one JSON object on a line, one in
 * answer. What cannot be done is answered {@code {"error": "…"}}.
 */
final class ControlSocket implements AutoCloseable {

  private static final int LINE_CHARS_MAX = 1 << 16;

  private final Path path;
  private final ServerSocketChannel server;
  private final Function<Fields, Map<String, Object>> handler;

  private ControlSocket(
      Path path, ServerSocketChannel server, Function<Fields, Map<String, Object>> handler) {
    this.path = path;
    this.server = server;
    this.handler = handler;
  }

  /**
   * Listens; what an earlier process left there goes.
   *
   * @param handler answers, on a thread of the caller's connection
   */
  static ControlSocket listen(Path path, Function<Fields, Map<String, Object>> handler) {
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      ControlSocket socket = new ControlSocket(path, server, handler);
      Thread.ofPlatform().daemon().name("control").start(socket::accept);
      return socket;
    } catch (IOException e) {
      throw new TopologyException("cannot listen on " + path + ": " + e.getMessage(), e);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel caller) {
    try (caller;
        BufferedReader lines = reader(caller)) {
      for (String line = line(lines); line != null; line = line(lines)) {
        write(caller, answer(line));
      }
    } catch (IOException gone) {
      // The caller has gone; nobody waits for the answer.
    }
  }

  private Map<String, Object> answer(String line) {
    try {
      return handler.apply(JsonText.object(line));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Map.of("error", String.valueOf(e.getMessage()));
    }
  }

  private static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(
        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
  }

  /** A line of bounded length; null at the end, and for one that is longer. */
  private static @Nullable String line(BufferedReader from) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = from.read(); c >= 0; c = from.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (line.length() == LINE_CHARS_MAX) {
        return null;
      }
      line.append((char) c);
    }
    return null;
  }

  private static void write(SocketChannel to, Map<String, Object> document) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap((JsonText.write(document) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /**
   * Asks a process once.
   *
   * @throws TopologyException if it is not there, or cannot do it
   */
  static Fields ask(Path path, Map<String, Object> question) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      write(channel, question);
      String line = line(reader(channel));
      if (line == null) {
        throw new TopologyException(path + " gave no answer");
      }
      Fields answer = JsonText.object(line);
      if (answer.has("error")) {
        throw new TopologyException(path + ": " + answer.text("error"));
      }
      return answer;
    } catch (IOException e) {
      throw new TopologyException("nobody answers at " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The process ends; its successor replaces the file.
    }
  }
}
