package io.quorate.ovs.link;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.random.SeededRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process of all links of a live fabric, started in the network namespace of the links' ends.
 * It ends when it is told to by a signal; its log is its standard output.
 */
public final class LinkProcess {

  private LinkProcess() {}

  /**
   * The command that starts it with this process's own Java and libraries.
   *
   * @param fabric file of the description
   * @param socket where it listens for {@link LinkControl}
   * @param seed of what links draw
   * @param capture file for all frames, or null
   */
  public static List<String> command(Path fabric, Path socket, long seed, @Nullable Path capture) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LinkProcess.class.getName(),
                fabric.toString(),
                socket.toString(),
                Long.toString(seed)));
    if (capture != null) {
      command.add(capture.toString());
    }
    return command;
  }

  /** Runs it: {@code FABRIC SOCKET SEED [CAPTURE]}. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3 || arguments.length > 4) {
      System.err.println("usage: FABRIC SOCKET SEED [CAPTURE]");
      System.exit(2);
    }
    Fabric fabric = FabricFile.read(Path.of(arguments[0]));
    Path socket = Path.of(arguments[1]);
    SeededRandom random = new SeededRandom(Long.parseLong(arguments[2]));
    LinkCapture capture =
        arguments.length == 4 ? new LinkCapture(fabric, Path.of(arguments[3])) : null;
    LinkRelay relay = new LinkRelay(fabric.links(), fabric.mtuBytes(), random, capture);
    LinkFaults faults = new LinkFaults(fabric.links(), relay, LinkProcess::setCarrier);
    LinkServer server = new LinkServer(socket, fabric, relay, faults);
    Thread serving = Thread.ofPlatform().daemon().name("server").start(server::serve);
    Thread relaying = Thread.ofPlatform().name("relay").start(relay);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(relay, relaying, capture)));
    assert serving.isDaemon();
  }

  private static void end(LinkRelay relay, Thread relaying, @Nullable LinkCapture capture) {
    relay.stop();
    try {
      relaying.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (capture != null) {
      capture.close();
      if (capture.omitted() > 0) {
        System.err.println("the capture lacks " + capture.omitted() + " frames");
      }
    }
  }

  /** Takes both ends down, as when a cable is pulled; their sockets stay. */
  static void setCarrier(int link, boolean up) {
    String state = up ? " up\n" : " down\n";
    String batch = "link set " + LinkEnds.a(link) + state + "link set " + LinkEnds.b(link) + state;
    try {
      Process ip = new ProcessBuilder("ip", "-batch", "-").redirectErrorStream(true).start();
      try (var stdin = ip.getOutputStream()) {
        stdin.write(batch.getBytes(StandardCharsets.US_ASCII));
      }
      String said;
      try (var stdout = ip.getInputStream()) {
        said = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (ip.waitFor() != 0) {
        throw new LinkException("ip link set: " + said.strip());
      }
    } catch (IOException e) {
      throw new LinkException("cannot run ip: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException("interrupted", e);
    }
  }
}
