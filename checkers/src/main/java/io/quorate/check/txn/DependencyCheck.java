package io.quorate.check.txn;

import io.quorate.check.history.History;
import io.quorate.check.txn.Transactions.Tally;
import java.util.stream.IntStream;

/** Judges transactions by their dependencies. */
final class DependencyCheck {
  private final Ledger ledger;
  private final Terms terms;
  private final Findings findings;
  private final Spending spending;
  private final Edges edges;

  DependencyCheck(
      History history, Workload workload, Terms terms, Findings findings, Spending spending) {
    this.ledger = new Ledger(history, workload, spending);
    this.terms = terms;
    this.findings = findings;
    this.spending = spending;
    this.edges = new Edges(history.size(), spending);
  }

  Tally run() {
    if (ledger.workload == Workload.LIST_APPEND) {
      new ListAppend(ledger, edges, findings, spending).infer();
    } else {
      new RwRegister(ledger, terms, edges, findings, spending).infer();
    }
    if (ledger.ambiguousVersions() > 0) {
      findings.remark(
          ledger.ambiguousVersions()
              + " values were written to the same key more than once, so that no read tells which"
              + " write it saw; nothing was concluded from them");
    }
    History history = ledger.history;
    int[] committed = IntStream.range(0, history.size()).filter(ledger::isCommitted).toArray();
    SessionOrder.ofProcesses(history, committed, order(Edges.PROCESS));
    SessionOrder.ofRealTime(history, committed, order(Edges.REALTIME));
    Graph graph = new Graph(history.size(), edges, spending);
    CycleSearch.run(graph, new Words(ledger), findings, spending);
    if (committed.length == 0) {
      findings.remark("no transaction committed, so the history says nothing of them");
    }
    boolean proven =
        !findings.isRuledOut(terms.level())
            && Replay.explains(ledger, graph, terms.level(), spending);
    return new Tally(committed.length, edges.dependencies(), proven, true);
  }

  private SessionOrder.PairSink order(int kind) {
    return (earlier, later) -> edges.add(earlier, later, kind, Edges.NONE, Edges.NONE);
  }
}
