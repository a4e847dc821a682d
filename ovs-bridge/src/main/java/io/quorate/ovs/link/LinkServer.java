package io.quorate.ovs.link;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link LinkControl} on a unix socket that only its owner may use: a line of JSON in, a
 * line of JSON out. Whatever is wrong with a request is its answer; the connection goes on.
 *
 * <pre>
 *   {"do":"begin","fault":"faults:\n  - {at: 0, loss: {link: S1-S2, probability: 10%}}\n"}
 *                                 {"ok":true,"number":1}
 *   {"do":"end","number":1}       {"ok":true}
 *   {"do":"heal"}                 {"ok":true}
 *   {"do":"active"}               {"ok":true,"faults":[{"number":1,"what":"loss S1-S2 10%"}]}
 *   {"do":"figures"}              {"ok":true,"lanes":[…]}
 *   anything else                 {"ok":false,"error":"…"}
 * </pre>
 */
final class LinkServer implements AutoCloseable {

  private static final int REQUEST_CHARS_MAX = 1 << 16;

  private final Fabric fabric;
  private final LinkRelay relay;
  private final LinkFaults faults;
  private final ServerSocketChannel server;

  LinkServer(Path socket, Fabric fabric, LinkRelay relay, LinkFaults faults) throws IOException {
    this.fabric = fabric;
    this.relay = relay;
    this.faults = faults;
    Files.deleteIfExists(socket);
    // Bound under another name: nobody finds the socket before it is guarded and listening.
    Path next = socket.resolveSibling(socket.getFileName() + ".next");
    Files.deleteIfExists(next);
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(next));
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
    Files.move(next, socket);
  }

  /** Answers until {@link #close} is called. */
  void serve() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().name("control").start(() -> converse(client));
      }
    } catch (ClosedChannelException e) {
      // The process ends.
    } catch (IOException e) {
      throw new LinkException("the control socket fails: " + e.getMessage(), e);
    }
  }

  private void converse(SocketChannel client) {
    try (client;
        BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
      for (String line = line(in); line != null; line = line(in)) {
        out.write(JsonText.write(answer(line)) + "\n");
        out.flush();
      }
    } catch (IOException e) {
      // The client has gone away.
    }
  }

  /** A line; null at the end, and when one is too long to be believed. */
  private static @Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() == REQUEST_CHARS_MAX) {
        return null;
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private Map<String, Object> answer(String line) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", true);
    try {
      act(JsonText.object(line), answer);
    } catch (IllegalArgumentException | LinkException e) {
      answer.clear();
      answer.put("ok", false);
      answer.put("error", String.valueOf(e.getMessage()));
    }
    return answer;
  }

  private void act(Fields request, Map<String, Object> answer) {
    String what = request.text("do");
    switch (what) {
      case "begin" -> answer.put("number", faults.begin(fault(request.text("fault"))));
      case "end" -> faults.end(request.number("number"));
      case "heal" -> faults.healAll();
      case "active" -> answer.put("faults", active());
      case "figures" -> answer.put("lanes", figures());
      default -> throw new LinkException("the link process cannot \"" + what + "\"");
    }
  }

  private Fault fault(String text) {
    try {
      var schedule = FaultFile.parse(new TextFile("fault", text), fabric);
      if (schedule.faults().size() != 1) {
        throw new LinkException("one fault is wanted, here are " + schedule.faults().size());
      }
      return schedule.faults().getFirst().fault();
    } catch (BadFile e) {
      throw new LinkException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<Map<String, Object>> active() {
    List<Map<String, Object>> list = new ArrayList<>();
    faults
        .active()
        .forEach(
            (number, fault) -> {
              Map<String, Object> each = new LinkedHashMap<>();
              each.put("number", number);
              each.put("what", fault.describe());
              list.add(each);
            });
    return list;
  }

  private List<Map<String, Object>> figures() {
    try {
      return relay.ask(relay::figures).get().stream().map(LaneFigures::document).toList();
    } catch (ExecutionException e) {
      throw new LinkException("the relay has no figures: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
