package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.Host;
import io.quorate.fabric.app.Workload;
import io.quorate.ovs.host.ClientProcess;
import io.quorate.ovs.host.KeyValueServer;
import io.quorate.ovs.host.WatchedServer;
import io.quorate.ovs.store.LogOptions;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.LiveNames;
import io.quorate.ovs.topology.LiveSite;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where the processes of a live fabric begin. They are started by {@code quorate live}, not by
 * people.
 */
public final class LiveMain {

  static final String SWITCH = "switch";
  static final String SERVER = "server";
  static final String WATCHED = "watched-server";
  static final String CLIENT = "client";
  static final String NO_KEY = "-";
  private static final long FAREWELL_S = 3;

  private LiveMain() {}

  /**
   * Runs one process.
   *
   * @param args a role and its arguments
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    switch (args[0]) {
      case SWITCH ->
          switchProcess(
              Path.of(args[1]),
              args[2],
              new SwitchProcess.Options(
                  Children.portKind(args[3]),
                  Long.parseLong(args[4]),
                  Boolean.parseBoolean(args[5]),
                  args[6].equals(NO_KEY) ? null : Path.of(args[6]),
                  new LogOptions(Integer.parseInt(args[7]), Long.parseLong(args[8]))));
      case SERVER -> KeyValueServer.serve(Integer.parseInt(args[1]), Path.of(args[2]));
      case WATCHED -> watched(Path.of(args[1]), args[2], args[3], Path.of(args[4]));
      case CLIENT ->
          client(
              Path.of(args[1]),
              args[2],
              args[3],
              Long.parseLong(args[4]),
              Integer.parseInt(args[5]),
              Path.of(args[6]));
      default -> throw new IllegalArgumentException("no role " + args[0]);
    }
  }

  private static void switchProcess(Path directory, String name, SwitchProcess.Options options)
      throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    LiveSite site = SwitchProcess.site(directory);
    try (SwitchProcess process =
        SwitchProcess.open(
            site,
            name,
            options,
            () -> Confinement.on(site, name, LiveMain::tell),
            LiveMain::tell)) {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(process, closed)));
      process.run();
    } finally {
      closed.countDown();
    }
  }

  /** A process that is asked to end says farewell first. */
  private static void stop(SwitchProcess process, CountDownLatch closed) {
    process.stop();
    try {
      if (!closed.await(FAREWELL_S, TimeUnit.SECONDS)) {
        tell("did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Host host(Fabric fabric, String name) {
    return fabric.hosts().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no host " + name));
  }

  private static void watched(Path directory, String name, String command, Path log)
      throws IOException {
    Fabric fabric = FabricFile.read(directory.resolve(LiveFabric.DESCRIPTION));
    Host host = host(fabric, name);
    int port =
        fabric.views().stream()
            .filter(view -> view.serves(host))
            .mapToInt(view -> view.service().udpPort())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(name + " serves nothing"));
    int exit = WatchedServer.run(name, host.ipv4(), port, LiveNames.HOST_INTERFACE, command, log);
    tell("the server has ended with exit code " + exit);
    System.exit(exit == 0 ? 1 : exit);
  }

  private static void client(
      Path directory, String name, String workload, long seed, int firstProcess, Path out)
      throws IOException {
    Fabric fabric = LiveFabric.open(directory).fabric();
    Host host = host(fabric, name);
    PrintStream answers = System.out;
    new ClientProcess(
            fabric,
            host,
            Workload.parse(workload),
            seed,
            firstProcess,
            LiveNames.HOST_INTERFACE,
            out)
        .run(System.in, answers);
  }

  /** A line in the process's log. */
  private static void tell(String line) {
    System.err.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + line);
  }
}
