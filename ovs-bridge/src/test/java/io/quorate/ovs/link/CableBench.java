package io.quorate.ovs.link;

import io.quorate.fabric.Latency;
import io.quorate.fabric.Link;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.NetworkNamespace;
import io.quorate.ovs.port.Poller;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One link A-B between two interfaces, relayed by a thread of the test, in a network namespace that
 * is the test's alone. Frames carry a number and the time when they were sent.
 */
final class CableBench implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int ETHER_TYPE = 0x7a01;
  private static final int HEADER_BYTES = 14;

  /** A frame that came out: its number, and how long it took. */
  record Got(long number, long tookNs, boolean whole) {}

  private final String namespace =
      "qb" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
  final LinkRelay relay;
  final LinkFaults faults;
  private final Thread thread;
  private final RawPort a;
  private final RawPort b;
  private long sent;

  CableBench(Latency latency) {
    this(latency, 0, 256, 0, null);
  }

  CableBench(
      Latency latency, long bitsPerSecond, int queueFrames, double loss, @Nullable LinkTap tap) {
    Link link = new Link("A-B", "A", "B", latency, bitsPerSecond, queueFrames, loss, false);
    ip("netns", "add", namespace);
    try {
      for (String end : List.of("a", "b")) {
        ip("-n", namespace, "link", "add", "l0" + end, "type", "veth", "peer", "name", end);
        for (String device : List.of("l0" + end, end)) {
          ip("-n", namespace, "link", "set", "dev", device, "up", "addrgenmode", "none");
        }
      }
      SeededRandom random = new SeededRandom(7);
      relay = inside(() -> new LinkRelay(List.of(link), 1500, random, tap));
      faults = new LinkFaults(List.of(link), relay, this::carrier);
      a = inside(() -> RawPorts.open(PortKind.FFM, "a", options()));
      b = inside(() -> RawPorts.open(PortKind.FFM, "b", options()));
      thread = Thread.ofPlatform().name("relay").start(relay);
    } catch (RuntimeException e) {
      ip("netns", "del", namespace);
      throw e;
    }
  }

  private static PortOptions options() {
    return PortOptions.defaults().withBufferBytes(16 << 20).withEtherTypes(List.of(ETHER_TYPE));
  }

  private <T> T inside(Supplier<T> action) {
    return NetworkNamespace.callIn(NetworkNamespace.named(namespace), action);
  }

  private void carrier(int link, boolean up) {
    inside(
        () -> {
          LinkProcess.setCarrier(link, up);
          return true;
        });
  }

  /** What a command says, run in the link's namespace. */
  String run(String... command) {
    return inside(() -> execute(command));
  }

  private static void ip(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    execute(command);
  }

  private static String execute(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  LaneFigures forth() {
    return relay.ask(relay::figures).join().getFirst();
  }

  LaneFigures back() {
    return relay.ask(relay::figures).join().getLast();
  }

  /** Sends so many frames from A to B, some a second, and gives back what came out. */
  List<Got> forth(int count, int perSecond) {
    return pass(a, b, count, perSecond);
  }

  List<Got> back(int count, int perSecond) {
    return pass(b, a, count, perSecond);
  }

  private List<Got> pass(RawPort from, RawPort to, int count, int perSecond) {
    List<Got> got = new ArrayList<>();
    AtomicBoolean sending = new AtomicBoolean(true);
    Thread receiving =
        Thread.ofPlatform()
            .start(
                () -> {
                  Poller.precise();
                  long last = System.nanoTime();
                  while (System.nanoTime() - last < quietNs(count, perSecond, got.size())) {
                    if (to.receive(1_000_000, handler(got)) > 0 || sending.get()) {
                      last = System.nanoTime();
                    }
                  }
                });
    Poller.precise();
    long gapNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long next = System.nanoTime();
    for (int i = 0; i < count; i++) {
      while (System.nanoTime() < next) {
        Thread.onSpinWait();
        if (next - System.nanoTime() > 200_000) {
          LockSupport.parkNanos(next - System.nanoTime() - 100_000);
        }
      }
      next += gapNs;
      ByteBuffer frame = ByteBuffer.allocate(128);
      frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2});
      frame.putShort((short) ETHER_TYPE).putLong(sent++).putLong(System.nanoTime());
      from.send(frame.array(), 128);
      from.flush();
    }
    sending.set(false);
    try {
      receiving.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return got;
  }

  private static long quietNs(int count, int perSecond, int got) {
    long gapNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
    return got >= count ? 100_000_000 : 500_000_000 + 2 * gapNs;
  }

  private static FrameHandler handler(List<Got> got) {
    return (memory, offset, length, _) -> {
      long now = System.nanoTime();
      byte[] frame = FrameHandler.copy(memory, offset, length);
      ByteBuffer buffer = ByteBuffer.wrap(frame);
      boolean whole = length == 128 && zeroes(frame);
      got.add(new Got(buffer.getLong(HEADER_BYTES), now - buffer.getLong(HEADER_BYTES + 8), whole));
    };
  }

  private static boolean zeroes(byte[] frame) {
    for (int i = HEADER_BYTES + 16; i < frame.length; i++) {
      if (frame[i] != 0) {
        return false;
      }
    }
    return true;
  }

  static long[] times(List<Got> got, Predicate<Got> which) {
    return got.stream().filter(which).mapToLong(Got::tookNs).sorted().toArray();
  }

  @Override
  public void close() {
    relay.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    relay.close();
    a.close();
    b.close();
    ip("netns", "del", namespace);
  }
}
