package io.quorate.fabric.flow;

import java.util.List;

/**
 * One action of a flow entry or bucket. An empty list of actions drops the frame.
 *
 * <p>Several spellings read as one action: {@code mod_dl_dst:M}, {@code set_field:M->eth_dst} and
 * {@code load:N->NXM_OF_ETH_DST[]} are all a {@link SetField}.
 */
public sealed interface Action {

  /**
   * Sends a copy by a port, ordinary or reserved; never back by the in-port unless {@code IN_PORT}.
   */
  record Output(int port) implements Action {}

  /** Sends a copy by the port whose number the field holds. */
  record OutputField(Subfield source) implements Action {}

  /** Writes bits of a field, if the frame has it; checksums follow. */
  record SetField(Field field, long value, long mask) implements Action {}

  /** Copies bits of one field to another, if the frame has both. */
  record Move(Subfield source, Subfield destination) implements Action {}

  /** Puts a tag with VLAN 0 in front. */
  record PushVlan(int tagType) implements Action {}

  /** Removes the outermost tag, if any. */
  record PopVlan() implements Action {}

  /** Sets the VLAN id of the outermost tag, which is put in first if there is none. */
  record ModVlanVid(int vid) implements Action {}

  /** Sets the priority of the outermost tag, which is put in first if there is none. */
  record ModVlanPcp(int pcp) implements Action {}

  /** One hop less to live; a frame that has none left stops this list of actions. */
  record DecTtl() implements Action {}

  /**
   * Searches a table and executes what is found there, then goes on.
   *
   * @param port in-port for the search only; {@link Ports#IN_PORT} = as it is
   * @param table 0..254, or {@link #CURRENT}
   */
  record Resubmit(int port, int table) implements Action {
    /** The table of the entry that is being executed. */
    public static final int CURRENT = 255;
  }

  /** Goes on in a later table; nothing may follow. */
  record GotoTable(int table) implements Action {}

  /** Writes bits of the metadata. */
  record WriteMetadata(long value, long mask) implements Action {}

  /** Adds to the action set, which is executed when the tables are done. */
  record WriteActions(List<Action> actions) implements Action {
    public WriteActions {
      actions = List.copyOf(actions);
    }
  }

  /** Empties the action set. */
  record ClearActions() implements Action {}

  /** Executes a group's buckets, each on a copy of the frame. */
  record ToGroup(long group) implements Action {}

  /** Executes actions on a copy of the frame. */
  record Clone(List<Action> actions) implements Action {
    public Clone {
      actions = List.copyOf(actions);
    }
  }

  /** Adds or refreshes a flow entry made from the frame. */
  record Learn(LearnTemplate template) implements Action {}

  /**
   * Does nothing; a remark that survives on a real switch.
   *
   * @param hex bytes as two digits each, dots between, e.g. {@code 01.02.00.00.00.00}; as many as
   *     OpenFlow carries: 6, 14, 22 …
   */
  record Note(String hex) implements Action {}

  /** Ours: runs a program on the frame. */
  record RunCode(int program) implements Action {}

  /** Ends the processing of the frame, but for the action set. */
  record Exit() implements Action {}
}
