package io.quorate.fabric.run;

import io.quorate.check.Checker;
import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.Service;
import io.quorate.fabric.observe.LogOrder;
import io.quorate.fabric.sim.ClientCounts;
import io.quorate.fabric.sim.ServedPort;
import io.quorate.fabric.sim.SwitchNode;
import io.quorate.paxos.Counters;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Judges a run that is over: checks the history that it recorded, and counts what happened. */
final class Judge {

  private final Stage stage;
  private final long drainedNs;
  private final long caughtUpNs;

  /**
   * @param drainedNs when the last request was answered, virtual time
   * @param caughtUpNs when all replicas and services had caught up after that
   */
  Judge(Stage stage, long drainedNs, long caughtUpNs) {
    this.stage = stage;
    this.drainedNs = drainedNs;
    this.caughtUpNs = caughtUpNs;
  }

  /**
   * The result of the run.
   *
   * @param budget for the check of the history
   */
  RunResult judge(Budget budget) {
    History recorded = inLogOrder(stage.history.history());
    Verdict verdict = Checker.check(recorded, Models.keyValue(null, Reading.PORCUPINE), budget);
    return new RunResult(
        stage.digest.value(),
        stage.violations,
        verdict,
        recorded,
        figures(recorded),
        new RunResult.Latencies(
            stage.latencies.getValueAtPercentile(50),
            stage.latencies.getValueAtPercentile(90),
            stage.latencies.getValueAtPercentile(99),
            stage.latencies.getValueAtPercentile(99.9),
            stage.latencies.getMaxValue()),
        FailOvers.of(stage.watch.leaderLossesNs(), recorded),
        drops());
  }

  /** The history with each operation's slot; a process's n-th operation is its n-th request. */
  private History inLogOrder(History recorded) {
    Map<Integer, Integer> requests = new TreeMap<>();
    long[] slots = new long[recorded.size()];
    for (int operation = 0; operation < slots.length; operation++) {
      int process = recorded.processOf(operation);
      long slot = stage.logOrder.slotOf(process, requests.merge(process, 1, Integer::sum));
      slots[operation] = slot == LogOrder.NOWHERE ? Event.NO_POSITION : slot;
    }
    return recorded.withPositions(slots);
  }

  private Map<Figure, Long> figures(History recorded) {
    ClientCounts counts = stage.counts();
    Map<Figure, Long> figures = new TreeMap<>();
    figures.put(Figure.OPERATIONS, counts.requests());
    figures.put(Figure.ANSWERED, counts.answered());
    figures.put(Figure.RETRIES, counts.retries());
    figures.put(Figure.SENT, counts.datagrams());
    if (stage.scenario.fabric().service().delivery() == Service.Delivery.PACKETS) {
      figures.put(Figure.LOST, Math.max(0, counts.datagrams() - executed()));
      figures.put(Figure.ANSWERED_TWICE, stage.invariants.answeredTooOften());
    }
    figures.put(Figure.EXPIRED, counts.expired());
    figures.put(Figure.ELECTIONS, (long) stage.watch.elections());
    figures.put(Figure.CANDIDACIES, counted(Counters::candidacies));
    figures.put(Figure.HAND_OVERS, counted(Counters::handOversTaken));
    figures.put(Figure.HAND_OVERS_GIVEN_UP, counted(Counters::handOversGivenUp));
    figures.put(Figure.LINK_POLLS, counted(Counters::pollsAtHints));
    figures.put(Figure.VOTES_FOUND, stage.watch.votesFound());
    figures.put(Figure.ACCEPTS_REPEATED, counted(Counters::acceptsRepeated));
    figures.put(Figure.REPAIRS, counted(Counters::repairsAsked));
    figures.put(Figure.READS, counted(Counters::readsAnswered));
    figures.put(Figure.READS_BY_LEASE, counted(Counters::readsByLease));
    figures.put(Figure.READ_ROUNDS, counted(Counters::readRounds));
    figures.put(Figure.READS_ABANDONED, counted(Counters::readsAbandoned));
    figures.put(Figure.HELD_BY_PLEDGE, counted(Counters::heldByPledge));
    figures.put(Figure.SNAPSHOTS, stage.watch.snapshots());
    figures.put(Figure.FAULTS, stage.watch.faultsBegun());
    figures.put(Figure.SLOTS, stage.watch.slots());
    figures.put(Figure.NOOPS, stage.watch.noops());
    figures.put(Figure.REPEATED, stage.watch.repeated());
    figures.put(
        Figure.HOST_PACKETS,
        stage.services.stream().mapToLong(ServedPort::receivedCount).max().orElse(0));
    figures.put(Figure.HOSTS_GIVEN_UP, stage.hostsGivenUp());
    figures.put(Figure.EVENTS, stage.simulator.eventCount());
    figures.put(Figure.END_NS, stage.simulator.nowNs());
    figures.put(Figure.DRAIN_NS, Math.max(0, lastAnswerNs(recorded) - stage.scenario.durationNs()));
    figures.put(Figure.CATCH_UP_NS, Math.max(0, caughtUpNs - drainedNs));
    return figures;
  }

  /** When the last answer came; 0 if none ever did. */
  private static long lastAnswerNs(History recorded) {
    long[] last = new long[1];
    recorded.forEachEvent(
        event -> {
          switch (event.type()) {
            case OK, FAIL -> last[0] = Math.max(last[0], event.timeNs());
            case INVOKE, INFO -> {}
          }
        },
        fault -> {});
    return last[0];
  }

  private long counted(ToLongFunction<Counters> count) {
    return stage.fabric.members().stream()
        .mapToLong(each -> count.applyAsLong(Objects.requireNonNull(each.replica()).counters()))
        .sum();
  }

  private long executed() {
    return stage.watch.executed();
  }

  private Map<String, Long> drops() {
    Map<String, Long> drops = new TreeMap<>();
    for (SwitchNode each : stage.fabric.switches().values()) {
      each.programs()
          .counters()
          .nonZero()
          .forEach((reason, count) -> drops.merge(reason.meaning(), count, Long::sum));
      if (each.framesLostWhileDown() > 0) {
        drops.merge(
            "frames that reached a switch that was down", each.framesLostWhileDown(), Long::sum);
      }
    }
    return drops;
  }
}
