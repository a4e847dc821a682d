package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Switch;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.topology.AttachOptions;
import io.quorate.ovs.topology.AttachedFabric;
import io.quorate.ovs.topology.RunningProcess;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replicas at work beside somebody else's switches, from {@link #begin} to {@link #close}, after
 * which everything is as it was. {@link #close} may be called by any thread at any time; the rest
 * by one.
 */
public final class Attachment implements AutoCloseable {

  private final AttachedFabric attached;
  private final Squad squad;

  private Attachment(AttachedFabric attached, SwitchProcess.Options options) {
    this.attached = attached;
    this.squad = new Squad(attached, options);
  }

  /**
   * Finds the switches and adds our ports to them; nothing runs yet.
   *
   * @throws TopologyException when something is missing or in the way, with nothing left behind
   */
  public static Attachment begin(AttachOptions options, SwitchProcess.Options processes) {
    return new Attachment(AttachedFabric.up(options), processes);
  }

  /**
   * Starts a process for each switch, and waits until one leads and all flows are there.
   *
   * @param servers true if a key-value server is to run on each service host, too
   * @throws TopologyException if they do not come up
   */
  public void start(boolean servers) {
    try {
      Files.createDirectories(attached.runDirectory().resolve(Squad.HOSTS));
    } catch (IOException e) {
      throw new TopologyException(
          "cannot write into " + attached.runDirectory() + ": " + e.getMessage(), e);
    }
    attached.fabric().switches().forEach(each -> squad.startSwitch(each.name()));
    if (servers) {
      Fabric fabric = attached.fabric();
      fabric.hosts().stream().filter(fabric::serves).forEach(each -> squad.serve(fabric, each));
    }
    Squad.await("no leader has been elected", this::isLed);
    favour(attached.fabric().group().leader());
    Squad.await("nobody leads after a leader handed over", this::isLed);
  }

  /**
   * Whoever was up first may have been elected meanwhile; he hands over to the one that was named.
   */
  private void favour(String named) {
    for (Switch each : attached.fabric().switches()) {
      try {
        boolean leads = squad.status(each.name()).objects("seats").getFirst().flag("leads");
        if (leads && !each.name().equals(named)) {
          squad.tell(each.name(), Map.of("do", "hand-over", "to", named));
        }
      } catch (TopologyException gone) {
        // Then somebody else will lead, as after any crash.
      }
    }
  }

  private boolean isLed() {
    String said = attached.lastWords();
    if (!said.isEmpty()) {
      throw new TopologyException("the replicas do not come up: " + said);
    }
    return squad.isLed() && serversListen();
  }

  /** What is delivered to a host before its server listens is lost. */
  private boolean serversListen() {
    String port = ":%04X ".formatted(attached.fabric().service().udpPort());
    return attached.processes().stream()
        .filter(each -> each.name().startsWith("server-"))
        .allMatch(
            each ->
                sockets(each.pid(), "udp").contains(port)
                    || sockets(each.pid(), "udp6").contains(port));
  }

  /** The kernel's table of what listens in a process's namespace; proc_pid_net(5). */
  private static String sockets(long pid, String table) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "net", table));
    } catch (IOException e) {
      return ""; // It has ended, or there is no IPv6.
    }
  }

  /** What is attached. */
  public Fabric fabric() {
    return attached.fabric();
  }

  /** Hosts that no longer leave checksums to a card that is not there. */
  public List<String> mendedHosts() {
    return attached.mendedHosts();
  }

  /** True while the switches are there; a Mininet may end. */
  public boolean isPresent() {
    return attached.isPresent();
  }

  /** Starts again what has died; returns what that was. */
  public List<String> revive() {
    List<String> running = attached.processes().stream().map(RunningProcess::name).toList();
    List<String> dead =
        attached.fabric().switches().stream()
            .map(Switch::name)
            .filter(each -> !running.contains(Squad.processName(each)))
            .toList();
    dead.forEach(squad::startSwitch);
    return dead;
  }

  /** A line for people: who leads, how much has been ordered, what was put right. */
  public String status() {
    List<String> silent = new ArrayList<>();
    String leader = "nobody";
    long slots = 0;
    long repairs = 0;
    for (Switch each : attached.fabric().switches()) {
      try {
        Fields status = squad.status(each.name());
        Fields seat = status.objects("seats").getFirst();
        leader = seat.flag("leads") ? each.name() : leader;
        slots = Math.max(slots, seat.number("next-slot"));
        repairs += status.number("flow-repairs");
      } catch (TopologyException gone) {
        silent.add(each.name());
      }
    }
    return "%s leads, %d slots ordered, flows changed %d times%s"
        .formatted(
            leader,
            Math.max(0, slots),
            repairs,
            silent.isEmpty() ? "" : ", no answer from " + String.join(", ", silent));
  }

  /** Takes everything away. */
  @Override
  public void close() {
    attached.down();
  }

  /**
   * Takes away what an attachment left that was killed.
   *
   * @return true if there was anything
   * @throws TopologyException if it still runs
   */
  public static boolean clean(Path runDirectory) {
    return AttachedFabric.down(runDirectory);
  }
}
