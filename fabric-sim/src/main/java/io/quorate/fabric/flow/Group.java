package io.quorate.fabric.flow;

import java.util.List;

/**
 * A group: buckets of actions, of which all, one or the first live one are executed.
 *
 * @param id 0..0xffffff00
 * @param type how buckets are chosen
 * @param hashFields fields that {@code SELECT} hashes; empty = the usual addresses and ports
 * @param buckets in order
 */
public record Group(long id, Type type, List<Field> hashFields, List<Bucket> buckets) {

  /** How buckets are chosen. */
  public enum Type {
    /** Every bucket, each on its own copy. */
    ALL,
    /** One bucket, by a hash of the frame's fields and by weight. */
    SELECT,
    /** The only bucket. */
    INDIRECT,
    /** The first bucket whose watched port is live. */
    FAST_FAILOVER
  }

  /**
   * Actions executed together, as an action set: in OpenFlow's order, one output.
   *
   * @param weight share of frames in a {@code SELECT} group, 0..65535
   * @param watchPort port that must be live, or {@link Ports#NONE}
   * @param actions what is done
   */
  public record Bucket(int weight, int watchPort, List<Action> actions) {
    public Bucket {
      actions = List.copyOf(actions);
    }
  }

  public Group {
    hashFields = List.copyOf(hashFields);
    buckets = List.copyOf(buckets);
  }

  /** In canonical syntax, with names where there are; reads back equal with the same names. */
  public String text(Names names) {
    return FlowText.of(this, names);
  }

  /** In canonical syntax, numbers only; reads back equal. */
  @Override
  public String toString() {
    return FlowText.of(this, Names.NONE);
  }
}
