package io.quorate.fabric.plan;

/**
 * MAC addresses of the Paxos processes, locally administered: {@code 02:7a:GG:GG:NN:NN} is node N
 * of group G, and node 0 stands for whoever leads.
 */
public final class Addressing {

  private static final long PREFIX = 0x027AL << 32;

  private Addressing() {}

  /** Address of a member's Paxos process. */
  public static long ofNode(int group, int node) {
    return PREFIX | (long) group << 16 | node;
  }

  /** Address of the group's leader, whoever it is: what clients and ingress switches send to. */
  public static long ofLeader(int group) {
    return ofNode(group, 0);
  }
}
