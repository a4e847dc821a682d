package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.store.LogReader;
import io.quorate.paxos.store.RecordCodec;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The store of one node, in bytes, and the effects that wait for it. What is not durable is lost in
 * a crash, from any byte on.
 */
final class Disk {

  private final Deque<Effect> held = new ArrayDeque<>();
  private byte[] bytes = {};
  private long start;
  private long durable;
  private long end;
  private int checkpoints;
  private int recordsLost;

  /** Takes the effect in; true if it may be carried out now. */
  boolean pass(Effect effect) {
    if (held.isEmpty() && !(effect instanceof Effect.Store)) {
      return true;
    }
    held.add(effect);
    if (effect instanceof Effect.Store(StoreRecord record)) {
      byte[] encoded = RecordCodec.encode(record, durable);
      if (encoded.length != RecordCodec.length(record)) {
        throw new AssertionError(encoded.length + " bytes, not " + RecordCodec.length(record));
      }
      append(encoded);
    }
    return false;
  }

  private void append(byte[] more) {
    int used = (int) (end - start);
    bytes = Arrays.copyOf(bytes, used + more.length);
    System.arraycopy(more, 0, bytes, used, more.length);
    end += more.length;
  }

  /** Records that wait. */
  int waiting() {
    return (int) held.stream().filter(each -> each instanceof Effect.Store).count();
  }

  /** Effects that wait, records among them. */
  int held() {
    return held.size();
  }

  /** Makes the oldest records durable, so many; what waited for these is free to go. */
  List<Effect> sync(int records) {
    List<Effect> free = new ArrayList<>();
    int left = records;
    while (!held.isEmpty() && (left > 0 || !(held.peek() instanceof Effect.Store))) {
      Effect effect = held.remove();
      free.add(effect);
      if (effect instanceof Effect.Store(StoreRecord record)) {
        left--;
        if (record instanceof StoreRecord.Checkpoint) {
          trim(durable);
          checkpoints++;
        }
        durable += RecordCodec.length(record);
      }
    }
    return free;
  }

  private void trim(long below) {
    bytes = Arrays.copyOfRange(bytes, (int) (below - start), bytes.length);
    start = below;
  }

  /** Checkpoints that became durable. */
  int checkpoints() {
    return checkpoints;
  }

  /** Records that were not durable when the node stopped. */
  int recordsLost() {
    return recordsLost;
  }

  /** The node stops: of what is not durable, some first part is there all the same. */
  void crash(SplittableRandom random) {
    recordsLost += waiting();
    held.clear();
    long kept = durable + random.nextLong(end - durable + 1);
    bytes = Arrays.copyOf(bytes, (int) (kept - start));
    end = kept;
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      append(noise);
    }
  }

  /** What the node finds when it starts again; the rest is cut off. */
  Recovered read() {
    return switch (LogReader.read(start, bytes)) {
      case LogReader.Intact(Recovered recovered, long sound, int torn) -> {
        bytes = Arrays.copyOf(bytes, (int) (sound - start));
        end = sound;
        durable = sound;
        yield recovered;
      }
      case LogReader.Damaged(long at, String why) ->
          throw new AssertionError("damaged at " + at + ": " + why);
    };
  }
}
