package io.quorate.ovs.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quorate.ovs.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What servers say that no real one can be made to say: old ones, ones that remember, bad ones. */
class DatabaseProtocolTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String BRIDGE = "\"00000000-0000-0000-0000-0000000000b1\"";

  /** Answers each method with a text in which ID stands for the call's number; "" closes. */
  private static final class Server implements AutoCloseable {
    final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    final BlockingQueue<Map<?, ?>> heard = new LinkedBlockingQueue<>();
    final List<Socket> sockets = new ArrayList<>();

    Server(Function<Map<?, ?>, String> answers) throws IOException {
      Thread thread = new Thread(() -> serve(answers), "server");
      thread.setDaemon(true);
      thread.start();
    }

    private void serve(Function<Map<?, ?>, String> answers) {
      try {
        while (true) {
          try (Socket socket = listening.accept()) {
            sockets.add(socket);
            talk(socket, answers);
          }
        }
      } catch (IOException e) {
        // Closed by the test.
      }
    }

    private void talk(Socket socket, Function<Map<?, ?>, String> answers) throws IOException {
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      BufferedReader reader = new BufferedReader(in);
      OutputStream out = socket.getOutputStream();
      StringBuilder text = new StringBuilder();
      int depth = 0;
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        text.append((char) c);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
          Map<?, ?> call = (Map<?, ?>) Objects.requireNonNull(JsonText.parse(text.toString()));
          text.setLength(0);
          heard.add(call);
          String answer = answers.apply(call);
          if (answer.isEmpty()) {
            return;
          }
          out.write(answer.replace("ID", call.get("id") + "").getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static Ovsdb connect(Server server) {
    return Ovsdb.connect(server.listening.getLocalSocketAddress(), TIMEOUT);
  }

  @Test
  void anOldServerIsMonitoredTheOldWay() throws IOException {
    String row = "{\"name\":\"br0\",\"external_ids\":[\"map\",[[\"a\",\"b\"]]]}";
    String renamed = row.replace("br0", "br1").replace("\"b\"", "\"c\"");
    try (Server server =
            new Server(
                call ->
                    "monitor".equals(call.get("method"))
                        ? "{\"id\":ID,\"error\":null,\"result\":{\"Bridge\":{"
                            + BRIDGE
                            + ":{\"new\":"
                            + row
                            + "}}}}{\"id\":null,\"method\":\"update\",\"params\":[\"quorate\",{\"Bridge\":{"
                            + BRIDGE
                            + ":{\"old\":{\"name\":\"br0\"},\"new\":"
                            + renamed
                            + "}}}]}"
                        : "{\"id\":ID,\"error\":\"unknown method\",\"result\":null}");
        Ovsdb database = connect(server)) {
      assertThat(database.await(view -> view.bridge("br1").isPresent())).isTrue();
      assertThat(database.view().bridges()).hasSize(1);
      assertThat(database.view().bridge("br1").orElseThrow().externalIds())
          .containsExactly(Map.entry("a", "c"));
    }
  }

  @Test
  void aServerThatRemembersSendsOnlyWhatChanged() throws Exception {
    List<String> connections = new ArrayList<>();
    Function<Map<?, ?>, String> answers =
        call -> {
          if (!"monitor_cond_since".equals(call.get("method"))) {
            return "";
          }
          connections.add("another");
          boolean first = connections.size() == 1;
          String change =
              first
                  ? "{\"initial\":{\"name\":\"br0\",\"protocols\":[\"set\",[\"x\",\"y\"]]}}"
                  : "{\"modify\":{\"protocols\":[\"set\",[\"y\",\"z\"]]}}";
          return "{\"id\":ID,\"error\":null,\"result\":["
              + !first
              + ",\"tx-"
              + connections.size()
              + "\",{\"Bridge\":{"
              + BRIDGE
              + ":"
              + change
              + "}}]}";
        };
    try (Server server = new Server(answers);
        Ovsdb database = connect(server)) {
      assertThat(database.view().bridge("br0").orElseThrow().protocols()).containsExactly("x", "y");
      assertThatThrownBy(database::echo).isInstanceOf(OvsdbException.class);
      assertThat(database.await(view -> view.bridge("br0").orElseThrow().protocols().contains("z")))
          .isTrue();
      assertThat(database.view().bridge("br0").orElseThrow().protocols()).containsExactly("x", "z");
      List<Object> since = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Map<?, ?> call = server.heard.poll(20, TimeUnit.SECONDS);
        if (call != null && "monitor_cond_since".equals(call.get("method"))) {
          since.add(((List<?>) Objects.requireNonNull(call.get("params"))).get(3));
        }
      }
      assertThat(since).containsExactly("00000000-0000-0000-0000-000000000000", "tx-1");
    }
  }

  @Test
  void anEchoIsAnswered() {
    RpcConnection connection = new RpcConnection((method, parameters) -> {});
    EmbeddedChannel channel = new EmbeddedChannel(connection.handlers(TIMEOUT));
    say(channel, "{\"id\":\"echo\",\"method\":\"echo\",\"params\":[1]}");
    io.netty.buffer.ByteBuf out = channel.readOutbound();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":\"echo\",\"result\":[1],\"error\":null}");
    out.release();
    channel.finishAndReleaseAll();
  }

  @Test
  void whatIsNoJsonRpcEndsTheConnectionWithOneLine() {
    List<String> bad =
        List.of(
            "hello",
            "[1,2,3]",
            "{\"id\":1.5,\"result\":{}}",
            "{\"a\":1,\"a\":2}",
            "{\"id\":" + "9".repeat(100) + "}",
            "[".repeat(200) + "]".repeat(200),
            "{\"id\":\"" + "x".repeat(5 << 20) + "\"}");
    for (String text : bad) {
      RpcConnection connection = new RpcConnection((method, parameters) -> {});
      EmbeddedChannel channel = new EmbeddedChannel(connection.handlers(TIMEOUT));
      say(channel, text + "\n!");
      channel.runPendingTasks();
      assertThat(connection.ended()).as(text.substring(0, 5)).isCompleted();
      assertThat(connection.ended().join().getMessage()).doesNotContain("\n").hasSizeLessThan(400);
      assertThat(channel.isOpen()).isFalse();
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void updatesThatMakeNoSenseAreRefused() {
    for (String text :
        List.of(
            "{\"Bridge\":1}",
            "{\"Bridge\":{\"u\":{\"modify\":{}}}}",
            "{\"Bridge\":{\"u\":{\"insert\":{\"external_ids\":[\"map\",[[1]]]}}}}",
            "{\"Bridge\":{\"u\":{\"insert\":{\"name\":{}}}}}",
            "{\"Bridge\":{\"u\":{\"insert\":{\"ports\":[\"set\",7]}}}}")) {
      assertThatThrownBy(() -> DatabaseCopy.empty().updated(JsonText.parse(text)))
          .as(text)
          .isInstanceOf(OvsdbException.class);
    }
  }

  private static void say(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }
}
