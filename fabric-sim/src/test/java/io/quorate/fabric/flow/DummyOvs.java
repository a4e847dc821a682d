package io.quorate.fabric.flow;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real ovs-vswitchd with the dummy datapath: no root, no interfaces, frames in by a control
 * socket and out into a capture file for each port. One bridge {@code br0} with ports 1 to 4.
 */
final class DummyOvs implements AutoCloseable {
  private static final int PORTS = 4;

  /**
   * Frames into the first of these two ports leave by the second, whatever the tables under test.
   */
  private static final int PROBE_IN = 5;

  private static final int PROBE_OUT = 6;
  private static final String PROBE = "0600000000060600000000057aff";
  private static final String PROBE_FLOW =
      "table=0,priority=65535,in_port=" + PROBE_IN + ",dl_type=0x7aff,actions=output:" + PROBE_OUT;
  private static final int ANSWERS_MAX = 20_000;

  private static final int PCAP_HEADER_BYTES = 24;
  private static final int PCAP_RECORD_BYTES = 16;

  private static final long LISTENS_NS = 10_000_000_000L;

  private final Path directory;
  private final List<Process> daemons = new ArrayList<>();
  private final long[] readUpTo = new long[PROBE_OUT + 1];
  private @Nullable SocketChannel control;

  private DummyOvs(Path directory) {
    this.directory = directory;
  }

  private void begin() throws IOException {
    command("ovsdb-tool", "create", "conf.db", "/usr/share/openvswitch/vswitch.ovsschema");
    daemon("ovsdb-server", "conf.db", "--remote=punix:" + directory.resolve("db.sock"));
    awaitFile(directory.resolve("db.sock"));
    command("ovs-vsctl", "--no-wait", "init");
    Path socket = directory.resolve("vswitchd.ctl");
    daemon(
        "ovs-vswitchd",
        "--enable-dummy=override",
        "--disable-system",
        "--disable-system-route",
        "--unixctl=" + socket);
    awaitFile(socket);
    control = connected(socket);
    bridge();
  }

  /** A daemon makes its socket's file a moment before it listens there. */
  private static SocketChannel connected(Path socket) throws IOException {
    long until = System.nanoTime() + LISTENS_NS;
    while (true) {
      try {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
      } catch (ConnectException notYet) {
        if (System.nanoTime() > until) {
          throw notYet;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Starts one, or skips the test where Open vSwitch is not installed. */
  static DummyOvs start(Path directory) throws IOException {
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

  /** Replaces all groups and flows. */
  void load(List<String> groups, List<String> flows) throws IOException {
    command("ovs-ofctl", "-O", "OpenFlow15", "del-flows", "br0");
    command("ovs-ofctl", "-O", "OpenFlow15", "del-groups", "br0");
    Files.write(directory.resolve("groups"), groups);
    List<String> withProbe = new ArrayList<>(flows);
    withProbe.add(PROBE_FLOW);
    Files.write(directory.resolve("flows"), withProbe);
    command("ovs-ofctl", "-O", "OpenFlow15", "add-groups", "br0", "groups");
    command("ovs-ofctl", "-O", "OpenFlow15", "--bundle", "add-flows", "br0", "flows");
  }

  /** What leaves, by port, when a frame comes in. */
  Map<Integer, List<String>> send(int inPort, byte[] frame) throws IOException {
    call("revalidator/purge");
    call("netdev-dummy/receive", "p" + inPort, HexFormat.of().formatHex(frame));
    // Each round of the switch's loop serves all ports in any order; a probe that is sent after
    // another
    // one has come through is handled in a later round than the frame.
    awaitProbe();
    awaitProbe();
    Map<Integer, List<String>> out = new TreeMap<>();
    for (int port = 1; port <= PORTS; port++) {
      List<String> frames = newFrames(port);
      if (!frames.isEmpty()) {
        out.put(port, frames);
      }
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    if (control != null) {
      control.close();
    }
    daemons.forEach(Process::destroy);
    for (Process daemon : daemons) {
      try {
        if (!daemon.waitFor(5, TimeUnit.SECONDS)) {
          daemon.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void bridge() throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("ovs-vsctl", "add-br", "br0", "--", "set", "bridge", "br0"));
    words.addAll(List.of("datapath-type=dummy", "fail-mode=secure"));
    words.add("protocols=OpenFlow10,OpenFlow13,OpenFlow15");
    for (int port = 1; port <= PROBE_OUT; port++) {
      words.addAll(List.of("--", "add-port", "br0", "p" + port));
      words.addAll(List.of("--", "set", "interface", "p" + port, "type=dummy"));
      words.add("ofport_request=" + port);
      words.add("options:tx_pcap=" + capture(port));
    }
    command(words.toArray(new String[0]));
    call("netdev-dummy/set-admin-state", "up");
  }

  private void awaitProbe() throws IOException {
    call("netdev-dummy/receive", "p" + PROBE_IN, PROBE);
    for (int i = 0; i < ANSWERS_MAX; i++) {
      if (newFrames(PROBE_OUT).contains(PROBE)) {
        return;
      }
      call("version");
    }
    throw new IOException("ovs-vswitchd does not forward");
  }

  private Path capture(int port) {
    return directory.resolve("p" + port + ".pcap");
  }

  private List<String> newFrames(int port) throws IOException {
    List<String> frames = new ArrayList<>();
    long from = Math.max(readUpTo[port], PCAP_HEADER_BYTES);
    try (SeekableByteChannel channel = Files.newByteChannel(capture(port))) {
      long bytes = channel.size() - from;
      if (bytes <= 0) {
        return frames;
      }
      ByteBuffer file = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(from).read(file);
      file.flip();
      while (file.remaining() >= PCAP_RECORD_BYTES) {
        int length = file.getInt(file.position() + 8);
        if (file.remaining() < PCAP_RECORD_BYTES + length) {
          break;
        }
        byte[] frame = new byte[length];
        file.position(file.position() + PCAP_RECORD_BYTES).get(frame);
        frames.add(HexFormat.of().formatHex(frame));
      }
      readUpTo[port] = from + file.position();
    }
    return frames;
  }

  /** One JSON-RPC call; the answer is an object without nested braces or brackets of interest. */
  private void call(String method, String... parameters) throws IOException {
    String quoted = parameters.length == 0 ? "" : "\"" + String.join("\",\"", parameters) + "\"";
    String request = "{\"id\":1,\"method\":\"" + method + "\",\"params\":[" + quoted + "]}";
    SocketChannel open = Objects.requireNonNull(control);
    open.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
    StringBuilder answer = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(65536);
    while (!answer.toString().endsWith("}")) {
      buffer.clear();
      if (open.read(buffer) < 0) {
        throw new IOException("ovs-vswitchd closed its control socket");
      }
      answer.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
    if (!answer.toString().contains("\"error\":null")) {
      throw new IOException(method + ": " + answer);
    }
  }

  private void daemon(String... words) throws IOException {
    daemons.add(process(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
  }

  private void command(String... words) throws IOException {
    Process process = process(words).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", words) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder process(String... words) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    for (String variable : new String[] {"OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR"}) {
      builder.environment().put(variable, directory.toString());
    }
    return builder.redirectErrorStream(true);
  }

  private static void awaitFile(Path file) {
    try (var watch = file.getFileSystem().newWatchService()) {
      Path parent = Objects.requireNonNull(file.getParent());
      parent.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (!Files.exists(file) && System.nanoTime() < deadline) {
        var key = watch.poll(100, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.reset();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " does not appear");
    }
  }
}
