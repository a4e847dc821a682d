package io.quorate.fabric.sim;

import io.quorate.fabric.DiskModel;
import io.quorate.fabric.link.LatencyDraw;
import io.quorate.fabric.program.LogDisk;
import io.quorate.fabric.random.SeededRandom;
import io.quorate.fabric.time.EventTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one replica. It outlives crashes of its switch; what was not synced may outlive them
 * too, up to any byte, or not.
 */
final class SimulatedDisk implements LogDisk, EventTarget {

  /** Of several faults together. */
  private static final long SLOWNESS_MAX = 1_000_000;

  /** What a disk writes whole or not at all, and in any order. */
  private static final int SECTOR_BYTES = 512;

  private final Simulator simulator;
  private final DiskModel model;
  private final SeededRandom random;
  private final LatencyDraw latency;
  private byte[] bytes = new byte[1 << 12];
  private long start;
  private long end;

  /** All below is durable. */
  private long durable;

  /** Faults that act: how many fill it, and by how much each of the others slows it down. */
  private int fills;

  private final List<Integer> slowed = new ArrayList<>();
  private long slowness = 1;

  /** The one under way; null if there is none. */
  private @Nullable Sync sync;

  /** Times that one was begun, or put off, or hastened: only the last counts. */
  private long dues;

  private @Nullable DiskOwner owner;

  /** What was there before some of it was lost that was durable; null if none is. */
  private byte @Nullable [] whole;

  SimulatedDisk(Simulator simulator, DiskModel model, SeededRandom random) {
    this.simulator = simulator;
    this.model = model;
    this.random = random;
    this.latency = LatencyDraw.of(model.sync(), random);
  }

  void attach(DiskOwner whom) {
    owner = whom;
  }

  /** What will be done at a time, if nothing changes until then. */
  private record Sync(long dueNs, long until, Runnable done) {}

  @Override
  public long start() {
    return start;
  }

  @Override
  public byte[] read() {
    return Arrays.copyOf(bytes, (int) (end - start));
  }

  /**
   * What a node finds when it starts it makes durable before it goes on; that takes no time here.
   */
  @Override
  public void cut(long at) {
    assert at >= start && at <= end : "cut at " + at + " of " + start + ".." + end;
    end = at;
    advance(at);
  }

  @Override
  public long durable() {
    return durable;
  }

  private void advance(long until) {
    if (until > durable && owner != null) {
      int from = (int) (durable - start);
      owner.durable(durable, Arrays.copyOfRange(bytes, from, (int) (until - start)));
    }
    durable = Math.max(durable, until);
  }

  @Override
  public void trim(long below) {
    assert below <= durable : "trimmed to " + below + ", durable below " + durable;
    System.arraycopy(bytes, (int) (below - start), bytes, 0, (int) (end - below));
    start = below;
  }

  @Override
  public boolean append(byte[] more) {
    if (!hasRoom(more.length)) {
      return false;
    }
    int used = (int) (end - start);
    if (used + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(used + more.length, 2 * bytes.length));
    }
    System.arraycopy(more, 0, bytes, used, more.length);
    end += more.length;
    return true;
  }

  @Override
  public boolean hasRoom(long more) {
    return fills == 0 && end - start + more <= model.capacityBytes();
  }

  @Override
  public void sync(Runnable done) {
    due(new Sync(simulator.nowNs() + latency.nextNs() * slowness, end, done));
  }

  private void due(Sync next) {
    sync = next;
    dues++;
    simulator.at(next.dueNs(), this, dues, null);
  }

  @Override
  public void act(long code, @Nullable Object payload) {
    Sync now = sync;
    if (now != null && code == dues && owner != null) {
      sync = null;
      advance(now.until());
      owner.synced(now.done());
    }
  }

  // ---------------------------------------------------------------- faults

  /**
   * The switch stops. Of what was not durable all is lost, or nothing, or all from some byte on, or
   * one sector whose turn had not come when later ones were written.
   */
  void crash() {
    sync = null;
    if (whole != null) {
      return; // Nobody has written since.
    }
    switch (random.nextInt(4)) {
      case 0 -> end = durable;
      case 1 -> {}
      case 2 -> end = random.nextLong(durable, end + 1);
      default -> loseSector();
    }
  }

  /** The program that writes here stops: a part of what was not durable is gone. */
  void tear() {
    sync = null;
    if (whole == null) {
      end = random.nextLong(durable, end + 1);
    }
  }

  /** A part of what was durable is gone, until it is put back. The switch has stopped. */
  void lose() {
    whole = Arrays.copyOf(bytes, (int) (durable - start));
    end = durable == start ? start : random.nextLong(start, durable);
  }

  /** All that was durable is there again. */
  void putBack() {
    byte[] before = whole;
    if (before != null) {
      System.arraycopy(before, 0, bytes, 0, before.length);
      end = start + before.length;
      whole = null;
    }
  }

  private void loseSector() {
    if (end > durable) {
      long sector = random.nextLong(durable, end) / SECTOR_BYTES * SECTOR_BYTES;
      long from = Math.max(sector, durable);
      long to = Math.min(sector + SECTOR_BYTES, end);
      Arrays.fill(bytes, (int) (from - start), (int) (to - start), (byte) 0);
    }
  }

  /** There is no room any more, or again: fills are counted. */
  void fill(int change) {
    fills += change;
    assert fills >= 0 : "a disk has room again once";
  }

  /** A sync takes so many times as long from now on, or no more; also the one under way. */
  void slow(int times, boolean on) {
    if (on) {
      slowed.add(times);
    } else {
      slowed.remove(Integer.valueOf(times));
    }
    long before = slowness;
    slowness = slowed.stream().mapToLong(Integer::longValue).reduce(1, SimulatedDisk::slower);
    if (sync != null && slowness != before) {
      long leftNs = (sync.dueNs() - simulator.nowNs()) / before * slowness;
      due(new Sync(simulator.nowNs() + leftNs, sync.until(), sync.done()));
    }
  }

  private static long slower(long once, long again) {
    return Math.min(once * again, SLOWNESS_MAX);
  }
}
