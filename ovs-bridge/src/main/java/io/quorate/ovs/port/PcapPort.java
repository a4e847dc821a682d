package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;

/**
 * A port of libpcap, through Pcap4J. A thread of its own, {@link PcapReader}, takes the frames;
 * what is sent goes out at once, since libpcap knows no batches.
 */
final class PcapPort implements RawPort {

  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int BATCH = 64;

  /** How often the interface's state is looked at. */
  static final long LOOK_NS = 20_000_000;

  private final PortOptions options;
  private final PcapHandle handle;
  private final PcapInterface link;
  private final PcapReader reader;
  private final Counters counters = new Counters();
  private final WaitSet waits = new WaitSet(Bell.create());
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile @Nullable Bell pollersBell;
  private PortState seen = PortState.UP;
  private long lookedNs = System.nanoTime();
  private long reportedUnsent;
  private long handleDrops;
  private boolean closed;

  static PcapPort open(String interfaceName, PortOptions options) {
    PcapInterface link = new PcapInterface(interfaceName);
    try {
      return new PcapPort(link, PcapHandles.open(interfaceName, options), options);
    } catch (PortException e) {
      link.close();
      throw e;
    }
  }

  private PcapPort(PcapInterface link, PcapHandle handle, PortOptions options) {
    this.link = link;
    this.handle = handle;
    this.options = options;
    reader = new PcapReader(handle, link.name(), this::bell);
    reader.start();
  }

  private Bell bell() {
    Bell bell = pollersBell;
    return bell != null ? bell : waits.bell();
  }

  @Override
  public String interfaceName() {
    return link.name();
  }

  @Override
  public long macAddress() {
    return link.macAddress();
  }

  @Override
  public PortState state() {
    return link.state();
  }

  @Override
  public int receive(long timeoutNs, FrameHandler handler) {
    long start = System.nanoTime();
    long left = timeoutNs;
    while (true) {
      int frames = take(handler);
      if (frames > 0 || woken.getAndSet(false) || left <= 0) {
        return frames;
      }
      waits.await(Math.min(left, LOOK_NS));
      if (timeoutNs != Long.MAX_VALUE) {
        left = timeoutNs - (System.nanoTime() - start);
      }
    }
  }

  /** Gives the handler news of the interface and a batch of what waits. */
  int take(FrameHandler handler) {
    look(handler);
    int given = 0;
    while (given < BATCH) {
      PcapReader.Arrival arrival = reader.next();
      if (arrival == null) {
        break;
      }
      given++;
      MemorySegment frame = arrival.frame();
      handler.frame(frame, 0, (int) frame.byteSize(), arrival.timestampNs());
    }
    counters.received.add(given);
    return given;
  }

  /** libpcap says nothing of an interface that is down, so it is asked now and then. */
  private void look(FrameHandler handler) {
    long nowNs = System.nanoTime();
    if (nowNs - lookedNs < LOOK_NS || seen == PortState.GONE) {
      return;
    }
    lookedNs = nowNs;
    PortState now = link.state();
    if (now != seen) {
      seen = now;
      handler.changed(now);
    }
  }

  /** Whether {@link #take} would find a frame. */
  boolean ready() {
    return !reader.isEmpty();
  }

  void joins(@Nullable Bell bell) {
    pollersBell = bell;
  }

  @Override
  public void send(byte[] frame, int length) {
    if (length > frame.length) {
      throw new IndexOutOfBoundsException(length + " bytes of an array of " + frame.length);
    }
    if (length < ETHERNET_HEADER_BYTES || length > options.frameBytesMax()) {
      counters.unsentSize.add(1);
      return;
    }
    try {
      handle.sendPacket(frame, length);
      counters.sent.add(1);
    } catch (PcapNativeException | NotOpenException e) {
      String why = String.valueOf(e.getMessage());
      if (why.contains("too long")) {
        counters.unsentSize.add(1);
      } else if (why.contains("buffer space")) {
        counters.unsentNoBuffer.add(1);
      } else if (link.state() != PortState.UP) {
        counters.unsentLinkDown.add(1);
      } else {
        counters.unsentOther.add(1);
      }
    }
  }

  @Override
  public void send(MemorySegment memory, long offset, int length) {
    send(FrameHandler.copy(memory, offset, length), length);
  }

  @Override
  public int flush() {
    long unsent = counters.unsent();
    int fresh = (int) (unsent - reportedUnsent);
    reportedUnsent = unsent;
    return fresh;
  }

  @Override
  public synchronized PortStatistics statistics() {
    if (!closed) {
      handleDrops = PcapHandles.drops(handle, handleDrops);
    }
    return counters.with(handleDrops + reader.drops(), reader.truncated());
  }

  @Override
  public void wakeUp() {
    woken.set(true);
    bell().ring();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      statistics();
      closed = true;
      reader.stop();
      handle.close();
      link.close();
      waits.bell().close();
      waits.close();
    }
  }
}
