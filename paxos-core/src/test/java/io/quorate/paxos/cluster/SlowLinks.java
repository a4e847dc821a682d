package io.quorate.paxos.cluster;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Links that keep what is sent over them for as long as they please, and let it go in any order,
 * long after whoever has sent it was started again.
 */
final class SlowLinks {

  private static final int HELD_MAX = 4_000;

  private final Cluster cluster;
  private final SplittableRandom random;
  private final int weight;

  SlowLinks(Cluster cluster, SplittableRandom random) {
    this.cluster = cluster;
    this.random = random;
    this.weight = random.nextInt(2) * (1 + random.nextInt(6));
  }

  /** Of something that happens to links, where a delivery weighs 100. */
  int weight() {
    return weight;
  }

  /** Other links are slow from now on; of what waits for those that are not, some goes on. */
  void act() {
    int percent = 20 + random.nextInt(60);
    for (int from = 1; from <= cluster.members(); from++) {
      for (int to = 1; to <= cluster.members(); to++) {
        cluster.network().slow(from, to, random.nextInt(100) < percent);
      }
    }
    List<Packet> held = cluster.network().heldBack();
    while (held.size() > HELD_MAX) {
      held.removeFirst();
    }
    cluster.network().letGo(packet -> random.nextBoolean());
  }

  /** No link is slow any more, and nothing is held back. */
  void heal() {
    for (int from = 1; from <= cluster.members(); from++) {
      for (int to = 1; to <= cluster.members(); to++) {
        cluster.network().slow(from, to, false);
      }
    }
    cluster.network().letGo(packet -> true);
  }
}
