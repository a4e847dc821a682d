package io.quorate.ovs.openflow;

import java.util.List;

/** What is said over a connection to a switch, in both directions. */
sealed interface Message {

  /** Bit n of the bitmap is set if version n is spoken; -1 if no bitmap is sent. */
  record Hello(int bitmap) implements Message {}

  /**
   * Something was refused.
   *
   * @param type and
   * @param code as the specification numbers them
   * @param data of the message that was refused, the beginning at least
   */
  record ErrorTold(int type, int code, Bytes data) implements Message {}

  record EchoRequest(Bytes data) implements Message {}

  record EchoReply(Bytes data) implements Message {}

  record FeaturesRequest() implements Message {}

  /** Ports come in 1.0 only. */
  record FeaturesReply(SwitchFeatures features, int auxiliary, Bytes rest, List<PortWire> ports)
      implements Message {}

  record SetConfig(int flags, int missSendLength) implements Message {}

  /** In 1.3 with the whole match; in 1.0 there is the port only. */
  record PacketIn(
      long buffer,
      int frameLength,
      int reason,
      int table,
      long cookie,
      SwitchMatch match,
      Bytes frame)
      implements Message {}

  record PacketOut(long buffer, int inPort, List<SwitchAction> actions, Bytes frame)
      implements Message {}

  record PortStatus(PortReason reason, PortWire port) implements Message {}

  /** How a port changed. */
  enum PortReason {
    ADDED(0),
    DELETED(1),
    MODIFIED(2);

    final int wire;

    PortReason(int wire) {
      this.wire = wire;
    }

    static PortReason of(int wire) {
      for (PortReason one : values()) {
        if (one.wire == wire) {
          return one;
        }
      }
      throw new MalformedMessageException("a port's status of kind " + wire);
    }
  }

  /** A port with all that is said of it, of which we look at little. */
  record PortWire(SwitchPort port, int config, int state, Bytes rest) {}

  record FlowRemovedTold(SwitchFlow flow, int reason, long durationNs, long packets, long bytes)
      implements Message {}

  /**
   * A change of the flow table.
   *
   * @param cookieMask which bits of the cookie select flows
   * @param buffer frame that it is applied to as well, 0xffffffff for none
   * @param outPort selects flows to delete; NONE for any
   * @param outGroup selects flows to delete
   * @param flags as the specification numbers them
   */
  record FlowMod(
      FlowCommand command,
      SwitchFlow flow,
      long cookieMask,
      long buffer,
      int outPort,
      long outGroup,
      int flags)
      implements Message {}

  /** What is done to flows. */
  enum FlowCommand {
    ADD(0),
    MODIFY(1),
    MODIFY_STRICT(2),
    DELETE(3),
    DELETE_STRICT(4);

    final int wire;

    FlowCommand(int wire) {
      this.wire = wire;
    }

    static FlowCommand of(int wire) {
      for (FlowCommand one : values()) {
        if (one.wire == wire) {
          return one;
        }
      }
      throw new MalformedMessageException("a change of a flow of kind " + wire);
    }
  }

  record GroupMod(EntryCommand command, SwitchGroup group) implements Message {}

  /** What is done to a group or meter. */
  enum EntryCommand {
    ADD(0),
    MODIFY(1),
    DELETE(2);

    final int wire;

    EntryCommand(int wire) {
      this.wire = wire;
    }

    static EntryCommand of(int wire) {
      for (EntryCommand one : values()) {
        if (one.wire == wire) {
          return one;
        }
      }
      throw new MalformedMessageException("a change of a group or meter of kind " + wire);
    }
  }

  record MeterMod(EntryCommand command, SwitchMeter meter) implements Message {}

  record BarrierRequest() implements Message {}

  record BarrierReply() implements Message {}

  record RoleRequest(int role, long generation) implements Message {}

  record RoleReply(int role, long generation) implements Message {}

  /** Opening, committing … of a bundle (ONF extension 230). */
  record BundleControl(int bundle, int type, int flags) implements Message {}

  /** A message put into a bundle; it has the same transaction id as what it is carried in. */
  record BundleAdd(int bundle, int flags, Message message) implements Message {}

  /** Nicira: flow changes name their table. */
  record FlowModTableId(boolean on) implements Message {}

  /** Nicira: how flows are written in what the switch says unasked. */
  record FlowFormat(int format) implements Message {}

  record StatisticsRequest(int flags, StatisticsQuestion question) implements Message {}

  record StatisticsReply(boolean more, StatisticsAnswer answer) implements Message {}

  /** What we have no word for. */
  record Unknown(int type, Bytes body) implements Message {}

  /** What can be asked for in parts. */
  sealed interface StatisticsQuestion {
    record Flows(
        int table, int outPort, long outGroup, long cookie, long cookieMask, SwitchMatch match)
        implements StatisticsQuestion {}

    record Groups() implements StatisticsQuestion {}

    record Meters(long meter) implements StatisticsQuestion {}

    record Ports() implements StatisticsQuestion {}

    record Description() implements StatisticsQuestion {}

    record Unknown(int type, Bytes body) implements StatisticsQuestion {}
  }

  /** What comes in parts. */
  sealed interface StatisticsAnswer {
    record Flows(List<FlowStatistics> flows) implements StatisticsAnswer {}

    record Groups(List<SwitchGroup> groups) implements StatisticsAnswer {}

    record Meters(List<SwitchMeter> meters) implements StatisticsAnswer {}

    record Ports(List<PortWire> ports) implements StatisticsAnswer {}

    record Description(List<String> texts) implements StatisticsAnswer {}

    record Unknown(int type, Bytes body) implements StatisticsAnswer {}
  }
}
