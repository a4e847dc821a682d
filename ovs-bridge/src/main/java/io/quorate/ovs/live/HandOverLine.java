package io.quorate.ovs.live;

import io.quorate.fabric.Host;
import io.quorate.fabric.Switch;
import io.quorate.ovs.openflow.Bytes;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowSwitch.PortFrame;
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
 * <p>For the loop's thread; what the switch answers is passed on to that.
 */
final class HandOverLine {

  private static final int WAITING_MAX = 4_096;
  private static final int UNDER_WAY_MAX = 16;
  private static final long ANSWER_S = 5;

  private final OpenFlowSwitch connection;
  private final Executor loop;
  private final Runnable inDoubt;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private List<PortFrame> batch = new ArrayList<>();
  private int underWay;
  private int frames;
  private boolean broken;

  /**
   * @param loop runs things on the loop's thread
   * @param inDoubt run there when nobody knows what the hosts were handed
   */
  HandOverLine(Switch of, OpenFlowSwitch connection, Executor loop, Runnable inDoubt) {
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
    batch.add(new PortFrame(port, Bytes.of(frame)));
    frames++;
    return true;
  }

  private boolean isOpen() {
    return !broken && connection.isConnected() && underWay < UNDER_WAY_MAX && frames < WAITING_MAX;
  }

  /** Sends what was taken. */
  void flush() {
    if (batch.isEmpty()) {
      return;
    }
    List<PortFrame> sent = batch;
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
