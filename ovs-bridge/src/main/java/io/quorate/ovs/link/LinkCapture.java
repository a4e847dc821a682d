package io.quorate.ovs.link;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.fabric.link.DropReason;
import io.quorate.fabric.link.Medium;
import io.quorate.fabric.trace.PcapngWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes every frame on every link to a pcapng file, as the simulator's captures have them: each
 * port an interface ({@code S1:2}), frames out of its node and into it. A thread of its own writes;
 * when the disk is slower than the links, frames are left out and counted.
 */
final class LinkCapture implements LinkTap, AutoCloseable {

  private static final int WAITING_MAX = 1 << 16;
  private static final Seen END = new Seen(-1, 0, PcapngWriter.Direction.INBOUND, new byte[0], "");

  private static final class Seen {
    final int port;
    final long timeNs;
    final PcapngWriter.Direction direction;
    final byte[] frame;
    final String comment;

    Seen(int port, long timeNs, PcapngWriter.Direction direction, byte[] frame, String comment) {
      this.port = port;
      this.timeNs = timeNs;
      this.direction = direction;
      this.frame = frame;
      this.comment = comment;
    }
  }

  private final PcapngWriter writer;
  private final List<Integer> senders = new ArrayList<>();
  private final List<Integer> receivers = new ArrayList<>();
  private final BlockingQueue<Seen> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong omitted = new AtomicLong();
  private final Thread thread;

  /** A capture in a file, which must not exist yet. */
  LinkCapture(Fabric fabric, Path file) {
    writer = PcapngWriter.create(file, "live " + fabric.name());
    for (Link link : fabric.links()) {
      int a = addPort(fabric, link.a(), link.b());
      int b = addPort(fabric, link.b(), link.a());
      senders.addAll(List.of(a, b));
      receivers.addAll(List.of(b, a));
    }
    thread = Thread.ofPlatform().name("capture").daemon().start(this::write);
  }

  private int addPort(Fabric fabric, String node, String peer) {
    int number =
        fabric.switches().stream()
            .filter(each -> each.name().equals(node))
            .flatMap(each -> each.ports().stream())
            .filter(each -> each.peer().equals(peer))
            .mapToInt(Switch.Port::number)
            .findFirst()
            .orElse(1);
    return writer.addPort(node + ":" + number, node + " port " + number + ", to " + peer);
  }

  @Override
  public void sent(int lane, long timeNs, byte[] frame) {
    see(senders.get(lane), timeNs, PcapngWriter.Direction.OUTBOUND, frame, "");
  }

  @Override
  public void delivered(int lane, long timeNs, byte[] frame, int alterations) {
    see(receivers.get(lane), timeNs, PcapngWriter.Direction.INBOUND, frame, words(alterations));
  }

  @Override
  public void dropped(int lane, long timeNs, byte[] frame, DropReason reason) {
    see(
        senders.get(lane),
        timeNs,
        PcapngWriter.Direction.OUTBOUND,
        frame,
        "dropped: " + reason.text());
  }

  private static String words(int alterations) {
    List<String> words = new ArrayList<>();
    if ((alterations & Medium.CORRUPTED) != 0) {
      words.add("corrupted");
    }
    if ((alterations & Medium.DUPLICATE) != 0) {
      words.add("duplicate");
    }
    if ((alterations & Medium.HELD) != 0) {
      words.add("held back");
    }
    return String.join(", ", words);
  }

  private void see(
      int port, long timeNs, PcapngWriter.Direction direction, byte[] frame, String comment) {
    if (!waiting.offer(new Seen(port, timeNs, direction, frame, comment))) {
      omitted.incrementAndGet();
    }
  }

  /** Frames that were left out. */
  long omitted() {
    return omitted.get();
  }

  private void write() {
    try {
      while (true) {
        Seen next = waiting.poll();
        if (next == null) {
          // Nothing comes just now: whoever reads the file sees all of it.
          writer.flush();
          next = waiting.take();
        }
        if (next.port < 0) {
          break;
        }
        writer.frame(next.port, next.timeNs, next.direction, next.frame, next.comment);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writer.close();
    }
  }

  /** Writes what waits and closes the file. */
  @Override
  public void close() {
    try {
      waiting.put(END);
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
