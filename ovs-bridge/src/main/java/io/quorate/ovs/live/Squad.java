package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.topology.LiveSite;
import io.quorate.ovs.topology.RunningProcess;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a live fabric that are always there: one behind each switch, and a server on
 * each service host. Starts them, and speaks with them.
 */
public final class Squad {

  /** Directory of the servers' logs, in the run directory. */
  public static final String HOSTS = "hosts";

  private static final long READY_NS = 30_000_000_000L;

  private final LiveSite live;
  private final SwitchProcess.Options options;

  /**
   * @param options with which switches' processes are started
   */
  public Squad(LiveSite live, SwitchProcess.Options options) {
    this.live = live;
    this.options = options;
  }

  /** Starts all, with our own servers, and waits until every group has a leader. */
  public void start() {
    start(null);
  }

  /**
   * Starts all, and waits until every group has a leader and servers take datagrams.
   *
   * @param serverCommand what service hosts run, see {@link io.quorate.ovs.host.WatchedServer};
   *     null for our key-value server
   * @throws TopologyException if they do not come up
   */
  public void start(@Nullable String serverCommand) {
    try {
      Files.createDirectories(live.runDirectory().resolve(HOSTS));
    } catch (IOException e) {
      throw new TopologyException(
          "cannot write into " + live.runDirectory() + ": " + e.getMessage(), e);
    }
    live.fabric().switches().forEach(each -> startSwitch(each.name()));
    Servers servers = new Servers(live, serverCommand);
    servers.start();
    await("a server does not take datagrams", servers::areReady);
    await("no leader has been elected", this::isLed);
  }

  /** What service hosts run; null where it is our key-value server. */
  public static @Nullable String serverCommand(LiveSite live) {
    return Servers.standing(live);
  }

  /** Starts our server on a service host. */
  void serve(Fabric view, Host host) {
    new Servers(live, null).start(view, host);
  }

  /** Starts the process behind a switch. */
  public void startSwitch(String switchName) {
    live.startBesideSwitches(
        processName(switchName),
        Children.switchProcess(live.runDirectory(), live.isShared(), switchName, options));
  }

  /** What the process behind a switch is called in the fabric's state. */
  public static String processName(String switchName) {
    return "switch-" + switchName;
  }

  /** The process behind a switch, if it runs. */
  public RunningProcess process(String switchName) {
    return live.processes().stream()
        .filter(each -> each.name().equals(processName(switchName)))
        .findFirst()
        .orElseThrow(() -> new TopologyException("no process runs behind " + switchName));
  }

  /** Kills the process behind a switch, as by {@code kill -9}, and waits for its end. */
  public void kill(String switchName) {
    ProcessHandle handle = handle(switchName);
    handle.destroyForcibly();
    handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private ProcessHandle handle(String switchName) {
    return ProcessHandle.of(process(switchName).pid())
        .orElseThrow(() -> new TopologyException("no process runs behind " + switchName));
  }

  /** Sends a signal to the process behind a switch: {@code STOP}, {@code CONT}. */
  public void signal(String switchName, String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process(switchName).pid()))
              .redirectErrorStream(true)
              .start();
      if (kill.waitFor() != 0) {
        throw new TopologyException("cannot send " + signal + " to " + switchName);
      }
    } catch (IOException e) {
      throw new TopologyException("cannot run kill: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopologyException("interrupted", e);
    }
  }

  /** Has the process behind a switch do something; see {@link SwitchProcess}. */
  public Fields tell(String switchName, Map<String, Object> what) {
    return ControlSocket.ask(new SwitchFiles(live.runDirectory(), switchName).control(), what);
  }

  /** What the process behind a switch says of itself. */
  public Fields status(String switchName) {
    return tell(switchName, Map.of("do", "status"));
  }

  /** One line for each switch: its roles, whom it trusts, how far it is. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Switch each : live.fabric().switches()) {
      StringBuilder line = new StringBuilder(each.name()).append(':');
      try {
        for (Fields seat : status(each.name()).objects("seats")) {
          line.append(describe(seat));
        }
      } catch (TopologyException silent) {
        line.append(" its process does not answer");
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String describe(Fields seat) {
    if (seat.number("node") == 0) {
      return " no replica, " + seat.number("stamped") + " packets stamped";
    }
    List<String> givenUp = seat.texts("hosts-given-up");
    return " node "
        + seat.number("node")
        + (seat.flag("leads") ? " leads" : " trusts node " + seat.number("trusts"))
        + ", next slot "
        + seat.number("next-slot")
        + (seat.flag("recovering") ? ", without memory" : "")
        + (givenUp.isEmpty() ? "" : ", hosts given up " + givenUp);
  }

  /** True if in every group one member leads, and every switch's process answers. */
  public boolean isLed() {
    List<Fields> all = new ArrayList<>();
    for (Switch each : live.fabric().switches()) {
      try {
        all.add(status(each.name()));
      } catch (TopologyException notYet) {
        return false;
      }
    }
    for (int place = 0; place < live.fabric().tenants().size(); place++) {
      int at = place;
      if (all.stream().noneMatch(status -> status.objects("seats").get(at).flag("leads"))) {
        return false;
      }
    }
    return true;
  }

  /** Waits until something is so, looking now and then. */
  static void await(String otherwise, BooleanSupplier so) {
    long until = System.nanoTime() + READY_NS;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new TopologyException(otherwise + "; the logs in the run directory tell why");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TopologyException("interrupted", e);
      }
    }
  }
}
