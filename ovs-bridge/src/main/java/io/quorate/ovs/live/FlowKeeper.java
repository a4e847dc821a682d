package io.quorate.ovs.live;

import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.fabric.plan.FlowBook;
import io.quorate.fabric.plan.Routes;
import io.quorate.ovs.openflow.Change;
import io.quorate.ovs.openflow.Detours;
import io.quorate.ovs.openflow.OpenFlowException;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.topology.LiveSite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Keeps the flows of one live switch as they should be: whom its replicas trust, which links are
 * up, and whatever was wiped or lost. What differs is changed, all at once, by one bundle; the rest
 * is not touched. Safety never depends on any of this.
 *
 * <p>Works on a thread of its own; {@link #trust} may be called by any.
 */
final class FlowKeeper implements AutoCloseable {

  /** Between two looks at the switch's tables and ports. */
  private static final long CHECK_MS = 500;

  /** Whoever is not connected so long after the start is taken to be down. */
  private static final long MEETING_NS = 1_000_000_000;

  private final Switch of;
  private final FlowBook book;
  private final KeptTables own;
  private final LinkStates links;
  private final List<Link> switchLinks;
  private final BiConsumer<String, Boolean> linkChanged;
  private final Consumer<String> told;

  /** By switch, the tables of the others, and those that are still to be pointed to us. */
  private final Map<String, KeptTables> others = new LinkedHashMap<>();

  private final Set<String> toBePointed = new LinkedHashSet<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final AtomicBoolean due = new AtomicBoolean();
  private final long begunNs = System.nanoTime();

  /** A switch may tell of its ports before all connections stand. */
  private final CountDownLatch constructed = new CountDownLatch(1);

  private final ScheduledExecutorService thread;

  /** Whom the switch trusts in each group; guarded by itself. */
  private final List<Integer> leaders;

  private Routes routes;
  private Set<String> up = Set.of();
  private final AtomicLong repairs = new AtomicLong();
  private String trouble = "";

  /**
   * Begins; the first flows are there when {@link #awaitReady} returns.
   *
   * @param linkChanged told a neighbouring switch, and whether the direct way to it is up
   * @param told gets a line for people
   */
  FlowKeeper(
      LiveSite live,
      Switch of,
      Detours detours,
      BiConsumer<String, Boolean> linkChanged,
      Consumer<String> told) {
    this.of = of;
    this.book = new FlowBook(live.fabric());
    this.linkChanged = linkChanged;
    this.told = told;
    this.leaders = new ArrayList<>(book.plans().stream().map(plan -> 0).toList());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("flows " + of.name()).unstarted(task));
    List<String> names = live.fabric().switches().stream().map(Switch::name).toList();
    this.switchLinks =
        live.fabric().links().stream()
            .filter(link -> names.contains(link.a()) && names.contains(link.b()))
            .toList();
    this.routes = new Routes(live.fabric(), link -> true);
    this.own = new KeptTables(live, of, book, detours, routes);
    for (Switch each : live.fabric().switches()) {
      if (!each.equals(of)) {
        others.put(each.name(), new KeptTables(live, each, book, new Detours(), routes));
      }
    }
    this.links = new LinkStates(live, this::soon);
    constructed.countDown();
    var _ = thread.scheduleWithFixedDelay(this::lookAround, 0, CHECK_MS, TimeUnit.MILLISECONDS);
  }

  /** Waits until the flows are there for the first time. */
  boolean awaitReady(long timeoutMs) throws InterruptedException {
    return ready.await(timeoutMs, TimeUnit.MILLISECONDS);
  }

  /** The switch's replica for a service trusts this node now. */
  void trust(int place, int leader) {
    synchronized (leaders) {
      leaders.set(place, leader);
    }
    thread.execute(
        () -> {
          synchronise();
          if (leads(place, leader)) {
            toBePointed.addAll(others.keySet());
            pointOthers();
          }
        });
  }

  /**
   * Who has begun to lead points every switch to itself, once: the process behind one of them may
   * be dead, such as that of whoever led before, and would leave clients' packets on their way to
   * nobody. A process that lives keeps its own switch as it sees things.
   */
  private void pointOthers() {
    List<Integer> now = trusted();
    if (IntStream.range(0, now.size()).noneMatch(place -> leads(place, now.get(place)))) {
      toBePointed.clear();
    }
    for (String name : List.copyOf(toBePointed)) {
      KeptTables tables = others.get(name);
      OpenFlowSwitch connection = links.connection(name);
      if (tables != null && connection.isConnected()) {
        try {
          connection.synchroniseOnce(tables.wanted(now, routes), tables.scope());
          toBePointed.remove(name);
        } catch (OpenFlowException e) {
          // It is tried again at the next look.
        }
      }
    }
  }

  /** True if that node of a service's group is this switch's. */
  private boolean leads(int place, int leader) {
    List<String> members = book.fabric().views().get(place).group().members();
    return leader > 0 && members.indexOf(of.name()) == leader - 1;
  }

  /** The connection to the switch itself. */
  OpenFlowSwitch connection() {
    return links.connection(of.name());
  }

  /** Cuts the connection to the switch, or seeks it again; flows stay as they are meanwhile. */
  void cut(boolean on) {
    connection().cut(on);
  }

  /** Times that something was found missing or wrong and put right. */
  long repairs() {
    return repairs.get();
  }

  private void soon() {
    if (constructed.getCount() == 0 && due.compareAndSet(false, true)) {
      thread.execute(this::lookAround);
    }
  }

  /** Until all are met nobody knows which links are up, and the flows that are there stay. */
  private boolean isTooEarly() {
    return ready.getCount() > 0
        && !links.areAllConnected()
        && System.nanoTime() - begunNs < MEETING_NS;
  }

  private void lookAround() {
    due.set(false);
    if (isTooEarly()) {
      return;
    }
    try {
      links.ask(of);
      Set<String> now = new TreeSet<>();
      switchLinks.stream().filter(links::isUp).forEach(link -> now.add(link.name()));
      if (!now.equals(up)) {
        hint(now);
        up = now;
        routes =
            new Routes(
                book.fabric(), link -> !isBetweenSwitches(link) || now.contains(link.name()));
      }
      synchronise();
      pointOthers();
    } catch (RuntimeException e) {
      trouble(String.valueOf(e.getMessage()));
    }
  }

  private boolean isBetweenSwitches(Link link) {
    return switchLinks.contains(link);
  }

  private void hint(Set<String> now) {
    for (Link link : switchLinks) {
      boolean isUp = now.contains(link.name());
      boolean own = link.a().equals(of.name()) || link.b().equals(of.name());
      if (own && isUp != up.contains(link.name())) {
        linkChanged.accept(link.a().equals(of.name()) ? link.b() : link.a(), isUp);
      }
    }
  }

  private void synchronise() {
    if (isTooEarly()) {
      return;
    }
    try {
      List<Change> changes = connection().synchronise(own.wanted(trusted(), routes), own.scope());
      if (!changes.isEmpty()) {
        repairs.incrementAndGet();
      }
      if (!trouble.isEmpty()) {
        trouble = "";
        told.accept("flows are kept again");
      }
      ready.countDown();
    } catch (OpenFlowException e) {
      trouble(String.valueOf(e.getMessage()));
    }
  }

  private void trouble(String what) {
    if (!what.equals(trouble)) {
      trouble = what;
      told.accept("flows: " + what);
    }
  }

  private List<Integer> trusted() {
    synchronized (leaders) {
      return List.copyOf(leaders);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    links.close();
  }
}
