package io.quorate.bench.port;

import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import io.quorate.ovs.port.Reception;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/** What benchmarks/peers/rawport.c does, with the same arguments and output, on our ports. */
public final class PortPeer {

  private static final int TYPE = 0x7a01;
  private static final long MS = 1_000_000L;
  private static final long IDLE_NS = 2_000 * MS;
  private static final long FIRST_NS = 20_000 * MS;
  private static final int BUFFER_BYTES = 16 << 20;
  private static final int BATCH = 64;
  private static final String PCAP4J = "pcap4j";

  private final PortKind kind;
  private final RawPort port;
  private final Sum sum = new Sum();

  /** Looks at each frame a little, so that it is really read. */
  private static final class Sum implements FrameHandler {
    long checked;

    @Override
    public void frame(MemorySegment memory, long offset, int length, long timestampNs) {
      checked += (memory.get(ValueLayout.JAVA_BYTE, offset + 12) & 0xff) + length;
    }
  }

  private PortPeer(String interfaceName, String how) {
    PortOptions options = PortOptions.defaults().withBufferBytes(BUFFER_BYTES);
    if (how.equals(PCAP4J)) {
      kind = PortKind.PCAP4J;
      port = RawPorts.open(kind, interfaceName, options);
    } else {
      kind = PortKind.FFM;
      Reception reception = Reception.valueOf(how.toUpperCase(Locale.ROOT));
      port = RawPorts.open(kind, interfaceName, options.with(reception));
    }
  }

  /**
   * Runs one measurement.
   *
   * @param args send INTERFACE FRAME_BYTES WARM_UP_S SECONDS [pcap4j]; receive INTERFACE HOW
   *     WARM_UP_S SECONDS; ping INTERFACE HOW WARM_UP_ROUNDS ROUNDS; echo INTERFACE HOW
   */
  public static void main(String[] args) {
    String what = args[0];
    if (what.equals("send")) {
      PortPeer peer = new PortPeer(args[1], args.length > 5 ? args[5] : "messages");
      peer.send(Integer.parseInt(args[2]), seconds(args[3]), seconds(args[4]));
      return;
    }
    PortPeer peer = new PortPeer(args[1], args[2]);
    switch (what) {
      case "receive" -> peer.receive(seconds(args[3]), seconds(args[4]));
      case "ping" -> peer.ping(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
      case "echo" -> peer.echo();
      default -> throw new IllegalArgumentException("send, receive, ping or echo, not " + what);
    }
    System.err.println(peer.sum.checked);
  }

  private static long seconds(String text) {
    return (long) (Double.parseDouble(text) * 1e9);
  }

  /** The thread's processor time; the process's where libpcap's reader is another thread. */
  private long processorNs() {
    return kind == PortKind.FFM
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime();
  }

  private static byte[] frame(int bytes) {
    byte[] frame = new byte[bytes];
    Arrays.fill(frame, (byte) 0x5a);
    Arrays.fill(frame, 0, 12, (byte) 2);
    frame[12] = (byte) (TYPE >> 8);
    frame[13] = (byte) TYPE;
    return frame;
  }

  private void send(int bytes, long warmNs, long ns) {
    byte[] frame = frame(bytes);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < warmNs) {
      batch(frame);
    }
    long before = port.statistics().sent();
    long processor = processorNs();
    long start = System.nanoTime();
    while (System.nanoTime() - start < ns) {
      batch(frame);
    }
    print(
        port.statistics().sent() - before, System.nanoTime() - start, processorNs() - processor, 0);
  }

  private void batch(byte[] frame) {
    for (int i = 0; i < BATCH; i++) {
      port.send(frame, frame.length);
    }
    port.flush();
  }

  private void receive(long warmNs, long ns) {
    if (port.receive(FIRST_NS, sum) == 0) {
      throw new IllegalStateException("no frame came");
    }
    take(warmNs);
    long drops = port.statistics().kernelDrops();
    long processor = processorNs();
    long start = System.nanoTime();
    long frames = take(ns);
    long end = System.nanoTime();
    print(frames, end - start, processorNs() - processor, port.statistics().kernelDrops() - drops);
  }

  private long take(long ns) {
    long start = System.nanoTime();
    long frames = 0;
    while (System.nanoTime() - start < ns) {
      int taken = port.receive(IDLE_NS, sum);
      if (taken == 0) {
        break;
      }
      frames += taken;
    }
    return frames;
  }

  private static void print(long frames, long ns, long processorNs, long drops) {
    System.out.printf(Locale.ROOT, "%d %.6f %d %d%n", frames, ns / 1e9, processorNs, drops);
  }

  private void ping(int warm, int rounds) {
    byte[] frame = frame(64);
    long[] times = new long[rounds];
    for (int i = -warm; i < rounds; i++) {
      long start = System.nanoTime();
      port.send(frame, frame.length);
      port.flush();
      if (port.receive(10_000 * MS, sum) == 0) {
        throw new IllegalStateException("no answer came");
      }
      if (i >= 0) {
        times[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(times);
    System.out.println(
        times[rounds / 2] + " " + times[rounds / 10 * 9] + " " + times[rounds / 100 * 99]);
  }

  private void echo() {
    byte[] frame = frame(64);
    long waitNs = FIRST_NS;
    while (port.receive(waitNs, sum) > 0) {
      port.send(frame, frame.length);
      port.flush();
      waitNs = IDLE_NS;
    }
  }
}
