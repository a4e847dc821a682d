package io.quorate.fabric.sim;

import io.quorate.fabric.DiskModel;
import io.quorate.fabric.program.LogDisk;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one replica. It outlives crashes of its switch; what was not synced may outlive them
 * too, up to any byte, or not.
 */
final class SimulatedDisk implements LogDisk, EventTarget {

  private final Simulator simulator;
  private final DiskModel model;
  private final SeededRandom random;
  private final LatencyDraw latency;
  private byte[] bytes = new byte[1 << 12];
  private long start;
  private long end;

  /** All below is durable. */
  private long durable;

  /** Faults that act: how many fill it, and how much longer a sync takes. */
  private int fills;

  private long slowness = 1;
  private @Nullable DiskOwner owner;
  private int crashes;
  private long lostBytes;

  SimulatedDisk(Simulator simulator, DiskModel model, SeededRandom random) {
    this.simulator = simulator;
    this.model = model;
    this.random = random;
    this.latency = LatencyDraw.of(model.sync(), random);
  }

  void attach(DiskOwner whom) {
    owner = whom;
  }

  /** A sync that is under way. */
  private record Sync(int crashesBefore, long until, Runnable done) {}

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
    long takesNs = latency.nextNs() * slowness;
    simulator.after(takesNs, this, 0, new Sync(crashes, end, done));
  }

  @Override
  public void act(long code, @Nullable Object payload) {
    if (payload instanceof Sync sync && sync.crashesBefore() == crashes && owner != null) {
      advance(Math.min(sync.until(), end));
      owner.synced(sync.done());
    }
  }

  // ---------------------------------------------------------------- faults

  /**
   * The switch stops. Of what was not durable all is lost, or nothing, or all from some byte on: a
   * torn write.
   */
  void crash() {
    crashes++;
    long kept =
        switch (random.nextInt(3)) {
          case 0 -> durable;
          case 1 -> end;
          default -> random.nextLong(durable, end + 1);
        };
    lostBytes += end - kept;
    end = kept;
  }

  /** There is no room any more, or again: fills are counted. */
  void fill(int change) {
    fills += change;
    assert fills >= 0 : "a disk has room again once";
  }

  /** A sync takes so many times as long from now on, or no more. */
  void slow(int times, boolean on) {
    slowness = on ? slowness * times : slowness / times;
  }

  /** Bytes written and lost in crashes. */
  long lostBytes() {
    return lostBytes;
  }

  /** All below this offset is durable. */
  long durableBelow() {
    return durable;
  }
}
