package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import java.sql.Timestamp;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.RawPacketListener;

/**
 * The thread that takes frames off a handle and leaves them in a queue: only pcap_loop neither
 * blocks for ever on an idle interface nor spins. A full queue drops, and counts.
 */
final class PcapReader {

  private static final int QUEUE_FRAMES = 8_192;
  private static final long LOOK_MS = 20;
  private static final int FOR_EVER = -1;

  /** A frame and when it came. */
  record Arrival(MemorySegment frame, long timestampNs) {}

  private final PcapHandle handle;
  private final Supplier<Bell> bell;
  private final Queue<Arrival> queue = new ArrayBlockingQueue<>(QUEUE_FRAMES);
  private final AtomicLong drops = new AtomicLong();
  private final AtomicLong truncated = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopping;

  PcapReader(PcapHandle handle, String interfaceName, Supplier<Bell> bell) {
    this.handle = handle;
    this.bell = bell;
    thread = new Thread(this::run, "pcap " + interfaceName);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    RawPacketListener listener = this::arrived;
    while (!stopping) {
      try {
        handle.loop(FOR_EVER, listener);
      } catch (InterruptedException e) {
        // So Pcap4J says that breakLoop ended the loop; stop() has asked for it.
      } catch (NotOpenException e) {
        return;
      } catch (PcapNativeException e) {
        // The interface went down, and the handle is good again when it is up; or it is gone.
        rest();
      }
    }
  }

  private void rest() {
    bell.get().ring();
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void arrived(byte[] frame) {
    Integer original = handle.getOriginalLength();
    if (original != null && original > frame.length) {
      truncated.incrementAndGet();
      return;
    }
    Timestamp time = handle.getTimestamp();
    long timestampNs = time.getTime() / 1_000 * 1_000_000_000L + time.getNanos();
    if (queue.offer(new Arrival(MemorySegment.ofArray(frame), timestampNs))) {
      bell.get().ring();
    } else {
      drops.incrementAndGet();
    }
  }

  /** The next frame, if there is one. */
  @Nullable Arrival next() {
    return queue.poll();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  long drops() {
    return drops.get();
  }

  long truncated() {
    return truncated.get();
  }

  /** Ends the thread and waits for that, since the handle may not be closed under it. */
  void stop() {
    stopping = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        if (handle.isOpen()) {
          handle.breakLoop();
        }
        // A loop that was only about to begin forgets that it was to end: so it is told again.
        thread.join(LOOK_MS);
      } catch (NotOpenException e) {
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
