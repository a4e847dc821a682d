package io.quorate.ovs.host;

import io.quorate.check.history.HistoryRecorder;
import io.quorate.check.history.HistoryWriter;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Reads;
import io.quorate.fabric.Service;
import io.quorate.fabric.app.ClientCounts;
import io.quorate.fabric.app.KeyValueClient;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.trace.TraceEvent;
import io.quorate.fabric.trace.TraceLog;
import io.quorate.ovs.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.HdrHistogram.Histogram;

/**
 * The clients of one host of a live fabric: an ordinary process with ordinary sockets. It is told
 * on its input what to do, one word a line, and answers each with a JSON object on a line:
 *
 * <pre>
 *   start    begin to ask
 *   drain    ask nothing new
 *   status   {"pending": …, "requests": …, …}
 *   finish   write the history of each service to its file, and end
 * </pre>
 *
 * <p>Its times are the machine's monotonic clock, which all processes share. When its input ends it
 * ends too, without a history.
 */
public final class ClientProcess {

  private static final long WAIT_MAX_NS = 2_000_000;
  private static final long LATENCY_MAX_NS = 3_600_000_000_000L;
  private static final String END = "";

  private final SocketHost host;
  private final RealAgenda agenda = new RealAgenda();
  private final List<HistoryRecorder> histories = new ArrayList<>();
  private final List<KeyValueClient> clients = new ArrayList<>();
  private final Histogram latencies = new Histogram(LATENCY_MAX_NS, 3);
  private final Path directory;

  /**
   * @param firstProcess number of the host's first process in the histories
   * @param interfaceName of the host, in the namespace of this process
   * @param directory for the histories, called {@code HOST-PLACE.jsonl}
   */
  public ClientProcess(
      Fabric fabric,
      Host of,
      Workload workload,
      long seed,
      int firstProcess,
      String interfaceName,
      Path directory)
      throws IOException {
    this.host = new SocketHost(of, interfaceName);
    this.directory = directory;
    SeededRandom random = new SeededRandom(seed);
    int place = 0;
    for (Fabric view : fabric.views()) {
      HistoryRecorder history = new HistoryRecorder();
      histories.add(history);
      clients.add(
          client(
              view,
              workload,
              random,
              history,
              firstProcess,
              place++ * workload.processesPerClient()));
    }
  }

  private KeyValueClient client(
      Fabric view,
      Workload workload,
      SeededRandom random,
      HistoryRecorder history,
      int firstProcess,
      int firstNumber) {
    KeyValueClient.Records records =
        new KeyValueClient.Records(history, latencies, new NoTimeline());
    Service service = view.service();
    return switch (service.delivery()) {
      case PACKETS ->
          KeyValueClient.udp(
              agenda,
              random,
              host,
              new KeyValueClient.ServiceAddress(service.ipv4(), service.udpPort()),
              workload,
              records,
              firstProcess,
              firstNumber);
      case STATE_MACHINE ->
          KeyValueClient.sessions(
              agenda,
              random,
              host,
              view.group().id(),
              view.group().reads().path() == Reads.Path.LOG,
              workload,
              records,
              firstProcess,
              firstNumber);
    };
  }

  /** Does what it is told until it is told to finish, or the input ends. */
  public void run(InputStream in, PrintStream out) throws IOException {
    BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().name("commands").start(() -> read(in, commands));
    while (true) {
      long wait = Math.min(WAIT_MAX_NS, agenda.runDue());
      host.receive(wait);
      String command = commands.poll();
      if (command == null) {
        continue;
      }
      if (command.equals(END)) {
        return;
      }
      Map<String, Object> answer = obey(command);
      out.println(JsonText.write(answer));
      out.flush();
      if (command.equals("finish")) {
        return;
      }
    }
  }

  private static void read(InputStream in, BlockingQueue<String> commands) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          commands.add(line.strip());
        }
      }
    } catch (IOException closed) {
      // As good as its end.
    }
    commands.add(END);
  }

  private Map<String, Object> obey(String command) {
    switch (command) {
      case "start" -> clients.forEach(KeyValueClient::start);
      case "drain" -> clients.forEach(KeyValueClient::drain);
      case "finish" -> write();
      case "status" -> {}
      default -> {
        return Map.of("error", "cannot do \"" + command + "\"");
      }
    }
    return status();
  }

  private void write() {
    for (int place = 0; place < histories.size(); place++) {
      HistoryWriter.writeJsonLines(
          histories.get(place).history(), directory.resolve(host.name() + "-" + place + ".jsonl"));
    }
  }

  private Map<String, Object> status() {
    ClientCounts counts =
        clients.stream().map(KeyValueClient::counts).reduce(ClientCounts.NONE, ClientCounts::plus);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("done", clients.stream().allMatch(KeyValueClient::isDone));
    status.put("pending", clients.stream().mapToLong(KeyValueClient::pendingCount).sum());
    status.put(
        "pending-requests", clients.stream().flatMap(each -> each.pending().stream()).toList());
    status.put("requests", counts.requests());
    status.put("answered", counts.answered());
    status.put("refused", counts.refused());
    status.put("datagrams", counts.datagrams());
    status.put("retries", counts.retries());
    status.put("answers", counts.answers());
    status.put("repeated-answers", counts.repeatedAnswers());
    status.put("strangers", counts.strangers());
    status.put("expired", counts.expired());
    status.put("given-up", counts.givenUp());
    status.put("unsent", host.unsent());
    status.put("p50-ns", latencies.getValueAtPercentile(50));
    status.put("p90-ns", latencies.getValueAtPercentile(90));
    status.put("p99-ns", latencies.getValueAtPercentile(99));
    status.put("max-ns", latencies.getMaxValue());
    return status;
  }

  /** Nobody reads a timeline here. */
  private static final class NoTimeline implements TraceLog {
    @Override
    public boolean isOn() {
      return false;
    }

    @Override
    public void log(TraceEvent event) {}
  }
}
