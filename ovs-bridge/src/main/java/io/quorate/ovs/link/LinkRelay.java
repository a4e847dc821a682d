package io.quorate.ovs.link;

import io.quorate.fabric.Link;
import io.quorate.fabric.link.Impairment;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.ovs.port.FrameHandler;
import io.quorate.ovs.port.Poller;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames from one end of each link to the other, on one thread: it sleeps until a frame comes
 * in or one is due, with the kernel's high-resolution timers, and never spins. Only {@link #ask}
 * and {@link #stop} may be called by other threads.
 */
public final class LinkRelay implements Runnable, AutoCloseable {

  private static final int BUFFER_BYTES = 8 << 20;

  /** A header, and a VLAN tag. */
  private static final int BEYOND_MTU_BYTES = 18;

  private final List<RelayLane> lanes = new ArrayList<>();
  private final List<RawPort> ports = new ArrayList<>();
  private final DueFrames due = new DueFrames();
  private final Poller poller = new Poller();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  /**
   * Opens the links' ends, which must be in the calling thread's network namespace and up.
   *
   * @param links whose ends are called as {@link LinkEnds} says
   * @param mtuBytes longest payload on any link
   * @param random from which each lane splits its own
   * @param tap watches all frames; null for nobody
   */
  public LinkRelay(List<Link> links, int mtuBytes, SeededRandom random, @Nullable LinkTap tap) {
    PortOptions options =
        PortOptions.defaults()
            .withBufferBytes(BUFFER_BYTES)
            .withFrameBytesMax(mtuBytes + BEYOND_MTU_BYTES);
    for (int i = 0; i < links.size(); i++) {
      RawPort a = RawPorts.open(PortKind.FFM, LinkEnds.a(i), options);
      ports.add(a);
      RawPort b = RawPorts.open(PortKind.FFM, LinkEnds.b(i), options);
      ports.add(b);
      RelayLane forth = new RelayLane(2 * i, links.get(i), true, a, b, random, due, tap);
      RelayLane back = new RelayLane(2 * i + 1, links.get(i), false, b, a, random, due, tap);
      lanes.add(forth);
      lanes.add(back);
      poller.add(a, taking(forth));
      poller.add(b, taking(back));
    }
  }

  private static FrameHandler taking(RelayLane lane) {
    return (MemorySegment memory, long offset, int length, long _) ->
        lane.take(System.nanoTime(), FrameHandler.copy(memory, offset, length));
  }

  /** Names of all directions, {@code from->to}: of each link in order, forth and back. */
  public List<String> lanes() {
    return lanes.stream().map(each -> each.from() + "->" + each.to()).toList();
  }

  /** Relays until {@link #stop} is called. */
  @Override
  public void run() {
    Poller.precise();
    while (!stopped) {
      deliver();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      long waitNs = due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.nextNs() - System.nanoTime());
      poller.poll(waitNs);
    }
  }

  private void deliver() {
    boolean any = false;
    while (!due.isEmpty() && due.nextNs() - System.nanoTime() <= 0) {
      due.arrive();
      any = true;
    }
    if (any) {
      poller.flush();
    }
  }

  /**
   * Has the relay's thread do something between two frames.
   *
   * @return what came of it
   */
  public <T> CompletableFuture<T> ask(Supplier<T> task) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            answer.complete(task.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    poller.wakeUp();
    return answer;
  }

  /** On the relay's thread: what every direction has done. */
  List<LaneFigures> figures() {
    return lanes.stream().map(RelayLane::figures).toList();
  }

  /** On the relay's thread: makes a fault act on both directions of a link, or ends it. */
  void impair(String link, Impairment impairment, boolean on) {
    lanesOf(link).forEach(each -> impair(each, impairment, on));
  }

  /** On the relay's thread: the same for every direction that a rule picks by its two nodes. */
  void impair(BiPredicate<String, String> fromTo, Impairment impairment, boolean on) {
    lanes.stream()
        .filter(each -> fromTo.test(each.from(), each.to()))
        .forEach(each -> impair(each, impairment, on));
  }

  private static void impair(RelayLane lane, Impairment impairment, boolean on) {
    if (on) {
      lane.medium().impose(impairment);
    } else {
      lane.medium().lift(impairment);
    }
  }

  /** On the relay's thread: whether a link has a carrier; frames on it are lost when it goes. */
  void setCarrier(String link, boolean up) {
    lanesOf(link).forEach(each -> each.setCarrier(up));
  }

  private List<RelayLane> lanesOf(String link) {
    List<RelayLane> found = lanes.stream().filter(each -> each.link().name().equals(link)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no link is named " + link);
    }
    return found;
  }

  /** Ends {@link #run}. */
  public void stop() {
    stopped = true;
    poller.wakeUp();
  }

  /** Closes the ends; after {@link #run} has returned. */
  @Override
  public void close() {
    poller.close();
    ports.forEach(RawPort::close);
  }
}
