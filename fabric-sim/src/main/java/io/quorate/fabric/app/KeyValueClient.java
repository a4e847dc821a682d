package io.quorate.fabric.app;

import io.quorate.check.history.HistoryRecorder;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.time.Agenda;
import io.quorate.fabric.trace.TraceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * The key-value application on one client host: some processes, each in a closed loop of request
 * and answer, that talk to one service, by UDP or with sessions of our own protocol. What they ask
 * and what they learn goes into a history.
 */
public final class KeyValueClient {

  /** UDP port of a host's first process; the others follow. */
  public static final int FIRST_PORT = 40_000;

  private final List<KeyValueProcess> processes = new ArrayList<>();

  private KeyValueClient(
      Agenda agenda,
      SeededRandom random,
      ClientHost host,
      IntFunction<RequestChannel> channels,
      Workload workload,
      Records records,
      int firstProcess,
      int firstNumber) {
    boolean onlyReads = firstProcess < workload.readers() * workload.processesPerClient();
    boolean asks = firstProcess < workload.askers() * workload.processesPerClient();
    for (int i = 0; i < workload.processesPerClient(); i++) {
      int number = firstNumber + i;
      String name = processName(host, number);
      SeededRandom own = random.split("client/" + name);
      processes.add(
          new KeyValueProcess(
              agenda,
              own.split("pauses"),
              channels.apply(number),
              name,
              host.name(),
              workload,
              new Requests(name, workload, onlyReads, own.split("requests")),
              records,
              firstProcess + i,
              asks));
    }
  }

  /** Name of a host's process, which its requests begin with. */
  public static String processName(ClientHost host, int number) {
    return host.name() + "." + number;
  }

  /**
   * A client that speaks the workload's protocol over ordinary UDP; it opens its ports and does
   * nothing before {@link #start}.
   *
   * @param random the run's generator; each process splits its own from it
   * @param service where requests are sent
   * @param records where events, latencies and counts go; shared by all clients of a run
   * @param firstProcess number of the first process in the history
   * @param firstNumber number of the first process on its host
   */
  public static KeyValueClient udp(
      Agenda agenda,
      SeededRandom random,
      ClientHost host,
      ServiceAddress service,
      Workload workload,
      Records records,
      int firstProcess,
      int firstNumber) {
    return new KeyValueClient(
        agenda,
        random,
        host,
        i ->
            switch (workload.protocol()) {
              case KEY_VALUE -> new UdpChannel(host, FIRST_PORT + i, service, processName(host, i));
              case MEMCACHED -> new MemcachedChannel(host, FIRST_PORT + i, service);
            },
        workload,
        records,
        firstProcess,
        firstNumber);
  }

  /**
   * A client that speaks our own protocol, each process with a session of its own.
   *
   * @param group the Paxos group
   * @param readsTakeSlots false: a read is asked as a question, and does not go through the log
   * @see #udp
   */
  public static KeyValueClient sessions(
      Agenda agenda,
      SeededRandom random,
      ClientHost host,
      int group,
      boolean readsTakeSlots,
      Workload workload,
      Records records,
      int firstProcess,
      int firstNumber) {
    return new KeyValueClient(
        agenda,
        random,
        host,
        i -> new SessionChannel(host, group, i, readsTakeSlots),
        workload,
        records,
        firstProcess,
        firstNumber);
  }

  /**
   * Where requests go.
   *
   * @param ipv4 the service's address
   * @param port its UDP port
   */
  public record ServiceAddress(int ipv4, int port) {}

  /**
   * Where a run's clients write down what they did.
   *
   * @param history receives each operation's invocation and completion
   * @param latencies receives nanoseconds of virtual time from the first datagram of a request to
   *     its answer
   * @param log receives requests, retries and answers
   */
  public record Records(HistoryRecorder history, Histogram latencies, TraceLog log) {}

  /** Begins: each process sends its first request within twice the think time. */
  public void start() {
    processes.forEach(KeyValueProcess::start);
  }

  /** No new requests from now on; those that are pending go on being sent until answered. */
  public void drain() {
    processes.forEach(KeyValueProcess::drain);
  }

  /** True if each process has made the requests that the workload wants, and was answered. */
  public boolean isDone() {
    return processes.stream().allMatch(KeyValueProcess::isDone);
  }

  /** Requests that wait for their answer. */
  public int pendingCount() {
    return (int) processes.stream().filter(KeyValueProcess::isPending).count();
  }

  /** What the processes counted, together. */
  public ClientCounts counts() {
    return processes.stream()
        .map(KeyValueProcess::counts)
        .reduce(ClientCounts.NONE, ClientCounts::plus);
  }

  /** The pending requests, in words, for a person who wonders why a run does not end. */
  public List<String> pending() {
    return processes.stream()
        .filter(KeyValueProcess::isPending)
        .map(KeyValueProcess::toString)
        .toList();
  }
}
