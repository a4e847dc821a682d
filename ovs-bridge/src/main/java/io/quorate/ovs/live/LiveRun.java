package io.quorate.ovs.live;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.Host;
import io.quorate.fabric.Service;
import io.quorate.fabric.Switch;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.run.Scenario;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.live.MergedHistory.FaultMark;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.ovs.topology.TopologyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A scenario on a live fabric, in the same two phases as in the simulator: first clients ask while
 * faults do what they like; then all is healed, clients ask nothing new, and every pending request
 * must be answered and every replica catch up. What was recorded is then judged.
 */
public final class LiveRun {

  /** File in the run directory of a fabric that has been run on. */
  private static final String USED = "used";

  private static final long LOOK_MS = 20;
  private static final long PATIENCE_NS = 20_000_000_000L;

  /** So long the recorders may take to hand what they have to the disk. */
  private static final long RECORDED_MS = 400;

  /** When a fault begins or ends. */
  private record Moment(long atNs, TimedFault timed, boolean begins) {}

  private final LiveFabric live;
  private final Squad squad;
  private final Scenario scenario;
  private final Path directory;
  private final Consumer<String> told;
  private final SwitchTroubles switches;
  private final LinkTroubles links;
  private final List<FaultMark> marks = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private LiveRun(
      LiveFabric live, Squad squad, Scenario scenario, Path directory, Consumer<String> told) {
    this.live = live;
    this.squad = squad;
    this.scenario = scenario;
    this.directory = directory;
    this.told = told;
    this.switches = new SwitchTroubles(live, squad, scenario.seed());
    this.links = new LinkTroubles(live);
  }

  /**
   * Runs a scenario and judges it. The fabric stays up.
   *
   * @param scenario its fabric is the live one
   * @param directory for what the run leaves behind; exists, and is empty
   * @param budget for the check of the histories
   * @param told gets lines for people
   * @throws BadFile if a fault cannot be had live
   * @throws TopologyException if the fabric does not do what it should
   */
  public static LiveResult execute(
      LiveFabric live,
      Squad squad,
      Scenario scenario,
      Path directory,
      Budget budget,
      Consumer<String> told) {
    SwitchTroubles.check(scenario.faults(), LinkTroubles.arePossible(live));
    LiveRun run = new LiveRun(live, squad, scenario, directory, told);
    try {
      return run.run(budget);
    } catch (IOException e) {
      throw new TopologyException("cannot write into " + directory + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopologyException("interrupted", e);
    } finally {
      run.links.close();
    }
  }

  /** True if a fabric has been run on since it was built: its service knows clients and values. */
  public static boolean isUsed(LiveFabric live) {
    return Files.exists(live.runDirectory().resolve(USED));
  }

  private LiveResult run(Budget budget) throws IOException, InterruptedException {
    Files.writeString(live.runDirectory().resolve(USED), "");
    Path clientsDirectory = Files.createDirectories(directory.resolve("clients"));
    Squad.await("no leader leads", squad::isLed);
    List<Fields> answers;
    long originNs;
    long drainedNs;
    LiveTally tally;
    try (LiveClients clients =
        new LiveClients(live, scenario.workload(), scenario.seed(), clientsDirectory)) {
      tally = LiveTally.begin(live, nextSlots(), told);
      originNs = System.nanoTime();
      var _ = clients.all("start");
      trouble(originNs, clients);
      var _ = clients.all("drain");
      drainedNs = drain(clients);
      answers = clients.all("finish");
    }
    awaitCaughtUp();
    TimeUnit.MILLISECONDS.sleep(RECORDED_MS);
    tally.writeFlows(directory);
    return judge(tally, answers, originNs, drainedNs, budget);
  }

  // ---------------------------------------------------------------- faults

  /**
   * What is done for a fault takes time: others may come late, and none is left out or cut short.
   */
  private void trouble(long originNs, LiveClients clients) throws InterruptedException {
    PriorityQueue<Moment> moments = new PriorityQueue<>(Comparator.comparingLong(Moment::atNs));
    scenario.faults().faults().stream()
        .filter(timed -> timed.atNs() < scenario.durationNs())
        .forEach(timed -> moments.add(new Moment(timed.atNs(), timed, true)));
    List<TimedFault> active = new ArrayList<>();
    boolean done = false;
    for (long at = 0;
        (at < scenario.durationNs() && !done) || !moments.isEmpty();
        at = System.nanoTime() - originNs) {
      while (!moments.isEmpty() && moments.peek().atNs() <= at) {
        Moment moment = moments.remove();
        TimedFault timed = moment.timed();
        happen(timed, moment.begins());
        if (!moment.begins()) {
          active.remove(timed);
        } else if (!timed.fault().isInstant()) {
          active.add(timed);
          if (timed.endNs() < scenario.durationNs()) {
            long nowNs = System.nanoTime() - originNs;
            moments.add(new Moment(nowNs + timed.durationNs(), timed, false));
          }
        }
      }
      long dueNs = moments.isEmpty() ? Long.MAX_VALUE : moments.peek().atNs() - at;
      TimeUnit.NANOSECONDS.sleep(Math.clamp(dueNs, 0, LOOK_MS * 1_000_000));
      boolean more = !moments.isEmpty() || !active.isEmpty();
      done = !more && scenario.workload().requests() > 0 && clients.areDone();
    }
    for (TimedFault each : List.copyOf(active)) {
      happen(each, false);
    }
  }

  private void happen(TimedFault timed, boolean begins) {
    String what = timed.fault().describe();
    told.accept((begins ? "begins: " : "ends: ") + what);
    marks.add(new FaultMark(begins ? "start" : "stop", what, System.nanoTime()));
    if (SwitchTroubles.isOne(timed.fault())) {
      switches.apply(timed.fault(), begins);
    } else {
      links.apply(timed.fault(), begins);
    }
  }

  // ---------------------------------------------------------------- healing

  private long drain(LiveClients clients) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_NS + scenario.patienceNs();
    List<Fields> status = clients.all("status");
    while (LiveClients.sum(status, "pending") > 0) {
      if (System.nanoTime() > until) {
        status.forEach(
            each ->
                each.texts("pending-requests")
                    .forEach(pending -> problems.add("not answered after healing: " + pending)));
        break;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      status = clients.all("status");
    }
    return System.nanoTime();
  }

  private void awaitCaughtUp() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_NS;
    while (!haveCaughtUp()) {
      if (System.nanoTime() > until) {
        problems.add("replicas have not caught up: " + positions());
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private boolean haveCaughtUp() {
    try {
      List<Fields> all = statuses();
      for (int place = 0; place < live.fabric().tenants().size(); place++) {
        int at = place;
        List<Fields> members =
            all.stream()
                .map(each -> each.objects("seats").get(at))
                .filter(seat -> seat.number("node") > 0)
                .toList();
        boolean same =
            members.stream().map(seat -> seat.number("next-slot")).distinct().count() == 1
                && members.stream().map(seat -> seat.number("state-digest")).distinct().count() == 1
                && members.stream().noneMatch(seat -> seat.flag("waiting"));
        if (!same) {
          return false;
        }
      }
      return true;
    } catch (TopologyException silent) {
      return false;
    }
  }

  /** By group, the slot that is next. */
  private Map<Integer, Long> nextSlots() {
    Map<Integer, Long> next = new TreeMap<>();
    for (Fields status : statuses()) {
      for (Fields seat : status.objects("seats")) {
        int group = live.fabric().views().get((int) seat.number("place")).group().id();
        next.merge(group, seat.number("next-slot"), Math::max);
      }
    }
    return next;
  }

  private List<Fields> statuses() {
    return live.fabric().switches().stream().map(each -> squad.status(each.name())).toList();
  }

  private String positions() {
    StringBuilder text = new StringBuilder();
    for (Switch each : live.fabric().switches()) {
      try {
        for (Fields seat : squad.status(each.name()).objects("seats")) {
          if (seat.number("node") > 0) {
            text.append(each.name()).append(" at slot ").append(seat.number("next-slot"));
            text.append(", ");
          }
        }
      } catch (TopologyException silent) {
        text.append(each.name()).append(" does not answer, ");
      }
    }
    return text.substring(0, Math.max(0, text.length() - 2));
  }

  // ---------------------------------------------------------------- judging

  private LiveResult judge(
      LiveTally tally, List<Fields> answers, long originNs, long drainedNs, Budget budget)
      throws IOException {
    List<LiveResult.ServiceResult> services = new ArrayList<>();
    for (int place = 0; place < live.fabric().tenants().size(); place++) {
      services.add(judge(place, originNs, budget));
    }
    Path inputs = copy(SwitchFiles.INPUTS);
    Path hosts = copy(Squad.HOSTS);
    Files.copy(
        live.runDirectory().resolve(LiveFabric.DESCRIPTION),
        directory.resolve(LiveRunDirectory.FABRIC));
    HostLogs compared = HostLogs.compare(logs(hosts), givenUp());
    ReplayedRun replayed =
        tally.replay(directory.resolve(LiveRunDirectory.FABRIC), inputs, directory);
    return new LiveResult(
        services, compared, replayed, problems, figures(answers, originNs, drainedNs));
  }

  private LiveResult.ServiceResult judge(int place, long originNs, Budget budget) {
    List<Path> files =
        live.fabric().hosts().stream()
            .filter(host -> host.role() == Host.Role.CLIENT)
            .map(host -> directory.resolve("clients").resolve(host.name() + "-" + place + ".jsonl"))
            .toList();
    History history = MergedHistory.of(files, marks, originNs);
    return new LiveResult.ServiceResult(
        live.fabric().views().get(place).group().id(),
        Checker.check(history, Models.keyValue(null, Reading.PORCUPINE), budget),
        history);
  }

  /** Copies a directory of the live fabric's, whose files may go on growing. */
  private Path copy(String name) throws IOException {
    Path to = Files.createDirectories(directory.resolve(name));
    Path from = live.runDirectory().resolve(name);
    if (Files.isDirectory(from)) {
      try (Stream<Path> files = Files.list(from)) {
        for (Path each : files.toList()) {
          Files.copy(each, to.resolve(each.getFileName()));
        }
      }
    }
    return to;
  }

  private Map<String, Path> logs(Path hosts) {
    Map<String, Path> logs = new TreeMap<>();
    for (Fabric view : live.fabric().views()) {
      if (view.service().delivery() == Service.Delivery.PACKETS) {
        view.hosts().stream()
            .filter(view::serves)
            .forEach(host -> logs.put(host.name(), hosts.resolve(host.name() + ".packets")));
      }
    }
    return logs;
  }

  private List<String> givenUp() {
    List<String> names = new ArrayList<>();
    for (Fields status : statuses()) {
      status.objects("seats").forEach(seat -> names.addAll(seat.texts("hosts-given-up")));
    }
    return names;
  }

  private Map<String, String> figures(List<Fields> answers, long originNs, long drainedNs) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put(
        "operations",
        "%d made, %d answered, %d given up, %d retries, %d answered twice"
            .formatted(
                LiveClients.sum(answers, "requests"),
                LiveClients.sum(answers, "answered"),
                LiveClients.sum(answers, "expired") + LiveClients.sum(answers, "given-up"),
                LiveClients.sum(answers, "retries"),
                LiveClients.sum(answers, "repeated-answers")));
    figures.put(
        "latency",
        String.format(
            Locale.ROOT,
            "p50 %.2f ms, p90 %.2f, p99 %.2f, max %.2f (real time; of the slowest client host)",
            most(answers, "p50-ns"),
            most(answers, "p90-ns"),
            most(answers, "p99-ns"),
            most(answers, "max-ns")));
    StringBuilder slots = new StringBuilder();
    for (Fields status : statuses()) {
      for (Fields seat : status.objects("seats")) {
        if (seat.number("node") > 0) {
          slots.append(status.text("switch")).append(' ').append(seat.number("next-slot"));
          slots.append(seat.flag("leads") ? " (leads), " : ", ");
        }
      }
    }
    figures.put("slots", slots.substring(0, Math.max(0, slots.length() - 2)));
    figures.put("faults", marks.stream().filter(each -> each.what().equals("start")).count() + "");
    double healing = Math.max(0, drainedNs - originNs - scenario.durationNs()) / 1e9;
    figures.put("healing", String.format(Locale.ROOT, "all answered after %.2f s", healing));
    return figures;
  }

  private static double most(List<Fields> answers, String figure) {
    return answers.stream().mapToLong(each -> each.number(figure)).max().orElse(0) / 1e6;
  }
}
