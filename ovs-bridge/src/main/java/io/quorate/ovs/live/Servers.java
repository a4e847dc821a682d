package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Service;
import io.quorate.ovs.topology.LiveSite;
import io.quorate.ovs.topology.RunningProcess;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The servers on a live fabric's service hosts: our key-value server, or one that a user names. */
final class Servers {

  private static final String COMMAND_FILE = "server";
  private static final String LOGS = "logs";

  /** Tables of the sockets in a process's network namespace; the local address is second. */
  private static final List<String> SOCKET_TABLES = List.of("udp", "udp6");

  private final LiveSite live;
  private final @Nullable String command;

  /**
   * @param command of somebody else's server, see {@link io.quorate.ovs.host.WatchedServer}; null
   *     for ours
   */
  Servers(LiveSite live, @Nullable String command) {
    this.live = live;
    this.command = command;
  }

  /** The command of the servers that stand; null where they are ours. */
  static @Nullable String standing(LiveSite live) {
    Path file = live.runDirectory().resolve(COMMAND_FILE);
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      throw new TopologyException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Starts one on each service host, and writes down what they are. */
  void start() {
    if (command != null) {
      try {
        Files.writeString(live.runDirectory().resolve(COMMAND_FILE), command);
      } catch (IOException e) {
        throw new TopologyException(
            "cannot write into " + live.runDirectory() + ": " + e.getMessage(), e);
      }
    }
    live.fabric().views().forEach(view -> hosts(view).forEach(host -> start(view, host)));
  }

  private static List<Host> hosts(Fabric view) {
    boolean packets = view.service().delivery() == Service.Delivery.PACKETS;
    return view.hosts().stream().filter(host -> packets && view.serves(host)).toList();
  }

  /** Starts one on one host. */
  void start(Fabric view, Host host) {
    Path log = live.runDirectory().resolve(Squad.HOSTS).resolve(host.name() + ".packets");
    List<String> line =
        command == null
            ? Children.server(view.service().udpPort(), log)
            : Children.watchedServer(live.runDirectory(), host.name(), command, log);
    live.startOn(host.name(), name(host), line);
  }

  private static String name(Host host) {
    return "server-" + host.name();
  }

  /**
   * True if all take datagrams.
   *
   * @throws TopologyException if one has ended
   */
  boolean areReady() {
    return live.fabric().views().stream()
        .allMatch(
            view -> hosts(view).stream().allMatch(each -> isReady(each, view.service().udpPort())));
  }

  private boolean isReady(Host host, int port) {
    RunningProcess process =
        live.processes().stream()
            .filter(each -> each.name().equals(name(host)))
            .findFirst()
            .orElseThrow(
                () ->
                    new TopologyException(
                        "the server on %s has ended: %s".formatted(host.name(), lastWords(host))));
    String address = String.format(Locale.ROOT, ":%04X ", port);
    return SOCKET_TABLES.stream()
        .map(each -> Path.of("/proc", Long.toString(process.pid()), "net", each))
        .anyMatch(table -> listens(table, address));
  }

  private static boolean listens(Path table, String address) {
    try {
      return Files.readAllLines(table).stream().anyMatch(line -> line.contains(address));
    } catch (IOException gone) {
      return false;
    }
  }

  /** What a server said last, before the line about its end. */
  private String lastWords(Host host) {
    Path log = live.runDirectory().resolve(LOGS).resolve(name(host) + ".log");
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.size() < 2 ? "it said nothing" : lines.get(lines.size() - 2).strip();
    } catch (IOException unreadable) {
      return log + " tells why";
    }
  }
}
