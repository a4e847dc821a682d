package io.quorate.fabric.run;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.app.KeyValueClient;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

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
    clients().forEach(KeyValueClient::start);
    while (goesOn() && stage.simulator.nowNs() < stage.scenario.durationNs() && !isDone()) {
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
    stage.tenancies.forEach(Tenancy::demandReports);
    stage.tenancies.forEach(Tenancy::demandWholeSnapshots);
  }

  /**
   * Until all have caught up, and what is still on its way has come, which is watched too. That a
   * group has lost its memory may be known only when patience is at its end.
   */
  private void awaitCalm() {
    caughtUpNs = drainedNs;
    boolean calm = caughtUp();
    long slots = stage.counted(RunWatch::slots);
    while (goesOn()
        && !(calm && (isServiceLost() || stage.simulator.nowNs() - caughtUpNs >= CALM_NS))) {
      long graceNs = calm ? CALM_NS : 0;
      if (stage.simulator.nowNs() >= drainedNs + stage.scenario.patienceNs() + graceNs) {
        stage.violated("convergence", "replicas have not caught up: " + positions());
        return;
      }
      runSlice(Long.MAX_VALUE);
      boolean was = calm;
      calm = caughtUp();
      if (!was || !calm || stage.counted(RunWatch::slots) != slots) {
        caughtUpNs = stage.simulator.nowNs();
        slots = stage.counted(RunWatch::slots);
      }
    }
  }

  /** True if clients have asked all that they were to ask, and no fault is to come. */
  private boolean isDone() {
    return stage.faults.active().isEmpty()
        && stage.scenario.faults().faults().stream()
            .allMatch(each -> each.atNs() < stage.simulator.nowNs())
        && clients().allMatch(KeyValueClient::isDone);
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
            stage.counted(RunWatch::slots),
            (int) stage.counted(RunWatch::elections),
            stage.faults.active().size()));
  }

  private void heal() {
    stage.faults.healAll();
    clients().forEach(KeyValueClient::drain);
  }

  /** Requests that must be answered. */
  private int pending() {
    return stage.tenancies.stream().mapToInt(Tenancy::pending).sum();
  }

  /** True if clients of some service ask in vain, see {@link Tenancy#isLost}. */
  private boolean isServiceLost() {
    return stage.tenancies.stream().anyMatch(Tenancy::isLost);
  }

  private String firstPending() {
    return stage.tenancies.stream().flatMap(Tenancy::pendingInWords).findFirst().orElse("nothing");
  }

  private Stream<KeyValueClient> clients() {
    return stage.tenancies.stream().flatMap(each -> each.clients.stream());
  }

  private boolean caughtUp() {
    return stage.tenancies.stream().allMatch(Tenancy::hasCaughtUp);
  }

  private String positions() {
    StringBuilder text = new StringBuilder();
    stage.tenancies.forEach(each -> text.append(each.positions()));
    return text.substring(0, text.length() - 2);
  }
}
