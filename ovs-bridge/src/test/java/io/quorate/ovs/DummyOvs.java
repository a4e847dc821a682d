package io.quorate.ovs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real ovsdb-server and ovs-vswitchd with the dummy datapath, in a directory of the test's own:
 * no root, no interfaces. Both end with the test.
 */
public final class DummyOvs implements AutoCloseable {
  private static final long START_NS = 30_000_000_000L;

  private final Path directory;
  private @Nullable Process database;
  private @Nullable Process vswitchd;

  private DummyOvs(Path directory) {
    this.directory = directory;
  }

  private void begin() throws IOException {
    tool("ovsdb-tool", "create", "conf.db", "/usr/share/openvswitch/vswitch.ovsschema");
    database = daemon("ovsdb-server", "conf.db", "--remote=punix:" + databaseSocket().getPath());
    await(databaseSocket().getPath());
    tool("ovs-vsctl", "--no-wait", "init");
    startVswitchd();
  }

  /** Starts one, or skips the test where Open vSwitch is not installed. */
  public static DummyOvs start(Path directory) throws IOException {
    assumeTrue(
        Stream.of("/usr/sbin/ovs-vswitchd", "/usr/bin/ovs-ofctl", "/usr/bin/ovsdb-tool")
            .allMatch(tool -> Files.isExecutable(Path.of(tool))),
        "Open vSwitch is not installed (Debian package openvswitch-switch)");
    DummyOvs made = new DummyOvs(directory);
    boolean begun = false;
    try {
      made.begin();
      begun = true;
    } finally {
      if (!begun) {
        made.close();
      }
    }
    return made;
  }

  /** Where ovsdb-server listens. */
  public UnixDomainSocketAddress databaseSocket() {
    return UnixDomainSocketAddress.of(directory.resolve("db.sock"));
  }

  /** Where a bridge is managed in OpenFlow. */
  public UnixDomainSocketAddress bridgeSocket(String bridge) {
    return UnixDomainSocketAddress.of(directory.resolve(bridge + ".mgmt"));
  }

  /** Adds a bridge that speaks all versions, with ports {@code BRIDGE-1} … as numbers 1 …. */
  public void addBridge(String name, int... ports) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("ovs-vsctl", "add-br", name, "--", "set", "bridge", name));
    words.addAll(List.of("datapath-type=dummy", "fail-mode=secure"));
    words.add("protocols=OpenFlow10,OpenFlow13,OpenFlow15");
    for (int port : ports) {
      String port1 = name + "-" + port;
      words.addAll(List.of("--", "add-port", name, port1, "--", "set", "interface", port1));
      words.addAll(List.of("type=dummy", "ofport_request=" + port));
    }
    tool(words.toArray(new String[0]));
  }

  /** Runs one of Open vSwitch's tools on these daemons; its output. */
  public String tool(String... words) throws IOException {
    Process process = process(words).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", words) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return output;
  }

  /** As {@code ovs-appctl}. */
  public String control(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("ovs-appctl", "-t", controlSocket().toString()));
    all.addAll(Arrays.asList(words));
    return tool(all.toArray(new String[0]));
  }

  /** Kills ovs-vswitchd and starts it anew: flows, groups and connections are gone. */
  public void restartVswitchd() throws IOException {
    stopVswitchd();
    startVswitchdAgain();
  }

  /** Stops ovs-vswitchd without a word to anybody, until {@link #resumeVswitchd}. */
  public void pauseVswitchd() throws IOException {
    tool("kill", "-STOP", Long.toString(Objects.requireNonNull(vswitchd).pid()));
  }

  /** After {@link #pauseVswitchd}. */
  public void resumeVswitchd() throws IOException {
    tool("kill", "-CONT", Long.toString(Objects.requireNonNull(vswitchd).pid()));
  }

  /** Kills ovs-vswitchd. */
  public void stopVswitchd() throws IOException {
    end(vswitchd);
    Files.deleteIfExists(controlSocket());
  }

  /** After {@link #stopVswitchd}. */
  public void startVswitchdAgain() throws IOException {
    startVswitchd();
  }

  /** Kills ovsdb-server and starts it anew. */
  public void restartDatabase() throws IOException {
    end(database);
    Files.deleteIfExists(databaseSocket().getPath());
    startDatabase();
  }

  private void startDatabase() throws IOException {
    database = daemon("ovsdb-server", "conf.db", "--remote=punix:" + databaseSocket().getPath());
    await(databaseSocket().getPath());
  }

  private void startVswitchd() throws IOException {
    vswitchd =
        daemon(
            "ovs-vswitchd",
            "--enable-dummy=override",
            "--disable-system",
            "--disable-system-route",
            "--unixctl=" + controlSocket());
    await(controlSocket());
  }

  private Path controlSocket() {
    return directory.resolve("vswitchd.ctl");
  }

  @Override
  public void close() {
    end(vswitchd);
    end(database);
  }

  private static void end(@Nullable Process daemon) {
    if (daemon == null) {
      return;
    }
    daemon.destroyForcibly();
    try {
      daemon.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process daemon(String... words) throws IOException {
    return process(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessBuilder process(String... words) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    for (String variable : new String[] {"OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR"}) {
      builder.environment().put(variable, directory.toString());
    }
    return builder.redirectErrorStream(true);
  }

  /** A socket's file is there a moment before anybody listens on it. */
  private static void await(Path socket) throws IOException {
    long deadline = System.nanoTime() + START_NS;
    while (!isListening(socket)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("nobody listens on " + socket);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static boolean isListening(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
