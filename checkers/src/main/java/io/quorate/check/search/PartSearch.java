package io.quorate.check.search;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.verdict.DeadEnd;
import org.jspecify.annotations.Nullable;

/**
 * One part while it is searched, a stretch at a time. What is kept when the search of the part has
 * ended is its order or its dead end. For one thread at a time.
 */
final class PartSearch<S> {
  private final History history;
  private final Model<S> model;
  private final Partitions partitions;
  private final int number;
  private final Share share;

  private @Nullable Part part;
  private @Nullable DepthFirst<S> search;
  private DepthFirst.Status status = DepthFirst.Status.RUNNING;
  private long configurations;
  private long heldBefore;
  private long most;

  private int @Nullable [] order;
  private @Nullable DeadEnd deadEnd;

  PartSearch(
      History history, Model<S> model, Partitions partitions, int number, Allowance allowance) {
    this.history = history;
    this.model = model;
    this.partitions = partitions;
    this.number = number;
    this.share = new Share(allowance);
  }

  /** Searches until there is an answer, or this many configurations have been entered. */
  void run(long stretch) {
    heldBefore = share.takenBytes();
    Part mine = part;
    DepthFirst<S> running = search;
    if (mine == null || running == null) {
      mine = partitions.part(number);
      running = new DepthFirst<>(mine, model, share);
    }
    long before = running.configurations();
    status = running.run(stretch + partitions.operations(number));
    configurations = running.configurations() - before;
    most = share.takeMostBytes();
    keep(mine, running);
  }

  private void keep(Part mine, DepthFirst<S> running) {
    switch (status) {
      case RUNNING -> {
        part = mine;
        search = running;
      }
      case FOUND -> {
        order = mine.ids(running.furthest().path());
        drop(running);
      }
      case NONE, OUT_OF_MEMORY, OUT_OF_TIME, CANCELLED -> {
        deadEnd = running.deadEnd(history);
        drop(running);
      }
    }
  }

  private void drop(DepthFirst<S> running) {
    running.close();
    part = null;
    search = null;
  }

  /** May be called from another thread; see {@link Share#dismiss}. */
  void dismiss() {
    share.dismiss();
  }

  int number() {
    return number;
  }

  /** Where the search stands after the last stretch. */
  DepthFirst.Status status() {
    return status;
  }

  /** Configurations entered in the last stretch. */
  long configurations() {
    return configurations;
  }

  /** Bytes held before the last stretch. */
  long heldBefore() {
    return heldBefore;
  }

  /** The most bytes held at a time in the last stretch. */
  long most() {
    return most;
  }

  /** Bytes held now. */
  long held() {
    return share.takenBytes();
  }

  /** The order that was found. */
  int[] order() {
    if (order == null) {
      throw new IllegalStateException("no order has been found");
    }
    return order;
  }

  /** Where the search ended without an order. */
  DeadEnd deadEnd() {
    if (deadEnd == null) {
      throw new IllegalStateException("the search has not come to an end");
    }
    return deadEnd;
  }
}
