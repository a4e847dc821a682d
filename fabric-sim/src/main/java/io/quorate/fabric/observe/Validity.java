package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is delivered was submitted by a client, or is a no-op. */
public final class Validity implements Observer {

  private final Report report;
  private final Set<Value> submitted = new LinkedHashSet<>();

  public Validity(Report report) {
    this.report = report;
  }

  @Override
  public void submitted(Value value) {
    submitted.add(value);
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery, long stateDigest) {
    Value value = delivery.value();
    if (!value.isNoop() && !submitted.contains(value)) {
      report.violation(
          "validity",
          "node "
              + node
              + " delivered in slot "
              + delivery.slot()
              + " what nobody submitted: "
              + value);
    }
  }
}
