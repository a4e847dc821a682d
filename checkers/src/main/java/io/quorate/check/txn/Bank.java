package io.quorate.check.txn;

import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.txn.Transactions.Tally;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's bank: every read that returned shows each account, none overdrawn, and the one sum that
 * there always is. The accounts, and the sum where the terms do not give it, are those of the first
 * read.
 */
final class Bank {
  private final History history;
  private final Terms terms;
  private final Findings findings;
  private final Spending spending;
  private @Nullable Long total;
  private @Nullable Set<?> accounts;

  Bank(History history, Terms terms, Findings findings, Spending spending) {
    this.history = history;
    this.terms = terms;
    this.findings = findings;
    this.spending = spending;
    this.total = terms.total();
  }

  Tally run() {
    int reads = 0;
    for (int op = 0; op < history.size(); op++) {
      spending.step();
      Call call = history.calls().get(history.callOf(op));
      switch (call.f()) {
        case "transfer" -> {}
        case "read" -> {
          if (call.outcome() == Outcome.OK) {
            read(op, call.output());
            reads++;
          }
        }
        default -> throw mismatch(op);
      }
    }
    if (reads == 0) {
      findings.remark("no read returned, so the history says nothing of the balances");
    }
    return new Tally(reads, 0, false, true);
  }

  private WorkloadMismatch mismatch(int op) {
    return new WorkloadMismatch(
        Workload.BANK,
        history.operation(op),
        "transfer {:from a, :to b, :amount n}, read {account balance ...}, with sums of 64 bits");
  }

  private void read(int op, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> balances)) {
      throw mismatch(op);
    }
    long sum = 0;
    boolean missing = false;
    for (Map.Entry<?, ?> balance : balances.entrySet()) {
      if (balance.getValue() instanceof Long n) {
        sum = added(op, sum, n);
        negative(op, balance.getKey(), n);
      } else if (balance.getValue() == null) {
        missing = true;
      } else {
        throw mismatch(op);
      }
    }
    Set<?> expected = accounts == null ? balances.keySet() : accounts;
    accounts = expected;
    if (missing || !balances.keySet().containsAll(expected)) {
      found(AnomalyKind.MISSING_BALANCE, op, "an account has no balance");
    } else if (!expected.containsAll(balances.keySet())) {
      found(AnomalyKind.UNEXPECTED_ACCOUNT, op, "an account appeared that was not there before");
    } else {
      sum(op, sum);
    }
  }

  private long added(int op, long a, long b) {
    long sum = a + b;
    boolean overflown = ((a ^ sum) & (b ^ sum)) < 0;
    if (overflown) {
      throw mismatch(op);
    }
    return sum;
  }

  private void sum(int op, long sum) {
    long expected = total == null ? sum : total;
    total = expected;
    if (sum != expected) {
      found(
          AnomalyKind.WRONG_TOTAL, op, "the balances sum up to " + sum + " instead of " + expected);
    }
  }

  private void negative(int op, @Nullable Object account, long balance) {
    if (balance < 0 && !terms.negativeBalances()) {
      found(
          AnomalyKind.NEGATIVE_BALANCE,
          op,
          "account " + Edn.print(account) + " is overdrawn by " + Long.toUnsignedString(-balance));
    }
  }

  private void found(AnomalyKind kind, int op, String what) {
    findings.add(kind, List.of(op), what + Words.introduce(history, List.of(op)));
  }
}
