package io.quorate.check.monitor;

/**
 * A container that gives its values out in any order. If nobody found it empty, a value is there to
 * be taken as often as it was put before, so values may be equal and crashed takes are left out;
 * otherwise it is a {@link ContainerMonitor}'s.
 */
final class BagMonitor implements Monitor {
  private final Monitor distinct = new ContainerMonitor(new BagArrangement());

  @Override
  public Finding judge(Slice slice) {
    for (int op = 0; op < slice.size(); op++) {
      switch (slice.word(op)) {
        case PUT, TAKE, TAKE_UNKNOWN -> {}
        case FIND_EMPTY -> {
          if (slice.required(op)) {
            return distinct.judge(slice);
          }
        }
        default -> {
          return Finding.UNDECIDED;
        }
      }
    }
    return BagArrangement.arrangeEqualValues(slice);
  }
}
