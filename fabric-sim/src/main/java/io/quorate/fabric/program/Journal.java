package io.quorate.fabric.program;

import io.quorate.paxos.Effect;
import io.quorate.paxos.store.LogReader;
import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rule of {@link Effect}: what comes after a record waits until the record is durable.
 *
 * <p>One sync is under way at a time. What is stored meanwhile waits for the next, which makes all
 * of it durable at once: the busier the replica, the more records share a sync (group commit).
 */
public final class Journal {

  private final LogDisk disk;
  private final Consumer<Effect> release;
  private final ArrayDeque<Effect> held = new ArrayDeque<>();

  /** Offset of the first record that is held, of the end, and below which all is durable. */
  private long front;

  private long end;
  private long durable;

  /** Records held; and how many of the oldest the sync under way is for. */
  private int waiting;

  private int covered;

  private boolean full;

  /** Why the log that was found cannot be gone on with; empty if it can. */
  private String damage = "";

  /** Counts the starts, so that a sync that was begun before the last one is not taken for ours. */
  private int start;

  private long syncs;
  private long records;
  private long checkpoints;
  private long tornBytes;

  /**
   * @param release carries an effect out that has waited
   */
  public Journal(LogDisk disk, Consumer<Effect> release) {
    this.disk = disk;
    this.release = release;
  }

  /**
   * Takes an effect in.
   *
   * @return true if it need not wait, so that the caller carries it out
   */
  boolean pass(Effect effect) {
    if (isOut()) {
      return false;
    }
    if (effect instanceof Effect.Store(StoreRecord record)) {
      store(record);
      if (full) {
        return false;
      }
    } else if (held.isEmpty()) {
      return true;
    }
    held.add(effect);
    return false;
  }

  private void store(StoreRecord record) {
    byte[] bytes = RecordCodec.encode(record, durable);
    if (disk.append(bytes)) {
      end += bytes.length;
      waiting++;
    } else {
      full = true;
    }
  }

  /** To be called when all effects of a step were passed. */
  void sync() {
    if (covered == 0 && waiting > 0) {
      covered = waiting;
      long until = end;
      int of = start;
      disk.sync(() -> synced(of, until));
    }
  }

  private void synced(int of, long until) {
    if (of != start) {
      return;
    }
    syncs++;
    records += covered;
    durable = until;
    while (!held.isEmpty() && (covered > 0 || !(held.peek() instanceof Effect.Store))) {
      Effect effect = held.remove();
      if (effect instanceof Effect.Store(StoreRecord record)) {
        durable(record);
      } else {
        release.accept(effect);
      }
    }
    sync();
  }

  private void durable(StoreRecord record) {
    covered--;
    waiting--;
    if (record instanceof StoreRecord.Checkpoint) {
      disk.trim(front);
      checkpoints++;
    }
    front += RecordCodec.length(record);
  }

  /**
   * True if a record found no room: it and all that came after it is lost, and the replica must not
   * be stepped any more. What came before it still goes its way.
   */
  public boolean isFull() {
    return full;
  }

  /** Why the log that was found cannot be gone on with; empty if it can. */
  public String damage() {
    return damage;
  }

  /** True if the replica must not be stepped: it knows what its log could not take, or has lost. */
  public boolean isOut() {
    return full || !damage.isEmpty();
  }

  /** What was held back is lost: the node has stopped. */
  public void crash() {
    start++;
    held.clear();
    waiting = 0;
    covered = 0;
  }

  /**
   * Reads what is there, for a replica that starts; a torn end is cut off.
   *
   * @return null if what was durable is damaged or lost: {@link #damage} says what. Nothing was cut
   *     off then. The replica has forgotten promises and votes that others count on, and is not to
   *     be started: in a durable group nobody asks the others for what he has said.
   */
  public @Nullable Recovered read() {
    long durableBefore = disk.durable();
    switch (LogReader.read(disk.start(), disk.read())) {
      case LogReader.Intact(Recovered _, long sound, int _) when sound < durableBefore -> {
        damage =
            "the log is whole up to byte %d, and was durable up to byte %d"
                .formatted(sound, durableBefore);
        return null;
      }
      case LogReader.Intact(Recovered recovered, long sound, int torn) -> {
        damage = "";
        disk.cut(sound);
        tornBytes += torn;
        front = sound;
        end = sound;
        durable = sound;
        full = false;
        return recovered;
      }
      case LogReader.Damaged(long at, String why) -> {
        damage = "the log is damaged at byte " + at + ": " + why;
        return null;
      }
    }
  }

  /** Times that records were made durable. */
  public long syncs() {
    return syncs;
  }

  /** Records made durable. */
  public long records() {
    return records;
  }

  /** Of these, checkpoints. */
  public long checkpoints() {
    return checkpoints;
  }

  /** Bytes of torn records that were cut off at a start. */
  public long tornBytes() {
    return tornBytes;
  }
}
