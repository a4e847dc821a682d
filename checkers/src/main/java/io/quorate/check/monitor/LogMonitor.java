package io.quorate.check.monitor;

import io.quorate.check.model.Move;
import java.util.Arrays;
import java.util.List;

/**
 * An append-only log, to which every value is appended by at most one operation.
 *
 * <p>Then the longest read tells the order of all that it saw, and every other read must be a
 * beginning of it. Appends that no read has seen come after all reads, or, if they crashed, may be
 * left out.
 */
final class LogMonitor implements Monitor {
  private static final int NONE = -1;

  @Override
  public Finding judge(Slice slice) {
    int[] append = new int[slice.values];
    Arrays.fill(append, NONE);
    int reads = 0;
    for (int op = 0; op < slice.size(); op++) {
      switch (slice.word(op)) {
        case APPEND -> {
          if (append[slice.value(op)] != NONE) {
            return Finding.UNDECIDED;
          }
          append[slice.value(op)] = op;
        }
        case READ_LOG -> reads += slice.required(op) ? 1 : 0;
        default -> {
          return Finding.UNDECIDED;
        }
      }
    }
    return arrange(slice, append, byLength(slice, reads));
  }

  /** The reads, the shortest first. */
  private static long[] byLength(Slice slice, int count) {
    long[] reads = new long[count];
    int at = 0;
    for (int op = 0; op < slice.size(); op++) {
      if (slice.word(op) == Moves.Word.READ_LOG && slice.required(op)) {
        reads[at++] = (long) values(slice, op).size() << 32 | op;
      }
    }
    Arrays.sort(reads);
    return reads;
  }

  private static List<?> values(Slice slice, int op) {
    return slice.move(op) instanceof Move.ReadLog read ? read.values() : List.of();
  }

  private static Finding arrange(Slice slice, int[] append, long[] reads) {
    Layers layers = new Layers(slice);
    Sequence order = new Sequence(slice.size());
    boolean[] placed = new boolean[slice.values];
    List<?> log = List.of();
    for (long sorted : reads) {
      slice.patience.poll();
      int read = (int) sorted;
      List<?> values = values(slice, read);
      if (!values.subList(0, log.size()).equals(log)) {
        return Finding.IMPOSSIBLE;
      }
      for (Object next : values.subList(log.size(), values.size())) {
        int value = slice.find(next);
        if (value == Moves.NO_VALUE || append[value] == NONE || placed[value]) {
          return Finding.IMPOSSIBLE;
        }
        placed[value] = true;
        layers.next();
        order.add(append[value]);
        layers.add(append[value]);
      }
      if (values.size() > log.size()) {
        layers.next();
      }
      log = values;
      order.add(read);
      layers.add(read);
    }
    layers.next();
    for (int op = 0; op < slice.size(); op++) {
      boolean unseen = slice.word(op) == Moves.Word.APPEND && !placed[slice.value(op)];
      if (unseen && slice.required(op)) {
        order.add(op);
        layers.add(op);
      }
    }
    return layers.arePossible() ? new Finding.Ordered(order.toArray()) : Finding.IMPOSSIBLE;
  }
}
