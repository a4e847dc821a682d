package io.quorate.fabric.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group made ready to execute: each bucket's actions in action-set order. */
final class CompiledGroup {
  private static final Field[] HASHED_BY_DEFAULT = {
    Field.ETH_SRC,
    Field.ETH_DST,
    Field.ETH_TYPE,
    Field.VLAN_TCI,
    Field.IP_PROTO,
    Field.IP_SRC,
    Field.IP_DST,
    Field.TP_SRC,
    Field.TP_DST
  };

  private final Group group;
  private final Field[] hashFields;
  private final Action[][] actions;

  CompiledGroup(Group group) {
    this.group = group;
    List<Field> fields = group.hashFields();
    this.hashFields = fields.isEmpty() ? HASHED_BY_DEFAULT : fields.toArray(new Field[0]);
    this.actions =
        group.buckets().stream()
            .map(bucket -> ActionSet.ordered(bucket.actions()).toArray(new Action[0]))
            .toArray(Action[][]::new);
  }

  Group group() {
    return group;
  }

  Group.Type type() {
    return group.type();
  }

  int buckets() {
    return actions.length;
  }

  /** What a bucket does; null for the bucket -1, that is none. */
  Action @Nullable [] actions(int bucket) {
    return bucket < 0 ? null : actions[bucket];
  }

  /** The first bucket whose watched port is live, or -1. */
  int firstLive(Datapath datapath) {
    for (int i = 0; i < actions.length; i++) {
      if (isLive(i, datapath)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The live bucket with the highest product of its weight and a hash of the frame and the bucket
   * (rendezvous hashing: when a bucket goes, only its own frames move), or -1.
   */
  int select(FlowKey key, Datapath datapath) {
    long hash = 0;
    for (Field field : hashFields) {
      hash = mix(hash ^ key.get(field));
    }
    int best = -1;
    long bestScore = -1;
    for (int i = 0; i < actions.length; i++) {
      int weight = group.buckets().get(i).weight();
      long score = (mix(hash + i) >>> 48) * weight;
      if (weight > 0 && score > bestScore && isLive(i, datapath)) {
        best = i;
        bestScore = score;
      }
    }
    return best;
  }

  private boolean isLive(int bucket, Datapath datapath) {
    int port = group.buckets().get(bucket).watchPort();
    return port == Ports.NONE || datapath.isLive(port);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ mixed >>> 31;
  }
}
