package io.quorate.check.search;

/**
 * The part of an {@link Allowance} that one search has taken. For the thread that searches; but
 * {@link #dismiss} may be called from another.
 */
final class Share {
  private final Allowance allowance;
  private long takenBytes;
  private long mostBytes;
  private volatile boolean dismissed;

  Share(Allowance allowance) {
    this.allowance = allowance;
  }

  /** Takes memory for a table that is about to be made; false when the budget has no more. */
  boolean take(long bytes) {
    if (!allowance.take(bytes)) {
      return false;
    }
    takenBytes += bytes;
    mostBytes = Math.max(mostBytes, takenBytes);
    return true;
  }

  /** Gives back all that was taken. */
  void giveBack() {
    allowance.giveBack(takenBytes);
    takenBytes = 0;
  }

  long takenBytes() {
    return takenBytes;
  }

  /** The most that was taken at a time since the last call of this method. */
  long takeMostBytes() {
    long most = mostBytes;
    mostBytes = takenBytes;
    return most;
  }

  /** Nobody wants to know any more: the search is to end as if it had been cancelled. */
  void dismiss() {
    dismissed = true;
  }

  /** Whether the search must stop, and why. */
  DepthFirst.Status status() {
    return dismissed ? DepthFirst.Status.CANCELLED : allowance.status();
  }
}
