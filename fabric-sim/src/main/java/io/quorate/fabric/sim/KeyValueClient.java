package io.quorate.fabric.sim;

import io.quorate.check.history.HistoryRecorder;
import io.quorate.fabric.trace.TraceLog;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The key-value application on one client host: some processes, each in a closed loop of request
 * and answer, that talk to one service address by UDP. What they ask and what they learn goes into
 * a history.
 */
public final class KeyValueClient {

  /** UDP port of a host's first process; the others follow. */
  public static final int FIRST_PORT = 40_000;

  private final List<KeyValueProcess> processes = new ArrayList<>();

  /**
   * Sets the application up; it opens its UDP ports and does nothing before {@link #start}.
   *
   * @param random the run's generator; each process splits its own from it
   * @param service where requests are sent
   * @param records where events, latencies and counts go; shared by all clients of a run
   * @param firstProcess number of the first process in the history
   */
  public KeyValueClient(
      Simulator simulator,
      SeededRandom random,
      HostNode host,
      ServiceAddress service,
      Workload workload,
      Records records,
      int firstProcess) {
    for (int i = 0; i < workload.processesPerClient(); i++) {
      String name = host.name() + "." + i;
      SeededRandom own = random.split("client/" + name);
      Requests requests = new Requests(name, workload, own.split("requests"));
      KeyValueProcess process =
          new KeyValueProcess(
              simulator,
              own.split("pauses"),
              host,
              FIRST_PORT + i,
              service,
              workload,
              requests,
              records,
              firstProcess + i);
      processes.add(process);
    }
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

  /**
   * What is wrong with the number of answers, in words, one for each request that had more answers
   * than datagrams were sent for it; at most some for each process.
   */
  public List<String> excessAnswers() {
    return processes.stream().flatMap(p -> p.excessAnswers().stream()).toList();
  }

  /** The pending requests, in words, for a person who wonders why a run does not end. */
  public List<String> pending() {
    return processes.stream()
        .filter(KeyValueProcess::isPending)
        .map(KeyValueProcess::toString)
        .toList();
  }
}
