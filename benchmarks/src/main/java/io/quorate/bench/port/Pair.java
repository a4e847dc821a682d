package io.quorate.bench.port;

import io.quorate.bench.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two network namespaces of this run, with the interfaces a0 and b0: directly connected, or through
 * a bridge of Open vSwitch's userspace datapath in a third namespace, with a database of its own.
 */
final class Pair implements AutoCloseable {

  private final String left;
  private final String right;
  private final String middle;
  private final boolean switched;
  private final Path folder;
  private final Map<String, String> environment;

  private Pair(String name, boolean switched) {
    left = name + "a";
    right = name + "b";
    middle = name + "s";
    this.switched = switched;
    try {
      folder = Files.createTempDirectory("quorate-ports");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = folder.toString();
    environment = Map.of("OVS_RUNDIR", path, "OVS_LOGDIR", path, "OVS_DBDIR", path);
  }

  /** Interfaces that are each other's ends. */
  static Pair direct() {
    Pair pair = new Pair("qb" + ProcessHandle.current().pid() + "d", false);
    pair.namespaces();
    Command.run(
        "ip -n %s link add a0 type veth peer name b0 netns %s".formatted(pair.left, pair.right));
    pair.up(pair.left, "a0");
    pair.up(pair.right, "b0");
    return pair;
  }

  /** Interfaces that are two ports of a bridge, which outputs on one what it gets on the other. */
  static Pair switched() {
    Pair pair = new Pair("qb" + ProcessHandle.current().pid() + "v", true);
    pair.namespaces();
    Command.run("ip netns add " + pair.middle);
    Command.run("ip -n " + pair.middle + " link set lo up");
    pair.cable(pair.left, "a0");
    pair.cable(pair.right, "b0");
    pair.bridge();
    return pair;
  }

  private void namespaces() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    Command.run("ip netns add " + left);
    Command.run("ip netns add " + right);
  }

  private void cable(String namespace, String name) {
    String port = "s-" + name;
    Command.run(
        "ip -n %s link add %s type veth peer name %s netns %s"
            .formatted(middle, port, name, namespace));
    up(middle, port);
    up(namespace, name);
  }

  private void up(String namespace, String name) {
    Command.run(
        "ip netns exec %s sysctl -qw net.ipv6.conf.%s.disable_ipv6=1".formatted(namespace, name));
    Command.run("ip -n %s link set %s up".formatted(namespace, name));
  }

  private void bridge() {
    String schema = "/usr/share/openvswitch/vswitch.ovsschema";
    ovs("ovsdb-tool create " + folder + "/conf.db " + schema);
    String detached = " --pidfile --log-file --detach --no-chdir";
    String inside = "ip netns exec " + middle + " ";
    ovs(
        inside
            + "ovsdb-server "
            + folder
            + "/conf.db --remote=punix:"
            + folder
            + "/db.sock"
            + detached);
    ovs("ovs-vsctl --no-wait init");
    ovs(inside + "nice -n -20 ovs-vswitchd" + detached);
    ovs("ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev fail-mode=secure");
    for (String port : List.of("s-a0 1", "s-b0 2")) {
      String name = port.substring(0, 4);
      String number = port.substring(5);
      ovs(
          "ovs-vsctl add-port br0 %s -- set interface %s ofport_request=%s"
              .formatted(name, name, number));
    }
    ovs("ovs-ofctl add-flow br0 in_port=1,actions=output:2");
    ovs("ovs-ofctl add-flow br0 in_port=2,actions=output:1");
  }

  private void ovs(String words) {
    Command.run(words, environment);
  }

  String left() {
    return left;
  }

  String right() {
    return right;
  }

  /** Stops the daemons by their process files, and removes namespaces and folder. */
  @Override
  public synchronized void close() {
    if (!Files.exists(folder)) {
      return;
    }
    for (String daemon : List.of("ovs-vswitchd", "ovsdb-server")) {
      stop(folder.resolve(daemon + ".pid"));
    }
    for (String namespace : switched ? List.of(left, right, middle) : List.of(left, right)) {
      try {
        Command.run("ip netns del " + namespace);
      } catch (IllegalStateException e) {
        System.err.println(e.getMessage());
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void stop(Path file) {
    try {
      if (Files.exists(file)) {
        long pid = Long.parseLong(Files.readString(file).strip());
        ProcessHandle.of(pid)
            .ifPresent(
                process -> {
                  process.destroy();
                  process.onExit().join();
                });
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
