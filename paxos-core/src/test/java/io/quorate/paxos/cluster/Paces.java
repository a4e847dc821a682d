package io.quorate.paxos.cluster;

import java.util.SplittableRandom;

/** The members' clocks: each runs at a pace of its own, which changes now and then. */
final class Paces {

  private static final int CHANGES_ONE_IN = 500;

  private final Cluster cluster;
  private final SplittableRandom random;
  private final double stepTicks;
  private final double least;
  private final double most;
  private final double[] pace;
  private final double[] elapsed;

  /**
   * @param stepTicks ticks of a perfect clock in a step
   * @param least slowest pace, a perfect clock's being 1
   * @param most fastest
   */
  Paces(Cluster cluster, SplittableRandom random, double stepTicks, double least, double most) {
    this.cluster = cluster;
    this.random = random;
    this.stepTicks = stepTicks;
    this.least = least;
    this.most = most;
    pace = new double[cluster.members() + 1];
    elapsed = new double[cluster.members() + 1];
    for (int node = 1; node <= cluster.members(); node++) {
      pace[node] = drawn();
      elapsed[node] = random.nextDouble();
    }
  }

  /** The extremes are as likely as all between. */
  private double drawn() {
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> least + random.nextDouble() * (most - least);
    };
  }

  /** A step's time passes everywhere. */
  void step() {
    for (int node = 1; node <= cluster.members(); node++) {
      elapsed[node] += pace[node] * stepTicks;
      if (elapsed[node] >= 1) {
        elapsed[node]--;
        cluster.tick(node);
      }
      if (random.nextInt(CHANGES_ONE_IN) == 0) {
        pace[node] = drawn();
      }
    }
  }
}
