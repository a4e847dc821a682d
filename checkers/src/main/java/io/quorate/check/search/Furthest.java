package io.quorate.check.search;

import java.util.Arrays;

/**
 * The path that came furthest: to the highest rank, and of those the one that places most. It is
 * copied only when the search turns back from it, and only where it differs from the last copy.
 */
final class Furthest {
  private int rank = -1;
  private int placed = -1;
  private int state;
  private int size;
  private int[] path = new int[16];
  private boolean stale;

  /** How much of the copy is the beginning of the present path too. */
  private int common;

  /** Looks at a position that has been reached. */
  void reach(Position position) {
    boolean further =
        position.rank() > rank || (position.rank() == rank && position.placed() > placed);
    if (further) {
      rank = position.rank();
      placed = position.placed();
      state = position.state();
      size = position.pathSize();
      stale = true;
    }
  }

  /** To be called before the position goes back to a path of {@code pathSize}. */
  void turnBack(Position position, int pathSize) {
    keep(position);
    common = Math.min(common, pathSize);
  }

  /** Copies the path if it has not been. */
  void keep(Position position) {
    if (stale) {
      if (path.length < size) {
        path = Arrays.copyOf(path, Math.max(size, 2 * path.length));
      }
      System.arraycopy(position.path(), common, path, common, size - common);
      common = size;
      stale = false;
    }
  }

  int rank() {
    return rank;
  }

  int placed() {
    return placed;
  }

  int state() {
    return state;
  }

  /** The path; to be asked after {@link #keep}. */
  int[] path() {
    return Arrays.copyOf(path, size);
  }
}
