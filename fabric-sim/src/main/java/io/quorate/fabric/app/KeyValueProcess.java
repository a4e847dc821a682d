package io.quorate.fabric.app;

import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.time.Agenda;
import io.quorate.fabric.time.EventTarget;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceEvent.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One client process: it has at most one request outstanding, sends it again when no answer comes,
 * waits longer each time up to a limit, and pauses between requests. A request that may not be sent
 * twice it gives up instead, after the longest wait.
 */
final class KeyValueProcess implements RequestChannel.Receiver, EventTarget {

  private static final long NEXT_REQUEST = -1;

  private final Agenda agenda;
  private final SeededRandom random;
  private final RequestChannel channel;
  private final String host;
  private final Workload workload;
  private final Requests requests;
  private final KeyValueClient.Records records;
  private final int process;
  private final String name;
  private final boolean asks;

  private boolean draining;
  private Requests.@Nullable Request pending;
  private long invokedNs;
  private long timeoutNs;

  /** The latest request's number; the first is 1. */
  private int requestId;

  /** How often the latest request was sent. */
  private int sends;

  private boolean answered;

  private long answeredCount;
  private long refusedCount;
  private long datagramCount;
  private long answerCount;
  private long repeatedAnswerCount;
  private long strangerCount;
  private long expiredCount;
  private long givenUpCount;

  /**
   * @param name of the process, unique in the run
   * @param host where it runs, for traces
   * @param process its number in the history
   * @param asks whether it asks anything at all
   */
  KeyValueProcess(
      Agenda agenda,
      SeededRandom random,
      RequestChannel channel,
      String name,
      String host,
      Workload workload,
      Requests requests,
      KeyValueClient.Records records,
      int process,
      boolean asks) {
    this.agenda = agenda;
    this.random = random;
    this.channel = channel;
    this.name = name;
    this.host = host;
    this.workload = workload;
    this.requests = requests;
    this.records = records;
    this.process = process;
    this.asks = asks;
    channel.open(this);
  }

  void start() {
    pause();
  }

  /** True if all is asked and answered, and there will be no other request. */
  boolean isDone() {
    return pending == null && !goesOn();
  }

  /** True if there will be another request. */
  private boolean goesOn() {
    boolean more = workload.requests() == 0 || requestId < workload.requests();
    return asks && more && !draining;
  }

  void drain() {
    draining = true;
  }

  boolean isPending() {
    return pending != null;
  }

  /** Until the next request, if there will be one. */
  private void pause() {
    if (!goesOn()) {
      return;
    }
    long thinkNs = workload.thinkNs();
    long pauseNs = thinkNs == 0 ? 0 : random.nextLong(2 * thinkNs + 1);
    agenda.after(pauseNs, this, NEXT_REQUEST, null);
  }

  /** A pause or a time-out is over; for the agenda. The code is a time-out's request number. */
  @Override
  public void act(long code, @Nullable Object payload) {
    if (code == NEXT_REQUEST) {
      if (goesOn()) {
        ask(requests.next());
      }
    } else if (pending != null && code == requestId && !pending.mayRepeat()) {
      lost(requestId, "no answer");
    } else if (pending != null && code == requestId) {
      timeoutNs = Math.min(2 * timeoutNs, workload.timeoutMaxNs());
      log(Kind.RETRY, name + " " + requestId + " " + pending.command());
      send(pending);
    }
  }

  private void ask(Requests.Request request) {
    pending = request;
    requestId++;
    sends = 0;
    answered = false;
    invokedNs = agenda.nowNs();
    timeoutNs = request.mayRepeat() ? workload.timeoutNs() : workload.timeoutMaxNs();
    records.history().invoke(process, request.f(), request.key(), request.input(), invokedNs);
    log(Kind.REQUEST, name + " " + requestId + " " + request.command());
    send(request);
  }

  private void send(Requests.Request request) {
    transmit(request);
    agenda.after(timeoutNs, this, requestId, null);
  }

  private void transmit(Requests.Request request) {
    sends++;
    datagramCount++;
    channel.send(requestId, request.command());
  }

  @Override
  public void answered(int id, String answer) {
    answerCount++;
    if (id < requestId || answered) {
      repeatedAnswerCount++;
      return;
    }
    answered = true;
    if (pending != null) {
      complete(pending, answer);
    }
  }

  @Override
  public void expired(int id) {
    if (pending != null && id == requestId) {
      expiredCount++;
      log(Kind.REPLY, name + " " + requestId + " expired");
      giveUp("session expired");
    }
  }

  @Override
  public void lost(int id, String reason) {
    if (pending != null && id == requestId) {
      givenUpCount++;
      log(Kind.REPLY, name + " " + requestId + " given up: " + reason);
      giveUp(reason);
    }
  }

  /** Nobody will know what became of the pending request. */
  private void giveUp(String reason) {
    pending = null;
    answered = true;
    records.history().info(process, reason, agenda.nowNs());
    pause();
  }

  /** Asks once more at once; should that not help either, the time-out goes on as it was. */
  @Override
  public void abandoned(int id) {
    if (pending != null && id == requestId) {
      log(Kind.RETRY, name + " " + requestId + " " + pending.command());
      transmit(pending);
    }
  }

  @Override
  public void stranger() {
    strangerCount++;
  }

  private void complete(Requests.Request request, String answer) {
    long nowNs = agenda.nowNs();
    pending = null;
    answeredCount++;
    records.latencies().recordValue(nowNs - invokedNs);
    log(Kind.REPLY, name + " " + requestId + " " + answer);
    record(request, answer, nowNs);
    pause();
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
      records.log().log(TraceEvent.at(agenda.nowNs(), host, kind, text));
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
        strangerCount,
        expiredCount,
        givenUpCount);
  }

  /** The pending request, in words. */
  @Override
  public String toString() {
    return pending == null
        ? name + ": nothing pending"
        : String.format(
            Locale.ROOT,
            "%s: request %d, %s, pending since %.6f s, sent %d times",
            name,
            requestId,
            pending.command(),
            invokedNs / 1e9,
            sends);
  }
}
