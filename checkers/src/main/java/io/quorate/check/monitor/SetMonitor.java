package io.quorate.check.monitor;

import io.quorate.check.model.Move;
import java.util.Arrays;
import java.util.Set;

/**
 * A set that only grows, to which every element is added by at most one operation.
 *
 * <p>Then reads see more and more: sorted by what they see, each must contain the one before, and
 * this fixes everything but the order of additions between two reads that differ, and of reads that
 * see the same. An addition that no read has seen comes after all of them, or, if it crashed, may
 * be left out.
 */
final class SetMonitor implements Monitor {
  private static final int NONE = -1;

  @Override
  public Finding judge(Slice slice) {
    int[] addition = new int[slice.values];
    Arrays.fill(addition, NONE);
    int reads = 0;
    for (int op = 0; op < slice.size(); op++) {
      switch (slice.word(op)) {
        case ADD -> {
          if (addition[slice.value(op)] != NONE) {
            return Finding.UNDECIDED;
          }
          addition[slice.value(op)] = op;
        }
        case READ_SET -> reads += slice.required(op) ? 1 : 0;
        default -> {
          return Finding.UNDECIDED;
        }
      }
    }
    return arrange(slice, addition, bySize(slice, reads));
  }

  /** The reads, those that see least first. */
  private static long[] bySize(Slice slice, int count) {
    long[] reads = new long[count];
    int at = 0;
    for (int op = 0; op < slice.size(); op++) {
      if (slice.word(op) == Moves.Word.READ_SET && slice.required(op)) {
        reads[at++] = (long) elements(slice, op).size() << 32 | op;
      }
    }
    Arrays.sort(reads);
    return reads;
  }

  private static Set<?> elements(Slice slice, int op) {
    return slice.move(op) instanceof Move.ReadSet read ? read.elements() : Set.of();
  }

  private static Finding arrange(Slice slice, int[] addition, long[] reads) {
    Layers layers = new Layers(slice);
    Sequence order = new Sequence(slice.size());
    boolean[] placed = new boolean[slice.values];
    int size = 0;
    for (long sorted : reads) {
      slice.patience.poll();
      int read = (int) sorted;
      Set<?> elements = elements(slice, read);
      int before = order.size();
      if (!addNew(slice, elements, addition, placed, order)) {
        return Finding.IMPOSSIBLE;
      }
      size += order.size() - before;
      if (size != elements.size()) {
        return Finding.IMPOSSIBLE;
      }
      if (order.size() > before) {
        order.sortFrom(before);
        layers.next();
        order.addTo(layers, before);
        layers.next();
      }
      order.add(read);
      layers.add(read);
    }
    layers.next();
    for (int op = 0; op < slice.size(); op++) {
      boolean unseen = slice.word(op) == Moves.Word.ADD && !placed[slice.value(op)];
      if (unseen && slice.required(op)) {
        order.add(op);
        layers.add(op);
      }
    }
    return layers.arePossible() ? new Finding.Ordered(order.toArray()) : Finding.IMPOSSIBLE;
  }

  /** Orders the additions of elements that no read has seen before; false if one was not added. */
  private static boolean addNew(
      Slice slice, Set<?> elements, int[] addition, boolean[] placed, Sequence order) {
    for (Object element : elements) {
      int value = slice.find(element);
      if (value == Moves.NO_VALUE || addition[value] == NONE) {
        return false;
      }
      if (!placed[value]) {
        placed[value] = true;
        order.add(addition[value]);
      }
    }
    return true;
  }
}
