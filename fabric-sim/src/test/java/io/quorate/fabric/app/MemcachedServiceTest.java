package io.quorate.fabric.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemcachedServiceTest {

  private static final Path MEMCACHED = Path.of("/usr/bin/memcached");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final MemcachedService service = new MemcachedService();

  private static String ask(UdpService service, String command) {
    byte[] answer = service.answer(new MemcachedFrame(7, command).bytes());
    if (answer == null) {
      return "(none)";
    }
    MemcachedFrame frame = MemcachedFrame.read(answer);
    assertThat(frame).isNotNull().extracting(MemcachedFrame::id).isEqualTo(7);
    return frame == null ? "" : frame.text();
  }

  @Test
  void what_is_stored_is_read_with_its_flags_and_version() {
    assertThat(ask(service, "get k\r\n")).isEqualTo("END\r\n");
    assertThat(ask(service, "set k 5 0 3\r\nabc\r\n")).isEqualTo("STORED\r\n");
    assertThat(ask(service, "get k\r\n")).isEqualTo("VALUE k 5 3\r\nabc\r\nEND\r\n");
    assertThat(ask(service, "append k 9 0 2\r\nde\r\n")).isEqualTo("STORED\r\n");
    assertThat(ask(service, "gets k\r\n")).isEqualTo("VALUE k 5 5 2\r\nabcde\r\nEND\r\n");
    assertThat(ask(service, "delete k\r\n")).isEqualTo("DELETED\r\n");
    assertThat(ask(service, "delete k\r\n")).isEqualTo("NOT_FOUND\r\n");
  }

  @Test
  void a_compare_and_set_stores_where_the_version_is_the_one_that_was_read() {
    assertThat(ask(service, "cas k 0 0 1 1\r\nx\r\n")).isEqualTo("NOT_FOUND\r\n");
    ask(service, "set k 0 0 1\r\na\r\n");
    ask(service, "set k 0 0 1\r\nb\r\n");
    assertThat(ask(service, "cas k 0 0 1 1\r\nx\r\n")).isEqualTo("EXISTS\r\n");
    assertThat(ask(service, "cas k 0 0 1 2\r\nx\r\n")).isEqualTo("STORED\r\n");
    assertThat(ask(service, "gets k\r\n")).contains(" 3\r\nx\r\n");
  }

  @Test
  void a_write_that_comes_twice_is_executed_twice() {
    ask(service, "set k 0 0 1\r\na\r\n");
    ask(service, "append k 0 0 1\r\nb\r\n");
    ask(service, "append k 0 0 1\r\nb\r\n");
    assertThat(ask(service, "get k\r\n")).contains("abb");
  }

  @Test
  void equal_requests_in_equal_order_reach_equal_states() {
    MemcachedService other = new MemcachedService();
    for (UdpService each : List.of(service, other)) {
      ask(each, "set k 0 0 1\r\na\r\n");
      ask(each, "set l 0 0 1\r\na\r\n");
    }
    assertThat(service.stateDigest()).isEqualTo(other.stateDigest());
    ask(other, "set l 0 0 1\r\na\r\n");
    assertThat(service.stateDigest())
        .as("the version tells that it was stored again")
        .isNotEqualTo(other.stateDigest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "get k", "set k 0 0 1"})
  void what_is_no_whole_line_gets_no_answer(String text) {
    assertThat(ask(service, text)).isEqualTo("(none)");
  }

  @Test
  void a_datagram_that_is_short_or_one_of_several_gets_no_answer() {
    assertThat(service.answer(new byte[7])).isNull();
    byte[] second = new MemcachedFrame(1, "get k\r\n").bytes();
    second[3] = 1;
    assertThat(service.answer(second)).isNull();
  }

  /** Commands such as workloads send, and wrong ones, drawn from a seed. */
  private static List<String> commands(long seed, int many) {
    Random random = new Random(seed);
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      String key = "k" + random.nextInt(4);
      String data = "v" + random.nextInt(1000);
      String tail = key + " " + random.nextInt(3) + " 0 " + data.length();
      commands.add(
          switch (random.nextInt(12)) {
            case 0, 1 -> "get " + key + "\r\n";
            case 2, 3 -> "gets " + key + "\r\n";
            case 4 -> "set " + tail + "\r\n" + data + "\r\n";
            case 5 -> "append " + tail + "\r\n" + data + "\r\n";
            case 6 -> "prepend " + tail + "\r\n" + data + "\r\n";
            case 7 -> "add " + tail + "\r\n" + data + "\r\n";
            case 8 -> "replace " + tail + "\r\n" + data + "\r\n";
            case 9 -> "delete " + key + "\r\n";
            case 10 -> "cas " + tail + " " + (1 + random.nextInt(1 + i)) + "\r\n" + data + "\r\n";
            default ->
                List.of("bogus\r\n", "get\r\n", "set k 0 0\r\n", "gets " + "k".repeat(251) + "\r\n")
                    .get(random.nextInt(4));
          });
    }
    return commands;
  }

  /** One that runs, and a socket to it. */
  private record RealMemcached(Process process, DatagramSocket socket, int port)
      implements AutoCloseable {

    static RealMemcached start() throws IOException {
      int port;
      try (DatagramSocket free = new DatagramSocket(0, HERE)) {
        port = free.getLocalPort();
      }
      Process process =
          new ProcessBuilder(
                  MEMCACHED.toString(),
                  "-u",
                  "nobody",
                  "-l",
                  HERE.getHostAddress(),
                  "-p",
                  "0",
                  "-U",
                  Integer.toString(port),
                  "-t",
                  "1",
                  "-m",
                  "16")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      DatagramSocket socket = new DatagramSocket(0, HERE);
      socket.setSoTimeout(200);
      return new RealMemcached(process, socket, port);
    }

    String ask(String command) throws IOException {
      byte[] bytes = new MemcachedFrame(7, command).bytes();
      socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(HERE, port)));
      DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
      try {
        socket.receive(answer);
      } catch (SocketTimeoutException none) {
        return "(none)";
      }
      return new String(answer.getData(), 8, answer.getLength() - 8, StandardCharsets.ISO_8859_1);
    }

    /** It may need a moment until it listens. */
    void awaitReady() throws IOException {
      for (int i = 0; i < 50; i++) {
        if (ask("get ready\r\n").equals("END\r\n")) {
          return;
        }
      }
      throw new AssertionError("memcached does not answer");
    }

    @Override
    public void close() {
      socket.close();
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void it_answers_as_memcached_does() throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(MEMCACHED), "memcached is not installed: apt-get install memcached");
    try (RealMemcached real = RealMemcached.start()) {
      real.awaitReady();
      for (String command : commands(1, 2_000)) {
        assertThat(ask(service, command)).as(command).isEqualTo(real.ask(command));
      }
    }
  }
}
