package io.quorate.fabric.campaign;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.run.Outputs;
import io.quorate.fabric.run.Progress;
import io.quorate.fabric.run.Run;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Scenario;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongFunction;

/**
 * Runs the scenarios of many seeds, several at a time, and stops at the first that fails: the one
 * with the lowest seed, so that the report does not depend on which thread was faster. Seeds are
 * begun in ascending order; when one fails those below it are finished.
 *
 * <p>Keeps figures only, of no more runs than {@link #AHEAD_MAX} for each job.
 */
public final class Soak {

  /** Most jobs. */
  public static final int JOBS_MAX = 1024;

  /** No limit of real time. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Runs that may be begun while the lowest is unfinished, for each job. */
  private static final int AHEAD_MAX = 16;

  private final LongFunction<Scenario> scenarios;
  private final SeedRange seeds;
  private final int jobs;
  private final Budget budget;
  private final long limitNs;
  private final SoakProgress progress;
  private final SoakTally tally = new SoakTally();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final TreeMap<Long, SeedReport> early = new TreeMap<>();
  private final long startNs = System.nanoTime();
  private int running;
  private long next;
  private long counted;
  private long end;

  /** A run that has ended, well or not. */
  private record Ended(long seed, Future<SeedReport> task) {}

  private Soak(
      LongFunction<Scenario> scenarios,
      SeedRange seeds,
      int jobs,
      Budget budget,
      long limitNs,
      SoakProgress progress) {
    if (jobs < 1 || jobs > JOBS_MAX) {
      throw new IllegalArgumentException("no " + jobs + " jobs; from 1 to " + JOBS_MAX);
    }
    this.scenarios = scenarios;
    this.seeds = seeds;
    this.jobs = jobs;
    this.budget = budget.withMemoryBytes(budget.memoryBytes() / jobs);
    this.limitNs = limitNs;
    this.progress = progress;
    this.next = seeds.first();
    this.counted = seeds.first();
    this.end = seeds.last() + 1;
  }

  /**
   * Runs the seeds; returns when all are done or the lowest that fails is known, or the calling
   * thread is interrupted: then the report is about those that were finished, and the thread stays
   * interrupted.
   *
   * @param scenarios gives the scenario of a seed; called from several threads at once
   * @param jobs how many run at the same time, 1..{@link #JOBS_MAX}
   * @param budget for the check of each history; the memory is divided among the jobs
   * @param limitNs real time after which no further run is begun; {@link #UNLIMITED} for none
   * @param progress told on the calling thread
   * @throws BadFile if a flow in the fabric file is wrong
   */
  public static SoakReport run(
      LongFunction<Scenario> scenarios,
      SeedRange seeds,
      int jobs,
      Budget budget,
      long limitNs,
      SoakProgress progress) {
    Soak soak = new Soak(scenarios, seeds, jobs, budget, limitNs, progress);
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      soak.runAll(pool);
      pool.close();
    } catch (InterruptedException e) {
      // The runs that are under way are not waited for: they would go on for long.
      Thread.currentThread().interrupt();
    } finally {
      pool.shutdownNow();
    }
    return soak.tally.report(seeds, System.nanoTime() - soak.startNs);
  }

  private void runAll(ExecutorService pool) throws InterruptedException {
    begin(pool);
    while (running > 0) {
      finish();
      count();
      begin(pool);
      progress.show(
          new SoakProgress.Status(
              counted - seeds.first(), seeds.size(), System.nanoTime() - startNs, running));
    }
  }

  private void begin(ExecutorService pool) {
    while (mayBegin()) {
      long seed = next++;
      running++;
      pool.execute(
          () -> {
            // A task keeps whatever its run throws.
            FutureTask<SeedReport> run = new FutureTask<>(() -> runOne(seed));
            run.run();
            ended.add(new Ended(seed, run));
          });
    }
  }

  private boolean mayBegin() {
    return next < end
        && running < jobs
        && next - counted < (long) AHEAD_MAX * jobs
        && System.nanoTime() - startNs < limitNs;
  }

  private SeedReport runOne(long seed) {
    long beganNs = System.nanoTime();
    Scenario scenario = scenarios.apply(seed);
    return SeedReport.of(
        scenario,
        Run.execute(scenario, Outputs.NONE, Progress.NONE, budget),
        System.nanoTime() - beganNs);
  }

  private void finish() throws InterruptedException {
    Ended run = ended.take();
    running--;
    SeedReport report = report(run);
    early.put(run.seed(), report);
    if (report.outcome() == RunResult.Outcome.VIOLATION) {
      end = Math.min(end, run.seed() + 1);
    }
  }

  /** A run that throws has failed, whatever it throws; a bad fabric file is no run's fault. */
  private static SeedReport report(Ended run) throws InterruptedException {
    try {
      return run.task().get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof BadFile bad) {
        throw bad;
      }
      if (cause instanceof OutOfMemoryError spent) {
        // The machine's fault, not the run's.
        throw spent;
      }
      return SeedReport.broken(run.seed(), cause);
    }
  }

  /** Counts what is finished, in the order of seeds, up to the first failure. */
  private void count() {
    while (!tally.hasFailed()) {
      SeedReport run = early.remove(counted);
      if (run == null) {
        return;
      }
      counted++;
      tally.add(run);
    }
  }
}
