package io.quorate.ovs.port;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits for many ports on one thread. That thread alone uses it, but for {@link #wakeUp()}; and it
 * alone uses the ports.
 *
 * <p>A wait is as precise as the kernel's timers: with {@link #precise()}, within tens of
 * microseconds. Ports are served in turn, a bounded batch each, so that a flooded one does not
 * starve the rest.
 */
public final class Poller implements AutoCloseable {

  /** Turns in which only rings are looked at, while frames keep coming, before all are asked. */
  private static final int TURNS_WITHOUT_CALL = 16;

  /** How often interfaces are looked at that are down, or of whose state nobody tells. */
  private static final long LOOK_NS = 20_000_000;

  private record Entry(RawPort port, FrameHandler handler) {}

  private final WaitSet waits = new WaitSet(Bell.create());

  /** Replaced, never changed, so that a handler may add and remove ports. */
  private List<Entry> entries = List.of();

  private int changes;
  private int turns;
  private boolean closed;

  /** A poller without ports, which {@link #poll} can use to sleep until it is woken. */
  public Poller() {}

  /**
   * From the next poll on, the port's frames go to the handler. A port is in one poller at most.
   */
  public void add(RawPort port, FrameHandler handler) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(port, handler));
    entries = List.copyOf(more);
    joins(port, waits.bell());
    watch();
    // What came before the port joined rang a bell that nobody hears.
    waits.bell().ring();
  }

  /** The port no longer takes part; it stays open, and may be closed now, even by its handler. */
  public void remove(RawPort port) {
    List<Entry> others = entries.stream().filter(entry -> entry.port() != port).toList();
    if (others.size() < entries.size()) {
      entries = others;
      joins(port, null);
      watch();
    }
  }

  private static void joins(RawPort port, @Nullable Bell bell) {
    switch (port) {
      case PacketPort packet -> packet.joins(bell);
      case PcapPort pcap -> pcap.joins(bell);
    }
  }

  private void watch() {
    changes++;
    int[] descriptors = new int[entries.size()];
    for (int i = 0; i < descriptors.length; i++) {
      descriptors[i] =
          entries.get(i).port() instanceof PacketPort packet && packet.seen() != PortState.GONE
              ? packet.descriptor()
              : -1;
    }
    waits.watch(descriptors);
  }

  /**
   * Waits until a port has frames, gives them to the ports' handlers, and returns. Also returns
   * when the time is over or {@link #wakeUp} is called, and early for no reason now and then.
   *
   * @param timeoutNs 0 or less looks once, {@link Long#MAX_VALUE} waits for ever
   * @return how many frames the handlers were given
   */
  public int poll(long timeoutNs) {
    int frames = takeReady();
    if (frames > 0 && turns++ < TURNS_WITHOUT_CALL) {
      return frames;
    }
    turns = 0;
    waits.await(frames > 0 ? 0 : anyLooks() ? Math.min(timeoutNs, LOOK_NS) : timeoutNs);
    return frames + takeAll();
  }

  /** From every port of which it is known, without a call, that it has something. */
  private int takeReady() {
    int frames = 0;
    List<Entry> before = entries;
    int changesBefore = changes;
    // If a handler changes the ports, the rest are served by the next poll.
    for (int i = 0; i < before.size() && changes == changesBefore; i++) {
      Entry entry = before.get(i);
      switch (entry.port()) {
        case PacketPort packet when packet.ready() -> frames += packet.take(entry.handler());
        case PcapPort pcap when pcap.ready() -> frames += pcap.take(entry.handler());
        case PacketPort packet -> {}
        case PcapPort pcap -> {}
      }
    }
    return frames;
  }

  private int takeAll() {
    int frames = 0;
    List<Entry> before = entries;
    int changesBefore = changes;
    // If a handler changes the ports, the rest are served by the next poll.
    for (int i = 0; i < before.size() && changes == changesBefore; i++) {
      Entry entry = before.get(i);
      switch (entry.port()) {
        case PacketPort packet -> {
          frames += packet.afterWait(waits.events(i), entry.handler());
          if (changes == changesBefore && packet.seen() == PortState.GONE) {
            waits.forget(i);
          }
        }
        case PcapPort pcap -> frames += pcap.take(entry.handler());
      }
    }
    return frames;
  }

  /** Whether a port wants to look at its interface even if nothing comes. */
  private boolean anyLooks() {
    for (int i = 0; i < entries.size(); i++) {
      switch (entries.get(i).port()) {
        case PacketPort packet when packet.seen() == PortState.DOWN -> {
          return true;
        }
        case PacketPort packet -> {}
        case PcapPort pcap -> {
          return true;
        }
      }
    }
    return false;
  }

  /** The ports, in the order in which they were added. */
  public Collection<RawPort> ports() {
    return entries.stream().map(Entry::port).toList();
  }

  /** Sends the batches of all ports; how many frames could not be sent. */
  public int flush() {
    int unsent = 0;
    for (int i = 0; i < entries.size(); i++) {
      unsent += entries.get(i).port().flush();
    }
    return unsent;
  }

  /** Any thread: ends the wait, or if nobody waits, the next one. */
  public void wakeUp() {
    waits.bell().ring();
  }

  /**
   * Lets the calling thread's waits end within microseconds of their time, at the price of more
   * wake-ups: the kernel's usual slack is 50 µs. Does nothing where there is no such setting.
   */
  public static void precise() {
    if (Native.isLinux()) {
      Prctl.timerSlack(1);
    }
  }

  /** Frees its own memory; the ports stay open, and belong to no poller. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      entries.forEach(entry -> joins(entry.port(), null));
      entries = List.of();
      waits.bell().close();
      waits.close();
    }
  }
}
