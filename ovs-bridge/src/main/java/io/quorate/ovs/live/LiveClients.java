package io.quorate.ovs.live;

import io.quorate.fabric.Host;
import io.quorate.fabric.app.Workload;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The client processes of a live run, one on each client host, told what to do over pipes. */
final class LiveClients implements AutoCloseable {

  private static final long END_S = 5;

  /** A client host's process. */
  private record Client(String host, Process process, BufferedReader answers, Writer commands) {}

  private final List<Client> clients = new ArrayList<>();

  /**
   * Starts the processes; they do nothing yet.
   *
   * @param directory for their histories, which exists
   */
  LiveClients(LiveFabric live, Workload workload, long seed, Path directory) {
    int first = 0;
    for (Host host : live.fabric().hosts()) {
      if (host.role() == Host.Role.CLIENT) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("ip", "netns", "exec", live.names().hostNamespace(host.name())));
        command.addAll(
            Children.client(
                live.runDirectory(), host.name(), workload.toString(), seed, first, directory));
        clients.add(start(live, host.name(), command));
        first += workload.processesPerClient();
      }
    }
    all("status");
  }

  private static Client start(LiveFabric live, String host, List<String> command) {
    Path log = live.runDirectory().resolve(LiveFabric.LOGS).resolve("client-" + host + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      live.adopt("client-" + host, process.toHandle());
      return new Client(
          host,
          process,
          process.inputReader(StandardCharsets.UTF_8),
          process.outputWriter(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TopologyException("cannot start the client on " + host + ": " + e.getMessage(), e);
    }
  }

  /** Has each do something; what they say of themselves, in the order of the hosts. */
  List<Fields> all(String command) {
    List<Fields> answers = new ArrayList<>();
    for (Client client : clients) {
      try {
        client.commands().write(command + "\n");
        client.commands().flush();
      } catch (IOException e) {
        throw gone(client, e);
      }
    }
    for (Client client : clients) {
      answers.add(answer(client));
    }
    return answers;
  }

  private static Fields answer(Client client) {
    try {
      String line = client.answers().readLine();
      if (line == null) {
        throw new IOException("it has ended");
      }
      return JsonText.object(line);
    } catch (IOException e) {
      throw gone(client, e);
    }
  }

  private static TopologyException gone(Client client, IOException why) {
    return new TopologyException(
        "the client on "
            + client.host()
            + " does not answer ("
            + why.getMessage()
            + "); logs/client-"
            + client.host()
            + ".log tells why",
        why);
  }

  /** True if they have made all the requests that the workload wants, and were answered. */
  boolean areDone() {
    return all("status").stream().allMatch(each -> each.flag("done"));
  }

  /** A figure of all together. */
  static long sum(List<Fields> answers, String figure) {
    return answers.stream().mapToLong(each -> each.number(figure)).sum();
  }

  /** Ends those that have not ended. */
  @Override
  public void close() {
    for (Client client : clients) {
      try {
        client.commands().close();
        if (!client.process().waitFor(END_S, TimeUnit.SECONDS)) {
          client.process().destroyForcibly();
        }
      } catch (IOException e) {
        client.process().destroyForcibly();
      } catch (InterruptedException e) {
        client.process().destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
