package io.quorate.ovs.live;

import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Ports;
import io.quorate.fabric.plan.FlowPlan;
import io.quorate.ovs.openflow.Bytes;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowSwitch.FrameOut;
import io.quorate.ovs.openflow.SwitchAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * How ordered packets reach the service hosts of a live switch. A frame that is sent into the
 * switch's pipeline may be lost without a word, when its tables have just been wiped or a buffer is
 * full, and a host that misses one is out of step with the others for good. So the switch is told
 * to send these by their ports (packet-out), and says when it has (barrier). If the connection
 * breaks before, nobody knows which of them have left: then the hosts are given up, and that is
 * told.
 *
 * <p>On the way a copy goes through the tables, as if the process had sent it, so that the flows
 * towards the hosts count it. It seems to have come in by the host's own port, and nothing leaves
 * by the port that it came in by: so the copy ends in the tables, whether they stand or not, and
 * the host gets the packet once.
 *
 * <p>For the loop's thread; what the switch answers is passed on to that.
 */
final class HandOverLine {

  private static final int WAITING_MAX = 4_096;
  private static final int UNDER_WAY_MAX = 16;
  private static final long ANSWER_S = 5;

  /** A copy into the tables where frames of the process enter; the frame itself to the host. */
  private static final List<SwitchAction> COUNTED =
      SwitchAction.of(
          List.of(
              new Action.Clone(List.of(new Action.Resubmit(FlowPlan.PAXOS_PORT, 0))),
              new Action.Output(Ports.IN_PORT)));

  private final OpenFlowSwitch connection;
  private final boolean counts;
  private final Executor loop;
  private final Runnable inDoubt;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private List<FrameOut> batch = new ArrayList<>();
  private int underWay;
  private int frames;
  private boolean broken;

  /**
   * @param counts whether the flows are to count what is handed over; not where the tables are
   *     somebody else's, too
   * @param loop runs things on the loop's thread
   * @param inDoubt run there when nobody knows what the hosts were handed
   */
  HandOverLine(
      Switch of, OpenFlowSwitch connection, boolean counts, Executor loop, Runnable inDoubt) {
    this.counts = counts;
    this.connection = connection;
    this.loop = loop;
    this.inDoubt = inDoubt;
    of.ports().forEach(port -> ports.put(port.peer(), port.number()));
  }

  /** Takes a frame for a host if it can be sent now. */
  boolean offer(Host to, byte[] frame) {
    Integer port = ports.get(to.name());
    if (port == null || !isOpen()) {
      return false;
    }
    batch.add(
        counts
            ? new FrameOut(port, COUNTED, Bytes.of(frame))
            : new FrameOut(Ports.NONE, toPort(port), Bytes.of(frame)));
    frames++;
    return true;
  }

  private static List<SwitchAction> toPort(int port) {
    return SwitchAction.of(List.of(new Action.Output(port)));
  }

  private boolean isOpen() {
    return !broken && connection.isConnected() && underWay < UNDER_WAY_MAX && frames < WAITING_MAX;
  }

  /** Sends what was taken. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<FrameOut> sent = batch;
    batch = new ArrayList<>();
    underWay++;
    var _ =
        connection
            .packetsOut(sent)
            .orTimeout(ANSWER_S, TimeUnit.SECONDS)
            .whenComplete(
                (done, failure) -> loop.execute(() -> answered(sent.size(), failure != null)));
  }

  private void answered(int count, boolean failed) {
    underWay--;
    frames -= count;
    broken |= failed;
    if (broken && underWay == 0) {
      broken = false;
      inDoubt.run();
    }
  }

  /** True if the switch has sent all that was taken. */
  boolean isIdle() {
    return underWay == 0 && batch.isEmpty();
  }
}
