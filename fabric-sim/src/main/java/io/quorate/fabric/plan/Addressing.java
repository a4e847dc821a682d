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

  /** The node that an address of ours stands for, 0 for the leader; -1 if it is none of ours. */
  public static int nodeOf(long mac) {
    return mac >>> 32 == PREFIX >>> 32 ? (int) (mac & 0xffff) : -1;
  }

  /** The group that an address of ours belongs to; -1 if it is none of ours. */
  public static int groupOf(long mac) {
    return nodeOf(mac) < 0 ? -1 : (int) (mac >>> 16 & 0xffff);
  }

  /** Address of the group's leader, whoever it is: what clients and ingress switches send to. */
  public static long ofLeader(int group) {
    return ofNode(group, 0);
  }
}
