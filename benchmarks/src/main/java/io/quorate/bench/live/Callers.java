package io.quorate.bench.live;

import io.quorate.fabric.Host;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.fabric.program.SessionId;
import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.NetworkNamespace;
import io.quorate.ovs.port.Poller;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.EtherType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Clients on the client hosts of a live fabric, each with a session and one request on its way: a
 * put of {@value #VALUE_BYTES} bytes. One thread runs all of them, so that what they cost is known
 * and small; the frames that come of one look at the ports leave together.
 */
final class Callers implements AutoCloseable {

  static final int VALUE_BYTES = 64;
  private static final int KEYS = 1_000;
  private static final long LATENCY_MAX_NS = 60_000_000_000L;
  private static final long WAIT_NS = 1_000_000;

  /**
   * How they ask.
   *
   * @param sessions how many, over all hosts; 0 = none
   * @param pauseNs between an answer and the next request
   * @param timeoutNs after which a request is sent again
   */
  record Pace(int sessions, long pauseNs, long timeoutNs) {
    static final Pace NONE = new Pace(0, 0, Long.MAX_VALUE);
  }

  /**
   * What came of it since the last look.
   *
   * @param answered requests
   * @param ns wall-clock time
   * @param cpuNs processor time of the clients' thread
   * @param repeats requests that were sent again
   * @param refusals of requests
   * @param latencies in nanoseconds, from the first sending of a request
   * @param silence longest time between two answers, to whomever
   */
  record Figures(
      long answered,
      long ns,
      long cpuNs,
      long repeats,
      long refusals,
      Histogram latencies,
      long silence) {}

  private static final class Session {
    final int host;
    final long id;
    long sequence;
    long firstNs;
    long sentNs;
    long askNs;
    boolean waits;

    Session(int host, long id) {
      this.host = host;
      this.id = id;
    }
  }

  private final int group;
  private final List<Host> hosts;
  private final List<RawPort> ports = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private final Poller poller = new Poller();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private Pace pace = Pace.NONE;
  private int active;
  private long answered;
  private long repeats;
  private long refusals;
  private long beganNs;
  private long beganCpuNs;
  private long lastNs;
  private long silence;
  private long nextLookNs;
  private Histogram latencies = new Histogram(LATENCY_MAX_NS, 3);
  private volatile boolean closed;

  Callers(LiveFabric live) {
    this.group = live.fabric().group().id();
    this.hosts =
        live.fabric().hosts().stream().filter(each -> each.role() == Host.Role.CLIENT).toList();
    List<Integer> types = List.of(EtherType.REPLY.code(), EtherType.REFUSAL.code());
    PortOptions options = PortOptions.defaults().withEtherTypes(types);
    for (Host host : hosts) {
      RawPort port =
          NetworkNamespace.callIn(
              NetworkNamespace.named(live.names().hostNamespace(host.name())),
              () -> RawPorts.open(PortKind.FFM, "eth0", options));
      ports.add(port);
      poller.add(port, this::taken);
    }
    thread = Thread.ofPlatform().name("callers").start(this::run);
  }

  /** From now on they ask like this, and everything is counted from 0. */
  void ask(Pace next) {
    onThread(
        () -> {
          pace = next;
          while (sessions.size() < next.sessions()) {
            int host = sessions.size() % hosts.size();
            int number = sessions.size() / hosts.size();
            long id = SessionId.ofClient(hosts.get(host).mac(), number);
            sessions.add(new Session(host, id));
          }
          long now = System.nanoTime();
          for (int i = active; i < next.sessions(); i++) {
            sessions.get(i).askNs = now;
          }
          active = next.sessions();
          reset(now);
        });
  }

  /** What has been counted; counting begins anew. */
  Figures figures() {
    Figures[] out = new Figures[1];
    onThread(
        () -> {
          long now = System.nanoTime();
          long cpu = threadCpuNs() - beganCpuNs;
          long quiet = Math.max(silence, now - lastNs);
          out[0] = new Figures(answered, now - beganNs, cpu, repeats, refusals, latencies, quiet);
          reset(now);
        });
    return out[0];
  }

  /** Waits until so many were answered since counting began; at most half a minute. */
  void awaitAnswers(long count) {
    long[] seen = new long[1];
    Bed.await(
        "nobody is answered any more",
        () -> {
          onThread(() -> seen[0] = answered);
          return seen[0] >= count;
        });
  }

  private void reset(long now) {
    answered = 0;
    repeats = 0;
    refusals = 0;
    silence = 0;
    lastNs = now;
    beganNs = now;
    beganCpuNs = threadCpuNs();
    latencies = new Histogram(LATENCY_MAX_NS, 3);
  }

  private static long threadCpuNs() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void onThread(Runnable task) {
    CountDownLatch done = new CountDownLatch(1);
    tasks.add(
        () -> {
          task.run();
          done.countDown();
        });
    poller.wakeUp();
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    Poller.precise();
    while (!closed) {
      poller.poll(untilDue());
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      long now = System.nanoTime();
      if (now >= nextLookNs) {
        look(now);
      }
      poller.flush();
    }
  }

  private long untilDue() {
    return Math.clamp(nextLookNs - System.nanoTime(), 0, WAIT_NS);
  }

  /** Sends what is due: requests whose pause is over, and those that nobody has answered. */
  private void look(long now) {
    long next = now + WAIT_NS;
    for (int i = 0; i < active; i++) {
      Session session = sessions.get(i);
      if (session.waits) {
        if (now - session.sentNs >= pace.timeoutNs()) {
          repeats++;
          send(session, now);
        }
      } else if (session.askNs <= now) {
        begin(session, now);
      } else {
        next = Math.min(next, session.askNs);
      }
    }
    nextLookNs = next;
  }

  private void begin(Session session, long now) {
    session.sequence++;
    session.firstNs = now;
    session.waits = true;
    send(session, now);
  }

  private void send(Session session, long now) {
    session.sentNs = now;
    Host host = hosts.get(session.host);
    Value value = Value.of(session.id, session.sequence, command(session));
    Envelope request = new Envelope(group, 0, 0, new Message.Client(value));
    byte[] frame = PaxosFrame.of(Addressing.ofLeader(group), host.mac(), request);
    ports.get(session.host).send(frame, frame.length);
  }

  private static byte[] command(Session session) {
    long key = (session.id * 31 + session.sequence) % KEYS;
    String begin = "put k" + Math.abs(key) + " " + Long.toHexString(session.id);
    String text = begin + "/" + session.sequence + "/";
    byte[] bytes = new byte[VALUE_BYTES];
    java.util.Arrays.fill(bytes, (byte) 'x');
    byte[] head = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  private void taken(MemorySegment memory, long offset, int length, long timestampNs) {
    byte[] frame = FrameHandler.copy(memory, offset, length);
    if (!(PaxosFrame.read(frame) instanceof Decoded.Frame read)) {
      return;
    }
    switch (read.envelope().message()) {
      case Message.Reply reply -> answered(Ethernet.destination(frame), reply.result());
      case Message.Refusal refusal -> refusals++;
      default -> {
        // Not for a client.
      }
    }
  }

  private void answered(long mac, Value result) {
    int number = SessionId.low(result.session());
    int host = 0;
    while (host < hosts.size() && hosts.get(host).mac() != mac) {
      host++;
    }
    int place = number * hosts.size() + host;
    if (host == hosts.size() || place >= sessions.size()) {
      return;
    }
    Session session = sessions.get(place);
    if (!session.waits || session.sequence != result.sequence()) {
      return;
    }
    long now = System.nanoTime();
    session.waits = false;
    answered++;
    latencies.recordValue(Math.min(LATENCY_MAX_NS, now - session.firstNs));
    silence = Math.max(silence, now - lastNs);
    lastNs = now;
    if (place < active && pace.pauseNs() == 0) {
      begin(session, now);
    } else {
      session.askNs = now + pace.pauseNs();
      nextLookNs = Math.min(nextLookNs, session.askNs);
    }
  }

  @Override
  public void close() {
    closed = true;
    poller.wakeUp();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    poller.close();
    ports.forEach(RawPort::close);
  }
}
