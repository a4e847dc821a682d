package io.quorate.ovs.ovsdb;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Open vSwitch's database, over TCP or a unix domain socket ({@code db.sock} in its run directory).
 * The connection is kept: when it breaks it is sought again, and the view goes on where it was.
 *
 * <p>Any thread may call. Each change is one transaction, and returns when ovs-vswitchd has carried
 * it out; calls wait for the time-out at most and then throw {@link OvsdbException}.
 */
public final class Ovsdb implements AutoCloseable {
  static final String DATABASE = "Open_vSwitch";

  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Follower follower;
  private final Duration timeout;
  private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();

  private Ovsdb(SocketAddress address, Duration timeout, Duration silence) {
    this.timeout = timeout;
    this.follower = new Follower(address, timeout, silence, this::changed);
  }

  /**
   * Connects and reads the view.
   *
   * @param timeout for this and for each later call
   * @throws OvsdbException if the database cannot be reached in time
   */
  public static Ovsdb connect(SocketAddress address, Duration timeout) {
    return connect(address, timeout, SILENCE);
  }

  /**
   * As {@link #connect(SocketAddress, Duration)}.
   *
   * @param silence after which the server is asked whether it lives; as long again, and the
   *     connection is given up
   */
  public static Ovsdb connect(SocketAddress address, Duration timeout, Duration silence) {
    Ovsdb made = new Ovsdb(address, timeout, silence);
    made.follower.connect();
    try {
      made.follower.awaitConnected(timeout);
    } catch (OvsdbException e) {
      made.close();
      throw e;
    }
    return made;
  }

  private void changed(View view) {
    listeners.forEach(listener -> listener.accept(view));
  }

  /**
   * Tells somebody each new state of the view, on the connection's thread: it must not wait for the
   * database there.
   */
  public void listen(Consumer<View> listener) {
    listeners.add(listener);
  }

  /** The bridges, ports and interfaces as last heard of. */
  public View view() {
    return follower.view();
  }

  /** True while there is a connection. */
  public boolean isConnected() {
    return follower.isConnected();
  }

  /** Waits until there is a connection. */
  public void awaitConnected() {
    follower.awaitConnected(timeout);
  }

  /** Waits until the view is as wanted; false if it is not within the time-out. */
  public boolean await(Predicate<View> wanted) {
    return follower.await(wanted, timeout);
  }

  /** Asks the server whether it lives. */
  public void echo() {
    var _ = await(follower.call("echo", List.of()), "an echo");
  }

  // ---------------------------------------------------------------- changes

  /**
   * Makes a bridge with its own port.
   *
   * @throws OvsdbException also if there is one of this name
   */
  public void addBridge(BridgeSpec bridge) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("name", bridge.name());
    own.put("type", "internal");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", bridge.name());
    row.put("datapath_type", bridge.datapathType());
    row.put("fail_mode", bridge.failMode());
    row.put("protocols", Atoms.set(bridge.protocols()));
    row.put("ports", Atoms.named("port"));
    row.put("external_ids", Atoms.map(bridge.externalIds()));
    row.put("other_config", Atoms.map(bridge.otherConfig()));
    Operations operations =
        new Operations()
            .insert("Interface", "interface", own)
            .insert("Port", "port", Map.of("name", bridge.name(), "interfaces", oneInterface()))
            .insert("Bridge", "bridge", row)
            .mutate(DATABASE, List.of(), "bridges", "insert", Atoms.set(List.of(named("bridge"))));
    carryOut(operations, "adding bridge " + bridge.name());
    demandWorks(bridge.name(), "bridge " + bridge.name(), () -> deleteBridge(bridge.name()));
  }

  private static Object oneInterface() {
    return named("interface");
  }

  private static Object named(String symbol) {
    return Atoms.named(symbol);
  }

  /**
   * Adds a port with one interface, and waits until it has an OpenFlow number.
   *
   * @return the interface as ovs-vswitchd has it
   * @throws OvsdbException also if the interface does not work; then it is taken out again
   */
  public OvsdbInterface addPort(String bridge, PortSpec port) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", port.name());
    row.put("type", port.type());
    if (port.ofportRequest() != 0) {
      row.put("ofport_request", port.ofportRequest());
    }
    if (port.mtuRequest() != 0) {
      row.put("mtu_request", port.mtuRequest());
    }
    row.put("external_ids", Atoms.map(port.externalIds()));
    row.put("options", Atoms.map(port.options()));
    Operations operations =
        new Operations()
            .demandBridge(bridge)
            .insert("Interface", "interface", row)
            .insert("Port", "port", Map.of("name", port.name(), "interfaces", oneInterface()))
            .mutate(
                "Bridge",
                Operations.named(bridge),
                "ports",
                "insert",
                Atoms.set(List.of(named("port"))));
    String what = "port " + port.name() + " of bridge " + bridge;
    carryOut(operations, "adding " + what);
    return demandWorks(port.name(), what, () -> deletePort(bridge, port.name()));
  }

  /** Waits until an interface has a number or an error. */
  private OvsdbInterface demandWorks(String name, String what, Runnable undo) {
    boolean looked =
        follower.await(
            view ->
                view.networkInterface(name)
                    .map(one -> one.ofport().isPresent() || !one.error().isEmpty())
                    .orElse(false),
            timeout);
    OvsdbInterface made = view().networkInterface(name).orElse(null);
    if (!looked || made == null) {
      throw new OvsdbException(what + ": ovs-vswitchd has given it no number; is it running?");
    }
    if (!made.error().isEmpty() || made.ofport().orElse(-1) < 0) {
      undo.run();
      String error = made.error().isEmpty() ? "it got no number" : made.error();
      throw new OvsdbException(what + " does not work and was taken out again: " + error);
    }
    return made;
  }

  /**
   * Takes a port away.
   *
   * @throws OvsdbException also if there is none
   */
  public void deletePort(String bridge, String port) {
    boolean there = view().bridge(bridge).map(one -> one.ports().contains(port)).orElse(false);
    String uuid = view().uuid(Table.PORT, port).orElse("");
    if (!there || uuid.isEmpty()) {
      throw new OvsdbException("bridge " + bridge + " has no port " + port);
    }
    Object gone = Atoms.set(List.of(Atoms.uuid(uuid)));
    carryOut(
        new Operations().mutate("Bridge", Operations.named(bridge), "ports", "delete", gone),
        "deleting port " + port + " of bridge " + bridge);
  }

  /**
   * Takes a bridge away, with its ports.
   *
   * @throws OvsdbException also if there is none
   */
  public void deleteBridge(String name) {
    String uuid =
        view()
            .uuid(Table.BRIDGE, name)
            .orElseThrow(() -> new OvsdbException("there is no bridge " + name));
    Object gone = Atoms.set(List.of(Atoms.uuid(uuid)));
    carryOut(
        new Operations().mutate(DATABASE, List.of(), "bridges", "delete", gone),
        "deleting bridge " + name);
  }

  /**
   * Has a bridge connect to controllers; an empty list for none. (Open vSwitch flushes all flows
   * when the last one goes.)
   *
   * @param targets as {@code tcp:127.0.0.1:6653} or {@code unix:/path}
   * @param backOffMostMs longest wait between its attempts, at least 1000
   */
  public void setControllers(String bridge, List<String> targets, int backOffMostMs) {
    Operations operations = new Operations().demandBridge(bridge);
    List<Object> symbols = new ArrayList<>();
    for (String target : targets) {
      String symbol = "controller" + symbols.size();
      operations.insert(
          "Controller", symbol, Map.of("target", target, "max_backoff", backOffMostMs));
      symbols.add(named(symbol));
    }
    operations.update("Bridge", Operations.named(bridge), Map.of("controller", Atoms.set(symbols)));
    carryOut(operations, "setting the controllers of bridge " + bridge);
  }

  // ---------------------------------------------------------------- transactions

  /** Does it all or nothing, and waits until ovs-vswitchd has. */
  private void carryOut(Operations operations, String what) {
    operations.nextConfiguration();
    Object answer = await(follower.call("transact", operations.parameters()), what);
    long number = numberOf(answer, operations, what);
    boolean done = follower.await(view -> view.carriedOut() >= number, timeout);
    if (!done) {
      throw new OvsdbException(
          "%s is in the database, but ovs-vswitchd has not done it within %d ms; is it running?"
              .formatted(what, timeout.toMillis()));
    }
  }

  /** The number that the last operation gave, if none of them failed. */
  private static long numberOf(@Nullable Object answer, Operations operations, String what) {
    if (!(answer instanceof List<?> results)) {
      throw new OvsdbException(what + ": the database answered '" + answer + "'");
    }
    for (Object result : results) {
      if (result instanceof Map<?, ?> map && map.get("error") != null) {
        throw new OvsdbException(what + " was refused: " + explained(map));
      }
    }
    Object last = results.size() == operations.size() ? results.getLast() : null;
    if (last instanceof Map<?, ?> map
        && map.get("rows") instanceof List<?> rows
        && rows.size() == 1
        && rows.getFirst() instanceof Map<?, ?> row
        && row.get("next_cfg") instanceof Long number) {
      return number;
    }
    throw new OvsdbException(what + ": the database answered '" + answer + "'");
  }

  /** The only thing that our transactions wait for is a bridge. */
  private static String explained(Map<?, ?> error) {
    return "timed out".equals(error.get("error"))
        ? "there is no such bridge"
        : RpcConnection.text(error);
  }

  private <T extends @Nullable Object> T await(CompletableFuture<T> answer, String what) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OvsdbException(
          "%s: no answer from the database within %d ms".formatted(what, timeout.toMillis()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new OvsdbException(what + ": " + (cause == null ? e : cause).getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OvsdbException("interrupted while waiting for " + what, e);
    }
  }

  /** Ends the connection for good. */
  @Override
  public void close() {
    follower.close();
  }
}
