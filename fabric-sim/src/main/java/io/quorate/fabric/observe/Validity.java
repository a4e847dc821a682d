package io.quorate.fabric.observe;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
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

  /** A client that speaks our own protocol stamps its values itself. */
  @Override
  public void asked(byte[] frame) {
    if (PaxosFrame.read(frame) instanceof Decoded.Frame read
        && read.envelope().message() instanceof Message.Client client) {
      submitted.add(client.value());
    }
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
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
