package io.quorate.paxos;

/** What a node still knows when it starts again; the same for all members of a group. */
public enum Durability {
  /**
   * All that it told anybody: promises, votes and deliveries are kept by its host, and are durable
   * before anything that follows from them leaves the node. The whole group may stop at once and
   * start again.
   */
  DURABLE,

  /** Nothing: what it had promised and voted for it must ask the others. */
  VOLATILE
}
