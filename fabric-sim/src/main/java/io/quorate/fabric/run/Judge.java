package io.quorate.fabric.run;

import io.quorate.check.Checker;
import io.quorate.check.history.Event;
import io.quorate.check.history.History;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.Service;
import io.quorate.fabric.app.ClientCounts;
import io.quorate.fabric.observe.Amnesia;
import io.quorate.fabric.observe.LogOrder;
import io.quorate.fabric.program.Journal;
import io.quorate.fabric.sim.Seat;
import io.quorate.fabric.sim.ServedPort;
import io.quorate.fabric.sim.SwitchNode;
import io.quorate.paxos.Counters;
import java.util.ArrayList;
import java.util.List;
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
    List<ServiceVerdict> verdicts =
        stage.tenancies.stream().map(each -> judge(each, budget)).toList();
    return new RunResult(
        stage.digest.value(),
        stage.violations,
        verdicts,
        figures(verdicts),
        new RunResult.Latencies(
            stage.latencies.getValueAtPercentile(50),
            stage.latencies.getValueAtPercentile(90),
            stage.latencies.getValueAtPercentile(99),
            stage.latencies.getValueAtPercentile(99.9),
            stage.latencies.getMaxValue()),
        failOvers(verdicts),
        drops(),
        stage.tallies.counted());
  }

  /** Those of all groups. */
  private FailOvers failOvers(List<ServiceVerdict> verdicts) {
    List<Long> timesNs = new ArrayList<>();
    for (int place = 0; place < verdicts.size(); place++) {
      List<Long> lossesNs = stage.tenancies.get(place).watch.leaderLossesNs();
      timesNs.addAll(FailOvers.of(lossesNs, verdicts.get(place).history()).timesNs());
    }
    return new FailOvers(timesNs.stream().sorted().toList());
  }

  private static ServiceVerdict judge(Tenancy tenancy, Budget budget) {
    History recorded = inLogOrder(tenancy);
    Verdict verdict = Checker.check(recorded, Models.keyValue(null, Reading.PORCUPINE), budget);
    long answered = tenancy.counts().answered();
    return new ServiceVerdict(tenancy.group(), verdict, recorded, answered, tenancy.watch.slots());
  }

  /** The history with each operation's place; a process's n-th operation is its n-th request. */
  private static History inLogOrder(Tenancy tenancy) {
    History recorded = tenancy.history.history();
    Map<Integer, Integer> requests = new TreeMap<>();
    long[] slots = new long[recorded.size()];
    for (int operation = 0; operation < slots.length; operation++) {
      int process = recorded.processOf(operation);
      long slot = tenancy.logOrder.placeOf(process, requests.merge(process, 1, Integer::sum));
      slots[operation] = slot == LogOrder.NOWHERE ? Event.NO_POSITION : slot;
    }
    return recorded.withPositions(slots);
  }

  private Map<Figure, Long> figures(List<ServiceVerdict> verdicts) {
    ClientCounts counts = stage.counts();
    Map<Figure, Long> figures = new TreeMap<>();
    figures.put(Figure.OPERATIONS, counts.requests());
    figures.put(Figure.ANSWERED, counts.answered());
    figures.put(Figure.RETRIES, counts.retries());
    figures.put(Figure.SENT, counts.datagrams());
    stage.tenancies.stream()
        .filter(each -> each.view.service().delivery() == Service.Delivery.PACKETS)
        .forEach(each -> ofPackets(each, figures));
    figures.put(Figure.EXPIRED, counts.expired());
    figures.put(Figure.GIVEN_UP, counts.givenUp());
    figures.put(Figure.ELECTIONS, stage.counted(RunWatch::elections));
    figures.put(Figure.CANDIDACIES, counted(Counters::candidacies));
    figures.put(Figure.HAND_OVERS, counted(Counters::handOversTaken));
    figures.put(Figure.HAND_OVERS_GIVEN_UP, counted(Counters::handOversGivenUp));
    figures.put(Figure.LINK_POLLS, counted(Counters::pollsAtHints));
    figures.put(Figure.VOTES_FOUND, stage.counted(RunWatch::votesFound));
    figures.put(Figure.ACCEPTS_REPEATED, counted(Counters::acceptsRepeated));
    figures.put(Figure.REPAIRS, counted(Counters::repairsAsked));
    figures.put(Figure.READS, counted(Counters::readsAnswered));
    figures.put(Figure.READS_BY_LEASE, counted(Counters::readsByLease));
    figures.put(Figure.READ_ROUNDS, counted(Counters::readRounds));
    figures.put(Figure.READS_ABANDONED, counted(Counters::readsAbandoned));
    figures.put(Figure.HELD_BY_PLEDGE, counted(Counters::heldByPledge));
    figures.put(Figure.SNAPSHOTS, stage.counted(RunWatch::snapshots));
    figures.put(Figure.SYNCS, journalled(Journal::syncs));
    figures.put(Figure.RECORDS_STORED, journalled(Journal::records));
    figures.put(Figure.CHECKPOINTS, journalled(Journal::checkpoints));
    figures.put(Figure.TORN_BYTES, journalled(Journal::tornBytes));
    figures.put(Figure.REBOOTS, stage.amnesia(Amnesia::started));
    figures.put(Figure.RECOVERIES, stage.amnesia(Amnesia::recovered));
    figures.put(Figure.MEMORY_LOST, stage.amnesia(each -> each.isLost() ? 1 : 0));
    figures.put(Figure.CHANGES_ASKED, changes(ChangeWatch::asked));
    figures.put(Figure.CHANGES_REFUSED, changes(ChangeWatch::refused));
    figures.put(Figure.CHANGES_CHOSEN, changes(ChangeWatch::chosen));
    figures.put(Figure.CHANGES_ACTIVE, changes(ChangeWatch::active));
    figures.put(Figure.CHANGES_UNDER_WAY, changes(ChangeWatch::leadersLost));
    figures.put(Figure.CHANGE_VOTES_FOUND, counted(Counters::changeVotesFound));
    figures.put(Figure.FAULTS, stage.tenancies.getFirst().watch.faultsBegun());
    figures.put(Figure.SLOTS, stage.counted(RunWatch::slots));
    figures.put(Figure.NOOPS, stage.counted(RunWatch::noops));
    figures.put(Figure.REPEATED, stage.counted(RunWatch::repeated));
    figures.put(Figure.BATCHED, stage.counted(RunWatch::batched));
    figures.put(
        Figure.HOST_PACKETS,
        stage.tenancies.stream()
            .flatMap(each -> each.services.stream())
            .mapToLong(ServedPort::receivedCount)
            .max()
            .orElse(0));
    figures.put(Figure.HOSTS_GIVEN_UP, stage.hostsGivenUp());
    figures.put(
        Figure.HOSTS_NOT_SERVED, stage.tenancies.stream().mapToLong(Tenancy::hostsNotServed).sum());
    figures.put(Figure.EVENTS, stage.simulator.eventCount());
    figures.put(Figure.END_NS, stage.simulator.nowNs());
    long lastNs = verdicts.stream().mapToLong(each -> lastAnswerNs(each.history())).max().orElse(0);
    figures.put(Figure.DRAIN_NS, Math.max(0, lastNs - stage.scenario.durationNs()));
    figures.put(Figure.CATCH_UP_NS, Math.max(0, caughtUpNs - drainedNs));
    return figures;
  }

  private static void ofPackets(Tenancy tenancy, Map<Figure, Long> figures) {
    long lost = Math.max(0, tenancy.counts().datagrams() - tenancy.watch.executed());
    figures.merge(Figure.LOST, lost, Long::sum);
    figures.merge(Figure.ANSWERED_TWICE, tenancy.invariants.answeredTooOften(), Long::sum);
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

  private long changes(ToLongFunction<ChangeWatch> figure) {
    return stage.counted(each -> figure.applyAsLong(each.changes()));
  }

  private long counted(ToLongFunction<Counters> count) {
    return stage.tenancies.stream()
        .flatMap(each -> each.members().stream())
        .mapToLong(each -> each.counted(count))
        .sum();
  }

  private long journalled(ToLongFunction<Journal> count) {
    return stage.tenancies.stream()
        .flatMap(each -> each.members().stream())
        .map(Seat::journal)
        .filter(Objects::nonNull)
        .mapToLong(count)
        .sum();
  }

  private Map<String, Long> drops() {
    Map<String, Long> drops = new TreeMap<>();
    for (SwitchNode each : stage.fabric.switches().values()) {
      for (Seat seat : each.seats()) {
        seat.programs()
            .counters()
            .nonZero()
            .forEach((reason, count) -> drops.merge(reason.meaning(), count, Long::sum));
      }
      if (each.framesLostWhileDown() > 0) {
        drops.merge(
            "frames that reached a switch that was down", each.framesLostWhileDown(), Long::sum);
      }
    }
    return drops;
  }
}
