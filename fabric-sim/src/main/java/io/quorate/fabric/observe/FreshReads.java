package io.quorate.fabric.observe;

import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.machine.Execution;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A read that takes no slot is answered from a state that holds everything that any client had been
 * told of before the read was asked: every write that was answered, and what any read had shown.
 *
 * <p>For such reads that is all that linearizability asks. Writes take effect in the order of their
 * slots, and a read in the gap before the next slot of whoever answers it; the history's checker
 * judges the same, but by values, and cannot tell a stale answer from one that an equal value or a
 * request without an answer may explain.
 */
public final class FreshReads implements Observer {

  private final Report report;

  private final NextSlots next = new NextSlots();

  /** Writes, and the slot below which whoever was told of one was told of everything. */
  private final Map<Request, Long> executed = new LinkedHashMap<>();

  /** Reads, and what clients had been told of when they were asked first. */
  private final Map<Request, Long> floors = new LinkedHashMap<>();

  /** Reads, and the least that any answer to them shows. */
  private final Map<Request, Long> shown = new LinkedHashMap<>();

  private long told;

  public FreshReads(Report report) {
    this.report = report;
  }

  @Override
  public void asked(byte[] frame) {
    if (PaxosFrame.read(frame) instanceof Decoded.Frame read
        && read.envelope().message() instanceof Message.Read(Value query)) {
      floors.putIfAbsent(Request.of(query), told);
    }
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    next.delivered(node, delivery);
    if (delivery.outcome() == Execution.Outcome.EXECUTED) {
      executed.putIfAbsent(Request.of(delivery.value()), delivery.slot() + 1);
    }
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    next.installed(node, installed);
  }

  /** Whoever has forgotten everything begins anew. */
  @Override
  public void started(int node, int incarnation) {
    next.started(node);
  }

  @Override
  public void sent(int node, int to, Message message) {
    if (!(message instanceof Message.Reply(Value result))) {
      return;
    }
    Request request = Request.of(result);
    Long floor = floors.get(request);
    if (floor == null) {
      return;
    }
    long shows = next.of(node);
    shown.merge(request, shows, Math::min);
    if (shows < floor) {
      report.violation(
          "fresh reads",
          "node "
              + node
              + " answers a read from the state before slot "
              + shows
              + "; when it was asked, a client had been told of slot "
              + (floor - 1)
              + ": "
              + result);
    }
  }

  @Override
  public void answered(byte[] frame) {
    if (PaxosFrame.read(frame) instanceof Decoded.Frame read
        && read.envelope().message() instanceof Message.Reply(Value result)) {
      Request request = Request.of(result);
      @Nullable Long tells =
          floors.containsKey(request) ? shown.get(request) : executed.get(request);
      told = Math.max(told, tells == null ? 0 : tells);
    }
  }
}
