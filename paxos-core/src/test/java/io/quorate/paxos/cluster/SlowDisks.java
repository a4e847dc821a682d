package io.quorate.paxos.cluster;

import io.quorate.paxos.Durability;
import java.util.SplittableRandom;

/**
 * Stores that take their time, so that much waits for them, and nodes that stop at the worst
 * moments: between any two effects, at any byte of what is being written, all at once.
 */
final class SlowDisks {

  private final Cluster cluster;
  private final SplittableRandom random;
  private final int syncs;
  private final int stops;
  private int blackouts;

  /** As wild as the generator says; still where nodes have no stores. */
  SlowDisks(Cluster cluster, Durability durability, SplittableRandom random) {
    this.cluster = cluster;
    this.random = random;
    boolean durable = durability == Durability.DURABLE;
    boolean slow = durable && random.nextInt(3) > 0;
    this.syncs = slow ? 20 << random.nextInt(4) : 0;
    this.stops = durable ? random.nextInt(3) : 0;
    if (slow) {
      cluster.syncLater();
    }
  }

  /** Of something that happens to stores, where a delivery weighs 100. */
  int weight() {
    return syncs + stops;
  }

  /** Times that all nodes stopped at once. */
  int blackouts() {
    return blackouts;
  }

  void act() {
    if (random.nextInt(weight()) < syncs) {
      sync(1 + random.nextInt(cluster.members()));
    } else if (random.nextInt(4) == 0) {
      blackouts++;
      for (int node = 1; node <= cluster.members(); node++) {
        stop(node);
      }
      for (int node = 1; node <= cluster.members(); node++) {
        cluster.restart(node);
      }
    } else {
      int node = 1 + random.nextInt(cluster.members());
      stop(node);
      cluster.restart(node);
    }
  }

  private void sync(int node) {
    int waiting = cluster.disk(node).waiting();
    if (waiting > 0) {
      cluster.sync(node, random.nextInt(3) == 0 ? 1 + random.nextInt(waiting) : waiting);
    }
  }

  private void stop(int node) {
    if (!cluster.isStopped(node)) {
      int records = random.nextInt(cluster.disk(node).waiting() + 1);
      cluster.stopAmidst(node, random.nextInt(cluster.disk(node).held() + 1), records);
    }
  }
}
