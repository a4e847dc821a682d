package io.quorate.ovs.openflow;

import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group as it stands on a real switch.
 *
 * @param id 0..0xffffff00
 * @param type how buckets are chosen
 * @param buckets in order
 */
public record SwitchGroup(long id, Group.Type type, List<Bucket> buckets) {

  /** Watches no group. */
  static final long NO_GROUP = 0xffff_ffffL;

  public SwitchGroup {
    buckets = List.copyOf(buckets);
  }

  /**
   * Actions that are executed together.
   *
   * @param weight share of frames in a {@code SELECT} group
   * @param watchPort port that must be live, or {@link io.quorate.fabric.flow.Ports#NONE}
   * @param watchGroup group that must have a live bucket, or 0xffffffff
   * @param actions what is done
   */
  public record Bucket(int weight, int watchPort, long watchGroup, List<SwitchAction> actions) {
    public Bucket {
      actions = List.copyOf(actions);
    }
  }

  /**
   * A group of ours.
   *
   * @throws InexpressibleException if it says what {@code SELECT} hashes: that is OpenFlow 1.5
   */
  public static SwitchGroup of(Group group) {
    if (!group.hashFields().isEmpty()) {
      throw new InexpressibleException(
          "group %d: OpenFlow 1.3 has no selection_method=hash,fields(…); leave it out"
              .formatted(group.id()));
    }
    List<Bucket> buckets = new ArrayList<>();
    for (Group.Bucket bucket : group.buckets()) {
      buckets.add(
          new Bucket(
              bucket.weight(), bucket.watchPort(), NO_GROUP, SwitchAction.of(bucket.actions())));
    }
    return new SwitchGroup(group.id(), group.type(), buckets);
  }

  /** As one of our groups, if we have words for all of it. */
  public Optional<Group> group() {
    List<Group.Bucket> plain = new ArrayList<>();
    for (Bucket bucket : buckets) {
      List<Action> actions = ActionReader.plain(bucket.actions());
      if (actions == null || bucket.watchGroup() != NO_GROUP) {
        return Optional.empty();
      }
      plain.add(new Group.Bucket(bucket.weight(), bucket.watchPort(), actions));
    }
    return Optional.of(new Group(id, type, List.of(), plain));
  }

  @Override
  public String toString() {
    return group()
        .map(Group::toString)
        .orElseGet(() -> "group_id=" + id + ",type=" + type + ",buckets=" + buckets);
  }
}
