package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.flow.Ports;
import io.quorate.ovs.openflow.Message.FlowCommand;
import io.quorate.ovs.openflow.Message.FlowMod;
import io.quorate.ovs.openflow.Message.FlowRemovedTold;
import java.util.ArrayList;
import java.util.List;

/** Flows in changes, statistics and notices: Nicira's messages in 1.0, OpenFlow's own in 1.3. */
final class FlowCodec {
  static final int SEND_REMOVED = 1;
  private static final int OXM_MATCH = 1;
  private static final int NO_FLAGS = 0;
  private static final long NS_PER_S = 1_000_000_000L;

  private final OpenFlowVersion version;
  private final MatchCodec matches;
  private final InstructionCodec instructions;

  FlowCodec(OpenFlowVersion version) {
    this.version = version;
    this.matches = new MatchCodec(version);
    this.instructions = new InstructionCodec(version);
  }

  // ---------------------------------------------------------------- matches

  /** A match as 1.3 frames it, filled up to eight bytes. */
  void writeMatch(ByteBuf out, SwitchMatch match) {
    int start = out.writerIndex();
    out.writeShort(OXM_MATCH).writeShort(0);
    matches.write(out, match);
    out.setShort(start + 2, out.writerIndex() - start);
    Octets.padTo8(out, start);
  }

  SwitchMatch readMatch(ByteBuf in) {
    int type = in.readUnsignedShort();
    int length = in.readUnsignedShort();
    if (type != OXM_MATCH || length < 4) {
      throw new MalformedMessageException("a match of type %d, length %d".formatted(type, length));
    }
    SwitchMatch match = MatchCodec.read(Octets.slice(in, length - 4, "a match"));
    Octets.slice(in, (8 - length % 8) % 8, "a match's padding");
    return match;
  }

  /** Nicira's bare list of fields, whose length stands elsewhere. */
  private static SwitchMatch readFields(ByteBuf in, int length) {
    SwitchMatch match = MatchCodec.read(Octets.slice(in, length, "a match"));
    Octets.slice(in, (8 - length % 8) % 8, "a match's padding");
    return match;
  }

  // ---------------------------------------------------------------- changes

  void write(ByteBuf out, FlowMod mod) {
    if (version == V10) {
      write10(out, mod);
      return;
    }
    SwitchFlow flow = mod.flow();
    out.writeLong(flow.cookie()).writeLong(mod.cookieMask());
    out.writeByte(flow.table()).writeByte(mod.command().wire);
    out.writeShort(flow.idleTimeoutS()).writeShort(flow.hardTimeoutS());
    out.writeShort(flow.priority()).writeInt((int) mod.buffer());
    out.writeInt(PortNumbers.wide(mod.outPort())).writeInt((int) mod.outGroup());
    out.writeShort(mod.flags()).writeZero(2);
    writeMatch(out, flow.match());
    instructions.write(out, flow.actions(), flow.match().match());
  }

  private void write10(ByteBuf out, FlowMod mod) {
    SwitchFlow flow = mod.flow();
    out.writeLong(flow.cookie());
    out.writeShort(flow.table() << 8 | mod.command().wire);
    out.writeShort(flow.idleTimeoutS()).writeShort(flow.hardTimeoutS());
    out.writeShort(flow.priority()).writeInt((int) mod.buffer());
    out.writeShort(mod.outPort()).writeShort(mod.flags());
    int length = out.writerIndex();
    out.writeShort(0).writeZero(6);
    int start = out.writerIndex();
    matches.write(out, flow.match());
    out.setShort(length, out.writerIndex() - start);
    Octets.padTo8(out, start);
    instructions.write(out, flow.actions(), flow.match().match());
  }

  FlowMod readMod(ByteBuf in) {
    return version == V10 ? readMod10(in) : readMod13(in);
  }

  private FlowMod readMod13(ByteBuf in) {
    long cookie = in.readLong();
    long mask = in.readLong();
    int table = in.readUnsignedByte();
    FlowCommand command = FlowCommand.of(in.readUnsignedByte());
    int idle = in.readUnsignedShort();
    int hard = in.readUnsignedShort();
    int priority = in.readUnsignedShort();
    long buffer = in.readUnsignedInt();
    int outPort = PortNumbers.narrow(in.readInt());
    long outGroup = in.readUnsignedInt();
    int flags = in.readUnsignedShort();
    in.skipBytes(2);
    SwitchMatch match = readMatch(in);
    List<SwitchAction> actions = instructions.read(in);
    boolean tells = (flags & SEND_REMOVED) != 0;
    SwitchFlow flow = new SwitchFlow(table, priority, cookie, idle, hard, tells, match, actions);
    return new FlowMod(command, flow, mask, buffer, outPort, outGroup, flags);
  }

  private FlowMod readMod10(ByteBuf in) {
    long cookie = in.readLong();
    int tableAndCommand = in.readUnsignedShort();
    int idle = in.readUnsignedShort();
    int hard = in.readUnsignedShort();
    int priority = in.readUnsignedShort();
    long buffer = in.readUnsignedInt();
    int outPort = in.readUnsignedShort();
    int flags = in.readUnsignedShort();
    int length = in.readUnsignedShort();
    SwitchMatch match = readFields(in.skipBytes(6), length);
    List<SwitchAction> actions = instructions.read(in);
    boolean tells = (flags & SEND_REMOVED) != 0;
    SwitchFlow flow =
        new SwitchFlow(tableAndCommand >> 8, priority, cookie, idle, hard, tells, match, actions);
    FlowCommand command = FlowCommand.of(tableAndCommand & 0xff);
    return new FlowMod(command, flow, 0, buffer, outPort, SwitchGroup.NO_GROUP, flags);
  }

  // ---------------------------------------------------------------- statistics

  void write(ByteBuf out, FlowStatistics entry) {
    int start = out.writerIndex();
    SwitchFlow flow = entry.flow();
    out.writeShort(0).writeByte(flow.table()).writeByte(0);
    out.writeInt((int) (entry.durationNs() / NS_PER_S));
    out.writeInt((int) (entry.durationNs() % NS_PER_S));
    out.writeShort(flow.priority());
    out.writeShort(flow.idleTimeoutS()).writeShort(flow.hardTimeoutS());
    int length = out.writerIndex();
    if (version == V10) {
      out.writeShort(0).writeZero(4);
    } else {
      out.writeShort(entry.flags()).writeZero(4);
    }
    out.writeLong(flow.cookie()).writeLong(entry.packets()).writeLong(entry.bytes());
    if (version == V10) {
      int fields = out.writerIndex();
      matches.write(out, flow.match());
      out.setShort(length, out.writerIndex() - fields);
      Octets.padTo8(out, fields);
    } else {
      writeMatch(out, flow.match());
    }
    instructions.write(out, flow.actions(), flow.match().match());
    out.setShort(start, out.writerIndex() - start);
  }

  List<FlowStatistics> readStatistics(ByteBuf in) {
    List<FlowStatistics> flows = new ArrayList<>();
    while (in.isReadable()) {
      int length = in.readUnsignedShort();
      flows.add(readEntry(Octets.slice(in, length - 2, "a flow's statistics")));
    }
    return flows;
  }

  private FlowStatistics readEntry(ByteBuf in) {
    int table = in.readUnsignedByte();
    in.skipBytes(1);
    long durationNs = in.readUnsignedInt() * NS_PER_S + in.readUnsignedInt();
    int priority = in.readUnsignedShort();
    int idle = in.readUnsignedShort();
    int hard = in.readUnsignedShort();
    int flagsOrLength = in.readUnsignedShort();
    in.skipBytes(4);
    long cookie = in.readLong();
    long packets = in.readLong();
    long bytes = in.readLong();
    boolean old = version == V10;
    SwitchMatch match = old ? readFields(in, flagsOrLength) : readMatch(in);
    int flags = old ? NO_FLAGS : flagsOrLength;
    boolean tells = (flags & SEND_REMOVED) != 0;
    SwitchFlow flow =
        new SwitchFlow(table, priority, cookie, idle, hard, tells, match, instructions.read(in));
    return new FlowStatistics(flow, packets, bytes, durationNs, flags);
  }

  // ---------------------------------------------------------------- notices

  /** Nicira's in 1.0, which has the length of the match where 1.3 has the hard time-out. */
  void write(ByteBuf out, FlowRemovedTold removed) {
    SwitchFlow flow = removed.flow();
    out.writeLong(flow.cookie()).writeShort(flow.priority()).writeByte(removed.reason());
    out.writeByte(version == V10 ? flow.table() + 1 : flow.table());
    out.writeInt((int) (removed.durationNs() / NS_PER_S));
    out.writeInt((int) (removed.durationNs() % NS_PER_S));
    out.writeShort(flow.idleTimeoutS());
    int length = out.writerIndex();
    out.writeShort(flow.hardTimeoutS());
    out.writeLong(removed.packets()).writeLong(removed.bytes());
    if (version == V10) {
      int start = out.writerIndex();
      matches.write(out, flow.match());
      out.setShort(length, out.writerIndex() - start);
      Octets.padTo8(out, start);
    } else {
      writeMatch(out, flow.match());
    }
  }

  FlowRemovedTold readRemoved(ByteBuf in) {
    boolean old = version == V10;
    long cookie = in.readLong();
    int priority = in.readUnsignedShort();
    int reason = in.readUnsignedByte();
    int table = in.readUnsignedByte();
    long durationNs = in.readUnsignedInt() * NS_PER_S + in.readUnsignedInt();
    int idle = in.readUnsignedShort();
    int hardOrLength = in.readUnsignedShort();
    long packets = in.readLong();
    long bytes = in.readLong();
    SwitchMatch match = old ? readFields(in, hardOrLength) : readMatch(in);
    SwitchFlow flow =
        new SwitchFlow(
            old ? Math.max(table - 1, 0) : table,
            priority,
            cookie,
            idle,
            old ? 0 : hardOrLength,
            true,
            match,
            List.of());
    return new FlowRemovedTold(flow, reason, durationNs, packets, bytes);
  }

  /** A flow that stands for a table and a match only, in questions and deletions. */
  static SwitchFlow selector(int table) {
    return new SwitchFlow(table, 0, 0, 0, 0, false, SwitchMatch.of(Match.ANY), List.of());
  }

  /** Any port, in questions and deletions. */
  static int anyPort() {
    return Ports.NONE;
  }
}
