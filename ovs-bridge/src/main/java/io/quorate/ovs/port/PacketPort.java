package io.quorate.ovs.port;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A port on an AF_PACKET socket, called through the foreign function interface. */
final class PacketPort implements RawPort {

  /** How often an interface that is down is looked at. */
  private static final long LOOK_NS = 20_000_000;

  private final PacketSocket socket;
  private final Intake intake;
  private final SendBatch batch;
  private final Counters counters;
  private final WaitSet waits;
  private volatile @Nullable Bell pollersBell;
  private PortState seen = PortState.UP;
  private boolean closed;

  static PacketPort open(String interfaceName, PortOptions options) {
    Native.demandLinux("the port kind ffm", "use pcap4j");
    PacketSocket socket = new PacketSocket(interfaceName);
    try {
      return new PacketPort(socket, options);
    } catch (PortException e) {
      socket.close();
      throw e;
    }
  }

  private PacketPort(PacketSocket socket, PortOptions options) {
    this.socket = socket;
    counters = new Counters();
    EtherTypeFilter.attach(socket, options.etherTypes());
    intake =
        switch (options.reception()) {
          case MESSAGES -> new MessageIntake(socket, options, counters);
          case FRAME_RING -> new FrameRing(socket, options, counters);
          case BLOCK_RING -> new BlockRing(socket, options, counters);
        };
    batch = new SendBatch(socket, options, counters);
    waits = new WaitSet(Bell.create());
    waits.watch(new int[] {socket.descriptor()});
    socket.bind(options.promiscuous());
  }

  @Override
  public String interfaceName() {
    return socket.interfaceName();
  }

  @Override
  public long macAddress() {
    return socket.macAddress();
  }

  @Override
  public PortState state() {
    return socket.state();
  }

  @Override
  public int receive(long timeoutNs, FrameHandler handler) {
    if (intake.ready()) {
      int frames = take(handler);
      if (frames > 0) {
        return frames;
      }
    }
    long start = System.nanoTime();
    long left = timeoutNs;
    while (true) {
      waits.await(seen == PortState.DOWN ? Math.min(left, LOOK_NS) : left);
      int frames = afterWait(waits.events(0), handler);
      if (frames > 0 || waits.rung()) {
        return frames;
      }
      left = timeoutNs == Long.MAX_VALUE ? timeoutNs : timeoutNs - (System.nanoTime() - start);
      if (left <= 0) {
        return 0;
      }
    }
  }

  /** What a wait has found for this port: frames for the handler, or news of the interface. */
  int afterWait(int events, FrameHandler handler) {
    if ((events & WaitSet.TROUBLE) != 0) {
      socket.takeError();
      look(handler);
    } else if (seen == PortState.DOWN) {
      look(handler);
    }
    return (events & WaitSet.READABLE) != 0 ? take(handler) : 0;
  }

  int take(FrameHandler handler) {
    int frames = intake.take(handler);
    if (frames < 0) {
      socket.takeError();
      look(handler);
      return 0;
    }
    return frames;
  }

  /** Tells the handler if the interface is no longer as it was. */
  private void look(FrameHandler handler) {
    PortState now = seen == PortState.GONE ? seen : socket.state();
    if (now != seen) {
      seen = now;
      if (now == PortState.GONE) {
        waits.forget(0);
      }
      handler.changed(now);
    }
  }

  /** What {@link FrameHandler#changed} told last. */
  PortState seen() {
    return seen;
  }

  boolean ready() {
    return intake.ready();
  }

  int descriptor() {
    return socket.descriptor();
  }

  void joins(@Nullable Bell bell) {
    pollersBell = bell;
  }

  @Override
  public void send(byte[] frame, int length) {
    batch.put(frame, length);
  }

  @Override
  public void send(MemorySegment memory, long offset, int length) {
    batch.put(memory, offset, length);
  }

  @Override
  public int flush() {
    return batch.flush();
  }

  @Override
  public PortStatistics statistics() {
    return counters.with(socket.drops());
  }

  @Override
  public void wakeUp() {
    Bell bell = pollersBell;
    (bell != null ? bell : waits.bell()).ring();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      waits.bell().close();
      waits.close();
      intake.close();
      batch.close();
      socket.close();
    }
  }
}
