package io.quorate.paxos;

/**
 * Who belongs to the group: by node id, as messages say it, and by index (0 to size − 1), as the
 * tallies count it.
 */
final class Members {

  private final int[] nodes;
  private final int self;
  private final int selfIndex;

  Members(ReplicaConfig config) {
    nodes = config.members().stream().mapToInt(Integer::intValue).toArray();
    self = config.self();
    selfIndex = indexOf(self);
  }

  int size() {
    return nodes.length;
  }

  /** This node's id. */
  int self() {
    return self;
  }

  /** This node's index. */
  int selfIndex() {
    return selfIndex;
  }

  /** Node id of the member with this index. */
  int node(int index) {
    return nodes[index];
  }

  /** Index of the member with this node id, −1 if it is a stranger. */
  int indexOf(int node) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] == node) {
        return i;
      }
    }
    return -1;
  }
}
