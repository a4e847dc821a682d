package io.quorate.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;

/**
 * Three replicas order slot after slot on one thread, and what their memory comes to after a
 * collection is printed now and then: it must not grow with the log. A whole program and not a JMH
 * benchmark, because the figure is about its whole life.
 *
 * <p>Clients come and go, so that the table of sessions turns over too.
 */
public final class HeapOverSlots {

  private static final long SLOTS = 100_000_000;
  private static final long FIRST = 100_000;
  private static final long STEP = 10_000_000;

  /** Slots after which the clocks move on by a tick. */
  private static final int TICK_SLOTS = 256;

  /** From here on every ring and every table is in use throughout. */
  private static final long WARM = 1_000_000;

  /** What the heap may have grown since then, as a share of what it was. */
  private static final double GROWTH_MAX = 0.02;

  private static final double MIB = 1 << 20;

  private final Trio<io.quorate.paxos.message.Envelope> trio = new Trio<>(new Carrier.Direct());
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private long round;

  private HeapOverSlots() {}

  /** Arguments: slots, if not 10⁸. Ends with status 1 if the heap has grown. */
  public static void main(String[] arguments) {
    long slots = arguments.length == 0 ? SLOTS : Long.parseLong(arguments[0]);
    double growth = new HeapOverSlots().run(slots);
    System.out.printf(
        Locale.ROOT, "%ngrown by %.2f %% since %,d slots%n", 100 * growth, Math.min(WARM, slots));
    if (growth > GROWTH_MAX) {
      System.exit(1);
    }
  }

  /** How much the heap has grown since it was warm, as a share of what it was then. */
  private double run(long slots) {
    System.out.printf("%15s %12s %10s%n", "slots", "heap, MiB", "time, s");
    long beganNs = System.nanoTime();
    double warm = 0;
    double used = 0;
    for (long target = FIRST; ; target = Math.min(slots, next(target))) {
      order(Math.min(target, slots));
      used = usedBytes() / MIB;
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      System.out.printf(Locale.ROOT, "%,15d %12.2f %10.1f%n", trio.slots(), used, seconds);
      if (warm == 0 && target >= Math.min(WARM, slots)) {
        warm = used;
      }
      if (target >= slots) {
        return used / warm - 1;
      }
    }
  }

  private static long next(long target) {
    return target < STEP ? target * 10 : target + STEP;
  }

  private void order(long slots) {
    while (trio.slots() < slots) {
      for (int tick = 0; tick < TICK_SLOTS / Load.OUTSTANDING; tick++) {
        round++;
        for (int i = 0; i < Load.OUTSTANDING; i++) {
          trio.request(Load.value((int) (round * Load.OUTSTANDING + i), round));
        }
        trio.settle();
      }
      trio.tick();
    }
  }

  /** After a collection: what is reachable. */
  private long usedBytes() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
