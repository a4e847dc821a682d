package io.quorate.ovs.link;

import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the link process of a live fabric for faults and figures. Each call is one round over a unix
 * socket and returns once it is done. May be used by any threads, one after the other.
 */
public final class LinkControl implements AutoCloseable {

  private final Path socket;
  private final SocketChannel channel;
  private final BufferedReader in;
  private final Writer out;

  private LinkControl(Path socket, SocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
    this.in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    this.out = Channels.newWriter(channel, StandardCharsets.UTF_8);
  }

  /**
   * Connects.
   *
   * @throws LinkException when nobody listens there
   */
  public static LinkControl connect(Path socket) {
    try {
      return new LinkControl(socket, SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    } catch (IOException e) {
      throw new LinkException(
          "no link process answers at " + socket + "; is the fabric live, with emulated links?", e);
    }
  }

  /**
   * Makes a fault act from now on.
   *
   * @return its number, for {@link #end}
   * @throws LinkException when it strikes no link, or names one that the fabric lacks
   */
  public long begin(Fault fault) {
    TimedFault now = new TimedFault(0, TimedFault.UNTIL_HEALED, fault);
    Map<String, Object> request = request("begin");
    request.put("fault", FaultFile.write(new FaultSchedule(List.of(now))));
    return ask(request).number("number");
  }

  /** Ends a fault that {@link #begin} began; others go on. */
  public void end(long number) {
    Map<String, Object> request = request("end");
    request.put("number", number);
    ask(request);
  }

  /** Ends all faults. */
  public void heal() {
    ask(request("heal"));
  }

  /** The faults that act, by number, in words. */
  public Map<Long, String> active() {
    Map<Long, String> faults = new LinkedHashMap<>();
    for (Fields each : ask(request("active")).objects("faults")) {
      faults.put(each.number("number"), each.text("what"));
    }
    return faults;
  }

  /** What each direction of each link has done: of each link in order, forth and back. */
  public List<LaneFigures> figures() {
    return ask(request("figures")).objects("lanes").stream().map(LaneFigures::of).toList();
  }

  private static Map<String, Object> request(String what) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("do", what);
    return request;
  }

  private synchronized Fields ask(Map<String, Object> request) {
    String line;
    try {
      out.write(JsonText.write(request) + "\n");
      out.flush();
      line = in.readLine();
    } catch (IOException e) {
      throw new LinkException("the link process at " + socket + " does not answer", e);
    }
    if (line == null) {
      throw new LinkException("the link process at " + socket + " has ended; see its log");
    }
    Fields answer = JsonText.object(line);
    if (!answer.flag("ok")) {
      throw new LinkException(answer.text("error"));
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LinkException("cannot close " + socket + ": " + e.getMessage(), e);
    }
  }
}
