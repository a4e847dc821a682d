package io.quorate.fabric.run;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.sim.KeyValueClient;
import io.quorate.fabric.sim.ServedPort;
import io.quorate.fabric.sim.SwitchNode;
import io.quorate.paxos.Replica;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * One run of a scenario, in two phases: first clients ask while faults do what they like; then
 * everything is healed, clients ask nothing new, and every pending request must be answered and
 * every replica catch up. Safety is watched throughout, liveness demanded at the end.
 *
 * <p>Runs on the calling thread; runs on several threads do not disturb each other.
 */
public final class Run {

  private static final long SLICE_NS = 20_000_000;

  /** So long nothing may happen before a run ends. */
  private static final long CALM_NS = 200_000_000;

  private final Stage stage;
  private final Progress progress;
  private long drainedNs;
  private long caughtUpNs;

  private Run(Stage stage, Progress progress) {
    this.stage = stage;
    this.progress = progress;
  }

  /**
   * Runs the scenario to its end, or to its first violation, and judges it. What is thrown while it
   * runs is a violation too, for the run's evidence to be kept.
   *
   * @param budget for the check of the history
   * @throws io.quorate.fabric.file.BadFile if a flow in the fabric file is wrong
   * @throws UncheckedIOException if an output cannot be written
   */
  public static RunResult execute(
      Scenario scenario, Outputs outputs, Progress progress, Budget budget) {
    Run run = new Run(new Stage(scenario, outputs), progress);
    try {
      run.simulate();
    } catch (UncheckedIOException unwritable) {
      throw unwritable;
    } catch (AssertionError | RuntimeException broken) {
      run.stage.violated("no assertion fails, nothing is thrown", whatAndWhere(broken));
    }
    return new Judge(run.stage, run.drainedNs, run.caughtUpNs).judge(budget);
  }

  private static String whatAndWhere(Throwable broken) {
    StackTraceElement[] trace = broken.getStackTrace();
    return trace.length == 0 ? broken.toString() : broken + ", at " + trace[0];
  }

  private void simulate() {
    stage.fabric.powerOn();
    stage.faults.schedule(stage.scenario.faults());
    stage.clients.forEach(KeyValueClient::start);
    while (goesOn() && stage.simulator.nowNs() < stage.scenario.durationNs()) {
      runSlice(stage.scenario.durationNs());
    }
    heal();
    while (goesOn() && pending() > 0) {
      if (stage.simulator.nowNs() >= stage.scenario.durationNs() + stage.scenario.patienceNs()) {
        stage.violated("liveness", "not answered after healing: " + firstPending());
      } else {
        runSlice(Long.MAX_VALUE);
      }
    }
    drainedNs = stage.simulator.nowNs();
    awaitCalm();
  }

  /** Until all have caught up, and what is still on its way has come, which is watched too. */
  private void awaitCalm() {
    caughtUpNs = drainedNs;
    boolean calm = caughtUp();
    long slots = stage.watch.slots();
    while (goesOn()
        && !(calm && (isServiceLost() || stage.simulator.nowNs() - caughtUpNs >= CALM_NS))) {
      if (stage.simulator.nowNs() >= drainedNs + stage.scenario.patienceNs()) {
        stage.violated("convergence", "replicas have not caught up: " + positions());
        return;
      }
      runSlice(Long.MAX_VALUE);
      boolean was = calm;
      calm = caughtUp();
      if (!was || !calm || stage.watch.slots() != slots) {
        caughtUpNs = stage.simulator.nowNs();
        slots = stage.watch.slots();
      }
    }
  }

  private boolean goesOn() {
    return stage.violations.isEmpty();
  }

  private void runSlice(long untilNs) {
    stage.simulator.runUntil(Math.min(untilNs, stage.simulator.nowNs() + SLICE_NS));
    progress.show(
        new Progress.Status(
            stage.simulator.nowNs(),
            stage.scenario.durationNs(),
            stage.counts().answered(),
            stage.watch.slots(),
            stage.watch.elections(),
            stage.faults.active().size()));
  }

  private void heal() {
    stage.faults.healAll();
    stage.clients.forEach(KeyValueClient::drain);
  }

  /** Requests that must be answered. */
  private int pending() {
    if (isServiceLost()) {
      return 0;
    }
    return stage.clients.stream().mapToInt(KeyValueClient::pendingCount).sum();
  }

  /**
   * True if every host that could answer is out of step for good. Clients then ask in vain; the
   * summary tells how many hosts were given up.
   */
  private boolean isServiceLost() {
    return !stage.services.isEmpty() && stage.services.stream().allMatch(stage::isGivenUp);
  }

  private String firstPending() {
    return stage.clients.stream()
        .flatMap(client -> client.pending().stream())
        .findFirst()
        .orElse("nothing");
  }

  private boolean caughtUp() {
    return stage.fabric.members().stream().allMatch(each -> nextSlot(each) == stage.watch.slots())
        && stage.services.stream()
            .allMatch(
                each ->
                    stage.isGivenUp(each)
                        || each.receivedCount() == stage.invariants.expectedAtHosts());
  }

  private String positions() {
    StringBuilder text = new StringBuilder();
    for (SwitchNode member : stage.fabric.members()) {
      text.append(member.name()).append(" at slot ").append(nextSlot(member)).append(", ");
    }
    for (ServedPort service : stage.services) {
      text.append(service.host().name()).append(" has ").append(service.receivedCount());
      text.append(", ");
    }
    return text.substring(0, text.length() - 2);
  }

  private static long nextSlot(SwitchNode member) {
    Replica replica = Objects.requireNonNull(member.replica());
    return replica.nextSlot();
  }
}
