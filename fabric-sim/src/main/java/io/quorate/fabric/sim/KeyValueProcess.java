package io.quorate.fabric.sim;

import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client process: it has at most one request outstanding, sends it again as a new datagram when
 * no answer comes, waits longer each time up to a limit, and pauses between requests. It counts,
 * for every request, the datagrams that it sent and the answers that it got.
 */
final class KeyValueProcess implements DatagramHandler, EventTarget {

  /** Complaints kept; one is enough to fail a run. */
  private static final int EXCESS_MAX = 16;

  private static final long NEXT_REQUEST = -1;

  private final Simulator simulator;
  private final SeededRandom random;
  private final HostNode host;
  private final int port;
  private final KeyValueClient.ServiceAddress service;
  private final Workload workload;
  private final Requests requests;
  private final KeyValueClient.Records records;
  private final int process;
  private final String name;

  private boolean draining;
  private Requests.@Nullable Request pending;
  private byte[] datagram = new byte[0];
  private long invokedNs;
  private long timeoutNs;

  /** The latest request's number; the first is 1. */
  private int requestId;

  /** Datagrams sent and answers got, by request number. */
  private int[] sent = new int[64];

  private int[] answered = new int[64];

  private long answeredCount;
  private long refusedCount;
  private long datagramCount;
  private long answerCount;
  private long repeatedAnswerCount;
  private long strangerCount;
  private final List<String> excess = new ArrayList<>();

  KeyValueProcess(
      Simulator simulator,
      SeededRandom random,
      HostNode host,
      int port,
      KeyValueClient.ServiceAddress service,
      Workload workload,
      Requests requests,
      KeyValueClient.Records records,
      int process) {
    this.simulator = simulator;
    this.random = random;
    this.host = host;
    this.port = port;
    this.service = service;
    this.workload = workload;
    this.requests = requests;
    this.records = records;
    this.process = process;
    this.name = host.name() + "." + (port - KeyValueClient.FIRST_PORT);
    host.listen(port, this);
  }

  void start() {
    pause();
  }

  void drain() {
    draining = true;
  }

  boolean isPending() {
    return pending != null;
  }

  private void pause() {
    long thinkNs = workload.thinkNs();
    long pauseNs = thinkNs == 0 ? 0 : random.nextLong(2 * thinkNs + 1);
    simulator.after(pauseNs, this, NEXT_REQUEST, null);
  }

  /** A pause or a time-out is over; for the simulator. The code is a time-out's request number. */
  @Override
  public void act(long code, @Nullable Object payload) {
    if (code == NEXT_REQUEST) {
      if (!draining) {
        ask(requests.next());
      }
    } else if (pending != null && code == requestId) {
      timeoutNs = Math.min(2 * timeoutNs, workload.timeoutMaxNs());
      log(Kind.RETRY, name + " " + requestId + " " + pending.command());
      sendDatagram();
    }
  }

  private void ask(Requests.Request request) {
    pending = request;
    requestId++;
    if (requestId == sent.length) {
      sent = Arrays.copyOf(sent, 2 * requestId);
      answered = Arrays.copyOf(answered, 2 * requestId);
    }
    invokedNs = simulator.nowNs();
    timeoutNs = workload.timeoutNs();
    String line = name + " " + requestId + " " + request.command();
    datagram = line.getBytes(StandardCharsets.ISO_8859_1);
    records.history().invoke(process, request.f(), request.key(), request.input(), invokedNs);
    log(Kind.REQUEST, line);
    sendDatagram();
  }

  private void sendDatagram() {
    sent[requestId]++;
    datagramCount++;
    boolean fits = host.send(port, service.ipv4(), service.port(), datagram);
    assert fits : "a request fits a datagram";
    simulator.after(timeoutNs, this, requestId, null);
  }

  @Override
  public void received(int sourceIp, int sourcePort, byte[] payload) {
    String line = new String(payload, StandardCharsets.ISO_8859_1);
    String prefix = name + " ";
    int idEnd = line.indexOf(' ', prefix.length());
    int id = line.startsWith(prefix) && idEnd > 0 ? number(line, prefix.length(), idEnd) : 0;
    boolean fromService = sourceIp == service.ipv4() && sourcePort == service.port();
    if (!fromService || id < 1 || id > requestId) {
      strangerCount++;
      return;
    }
    count(id);
    if (pending != null && id == requestId) {
      complete(pending, line.substring(idEnd + 1));
    }
  }

  private static int number(String line, int from, int to) {
    if (from >= to || to - from > 9) {
      return 0;
    }
    for (int i = from; i < to; i++) {
      if (line.charAt(i) < '0' || line.charAt(i) > '9') {
        return 0;
      }
    }
    return Integer.parseInt(line, from, to, 10);
  }

  private void count(int id) {
    answerCount++;
    answered[id]++;
    if (answered[id] > 1) {
      repeatedAnswerCount++;
    }
    if (answered[id] > sent[id] && excess.size() < EXCESS_MAX) {
      excess.add(
          "request %d of %s had %d answers to %d datagrams"
              .formatted(id, name, answered[id], sent[id]));
    }
  }

  private void complete(Requests.Request request, String answer) {
    long nowNs = simulator.nowNs();
    pending = null;
    answeredCount++;
    records.latencies().recordValue(nowNs - invokedNs);
    log(Kind.REPLY, name + " " + requestId + " " + answer);
    record(request, answer, nowNs);
    if (!draining) {
      pause();
    }
  }

  /** Writes the answer into the history: a cas that failed, and an error, changed nothing. */
  private void record(Requests.Request request, String answer, long nowNs) {
    requests.learn(request, answer);
    boolean ok = answer.equals("ok") || answer.startsWith("ok ");
    boolean nil = answer.equals("nil");
    if (request.f().equals("get") && (ok || nil)) {
      records.history().ok(process, nil ? null : Requests.valueIn(answer), nowNs);
    } else if (ok || (nil && request.f().equals("delete"))) {
      records.history().ok(process, nowNs);
    } else {
      refusedCount++;
      records.history().fail(process, answer, nowNs);
    }
  }

  private void log(Kind kind, String text) {
    if (records.log().isOn()) {
      records.log().log(TraceEvent.at(simulator.nowNs(), host.name(), kind, text));
    }
  }

  ClientCounts counts() {
    return new ClientCounts(
        requestId,
        answeredCount,
        refusedCount,
        datagramCount,
        datagramCount - requestId,
        answerCount,
        repeatedAnswerCount,
        strangerCount);
  }

  List<String> excessAnswers() {
    return List.copyOf(excess);
  }

  /** The pending request, in words. */
  @Override
  public String toString() {
    return pending == null
        ? name + ": nothing pending"
        : "%s: request %d, %s, pending since %d ns, sent %d times"
            .formatted(name, requestId, pending.command(), invokedNs, sent[requestId]);
  }
}
