package io.quorate.check.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of each of several parts, on several threads. The parts are begun in their order, and
 * none of those behind the first that decides the whole matters: so what a round comes to is what
 * it would come to on one thread.
 */
final class Round<S> {
  private static final int NONE_YET = Integer.MAX_VALUE;

  private final List<PartSearch<S>> parts;
  private final long stretch;
  private final AtomicInteger next = new AtomicInteger();

  /** The first part that decides the whole. */
  private final AtomicInteger decisive = new AtomicInteger(NONE_YET);

  private volatile @Nullable Throwable failure;

  Round(List<PartSearch<S>> parts, long stretch) {
    this.parts = parts;
    this.stretch = stretch;
  }

  /** Runs all parts, the calling thread being one of the threads. */
  void run(int threads) {
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, parts.size()); i++) {
      others.add(Thread.ofPlatform().daemon().name("quorate-search-" + i).start(this::work));
    }
    work();
    joinAll(others);
    switch (failure) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException e -> throw e;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  /** The parts that matter: all, or those up to the one that decides. */
  List<PartSearch<S>> results() {
    return decisive.get() == NONE_YET ? parts : parts.subList(0, decisive.get() + 1);
  }

  /**
   * Whether memory would have sufficed at every moment, had the parts run one after the other.
   *
   * @param leftBytes what could still be taken when the round began
   */
  boolean fitsOneByOne(long leftBytes) {
    long left = leftBytes;
    for (PartSearch<S> part : results()) {
      if (part.status() == DepthFirst.Status.OUT_OF_MEMORY
          || part.most() - part.heldBefore() > left) {
        return false;
      }
      left -= part.held() - part.heldBefore();
    }
    return true;
  }

  private void work() {
    try {
      int mine = next.getAndIncrement();
      while (mine < parts.size() && mine < decisive.get() && failure == null) {
        parts.get(mine).run(stretch);
        if (decides(parts.get(mine).status())) {
          dismissAllBehind(mine);
        }
        mine = next.getAndIncrement();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      dismissAllBehind(-1);
    }
  }

  private static boolean decides(DepthFirst.Status status) {
    return switch (status) {
      case NONE, OUT_OF_TIME, CANCELLED -> true;
      case RUNNING, FOUND, OUT_OF_MEMORY -> false;
    };
  }

  /** Those that were begun; the rest will not be. */
  private void dismissAllBehind(int part) {
    decisive.accumulateAndGet(part, Math::min);
    int begun = Math.min(next.get(), parts.size());
    for (int behind = part + 1; behind < begun; behind++) {
      parts.get(behind).dismiss();
    }
  }

  /** A thread that is interrupted meanwhile stays so: the budget says when to stop. */
  private static void joinAll(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
