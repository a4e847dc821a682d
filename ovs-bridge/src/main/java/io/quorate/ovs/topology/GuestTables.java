package io.quorate.ovs.topology;

/**
 * What of somebody else's switch is ours while we are attached: two tables that he does not use,
 * and whatever carries our mark, in a cookie or in a group's id.
 */
public final class GuestTables {

  /** First table that is ours, but for the entries of table 0. */
  public static final int FIRST_TABLE = 241;

  /** Last table that is ours. */
  public static final int LAST_TABLE = 242;

  /** Upper half of the cookies of all our entries, and of the ids of our groups: "QU". */
  public static final long MARK = 0x5155;

  /** How far up in a cookie the mark stands. */
  public static final int COOKIE_SHIFT = 48;

  /** How far up in a group's id the mark stands. */
  public static final int GROUP_SHIFT = 16;

  private final OvsPrograms ovs;
  private final int groups;

  /**
   * @param groups how many groups a switch has of ours at most; they are numbered from 1
   */
  GuestTables(OvsPrograms ovs, int groups) {
    this.ovs = ovs;
    this.groups = groups;
  }

  /**
   * Sees that our tables are free.
   *
   * @throws TopologyException naming one that is not
   */
  void refuseTaken(String bridge) {
    String versions = ovs.vsctl("get", "bridge", bridge, "protocols").strip();
    if (!versions.equals("[]") && !versions.contains("OpenFlow13")) {
      throw new TopologyException(
          "%s speaks %s; ovs-vsctl add bridge %s protocols OpenFlow13 adds what is needed"
              .formatted(bridge, versions, bridge));
    }
    for (int table = FIRST_TABLE; table <= LAST_TABLE; table++) {
      if (ovs.ofctl("dump-flows", bridge, "table=" + table).contains("actions=")) {
        throw new TopologyException(
            "%s has flows in table %d, which is needed; move them".formatted(bridge, table));
      }
    }
  }

  /** Takes our entries and groups away. */
  void clear(String bridge) {
    String cookie = "cookie=0x%x/0x%x".formatted(MARK << COOKIE_SHIFT, 0xffffL << COOKIE_SHIFT);
    ovs.ofctl("del-flows", bridge, cookie);
    for (int place = 1; place <= groups; place++) {
      ovs.ofctl("del-groups", bridge, "group_id=" + ((MARK << GROUP_SHIFT) + place));
    }
  }
}
