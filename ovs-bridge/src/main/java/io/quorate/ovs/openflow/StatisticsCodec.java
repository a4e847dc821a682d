package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.ovs.openflow.Message.StatisticsAnswer;
import io.quorate.ovs.openflow.Message.StatisticsQuestion;
import java.util.ArrayList;
import java.util.List;

/** What is asked for and answered in parts: "multipart" in 1.3, "stats" in 1.0. */
final class StatisticsCodec {
  private static final int DESCRIPTION = 0;
  private static final int FLOWS = 1;
  private static final int GROUPS = 7;
  private static final int METERS = 10;
  private static final int PORTS = 13;
  private static final int VENDOR = 0xffff;
  private static final int[] DESCRIPTION_BYTES = {256, 256, 256, 32, 256};
  private static final int ENTRIES_MIN_BYTES = 8;

  private final OpenFlowVersion version;
  private final FlowCodec flows;
  private final PortCodec ports;

  StatisticsCodec(OpenFlowVersion version) {
    this.version = version;
    this.flows = new FlowCodec(version);
    this.ports = new PortCodec(version);
  }

  void write(ByteBuf out, int flags, StatisticsQuestion question) {
    switch (question) {
      case StatisticsQuestion.Flows asked -> writeFlows(out, flags, asked);
      case StatisticsQuestion.Groups _ -> head(out, GROUPS, flags);
      case StatisticsQuestion.Meters(long meter) ->
          head(out, METERS, flags).writeInt((int) meter).writeZero(4);
      case StatisticsQuestion.Ports _ -> head(out, PORTS, flags);
      case StatisticsQuestion.Description _ -> head(out, DESCRIPTION, flags);
      case StatisticsQuestion.Unknown(int type, Bytes body) -> body.write(head(out, type, flags));
    }
  }

  private ByteBuf head(ByteBuf out, int type, int flags) {
    out.writeShort(type).writeShort(flags);
    return version == V10 ? out : out.writeZero(4);
  }

  private void writeFlows(ByteBuf out, int flags, StatisticsQuestion.Flows asked) {
    if (version == V10) {
      niciraFlows(head(out, VENDOR, flags));
      out.writeShort(asked.outPort());
      int length = out.writerIndex();
      out.writeShort(0).writeByte(asked.table()).writeZero(3);
      int start = out.writerIndex();
      new MatchCodec(version).write(out, asked.match());
      out.setShort(length, out.writerIndex() - start);
      Octets.padTo8(out, start);
      return;
    }
    head(out, FLOWS, flags).writeByte(asked.table()).writeZero(3);
    out.writeInt(PortNumbers.wide(asked.outPort())).writeInt((int) asked.outGroup()).writeZero(4);
    out.writeLong(asked.cookie()).writeLong(asked.cookieMask());
    flows.writeMatch(out, asked.match());
  }

  private static void niciraFlows(ByteBuf out) {
    out.writeInt(ActionWriter.NICIRA).writeInt(0).writeZero(4);
  }

  StatisticsQuestion readQuestion(int type, ByteBuf in) {
    if (version == V10) {
      return type == VENDOR && isNiciraFlows(in)
          ? readFlows10(in)
          : new StatisticsQuestion.Unknown(type, Bytes.rest(in));
    }
    in.skipBytes(4);
    return switch (type) {
      case DESCRIPTION -> new StatisticsQuestion.Description();
      case FLOWS -> readFlows13(in);
      case GROUPS -> new StatisticsQuestion.Groups();
      case METERS -> new StatisticsQuestion.Meters(in.readUnsignedInt());
      case PORTS -> new StatisticsQuestion.Ports();
      default -> new StatisticsQuestion.Unknown(type, Bytes.rest(in));
    };
  }

  private StatisticsQuestion readFlows13(ByteBuf in) {
    int table = in.readUnsignedByte();
    int port = PortNumbers.narrow(in.skipBytes(3).readInt());
    long group = in.readUnsignedInt();
    long cookie = in.skipBytes(4).readLong();
    long mask = in.readLong();
    return new StatisticsQuestion.Flows(table, port, group, cookie, mask, flows.readMatch(in));
  }

  private static StatisticsQuestion readFlows10(ByteBuf in) {
    int port = in.readUnsignedShort();
    int length = in.readUnsignedShort();
    int table = in.readUnsignedByte();
    ByteBuf fields = Octets.slice(in.skipBytes(3), length, "a match");
    return new StatisticsQuestion.Flows(
        table, port, SwitchGroup.NO_GROUP, 0, 0, MatchCodec.read(fields));
  }

  /** Looks whether Nicira's flow statistics follow; goes past their head if so. */
  private static boolean isNiciraFlows(ByteBuf in) {
    boolean is =
        in.readableBytes() >= 12
            && in.getInt(in.readerIndex()) == ActionWriter.NICIRA
            && in.getInt(in.readerIndex() + 4) == 0;
    if (is) {
      in.skipBytes(12);
    }
    return is;
  }

  void write(ByteBuf out, boolean more, StatisticsAnswer answer) {
    int flags = more ? 1 : 0;
    switch (answer) {
      case StatisticsAnswer.Flows(List<FlowStatistics> entries) -> {
        if (version == V10) {
          niciraFlows(head(out, VENDOR, flags));
        } else {
          head(out, FLOWS, flags);
        }
        entries.forEach(entry -> flows.write(out, entry));
      }
      case StatisticsAnswer.Groups(List<SwitchGroup> groups) -> {
        head(out, GROUPS, flags);
        groups.forEach(group -> write(out, group));
      }
      case StatisticsAnswer.Meters(List<SwitchMeter> meters) -> {
        head(out, METERS, flags);
        meters.forEach(meter -> write(out, meter));
      }
      case StatisticsAnswer.Ports(List<Message.PortWire> all) -> {
        head(out, PORTS, flags);
        all.forEach(port -> ports.write(out, port));
      }
      case StatisticsAnswer.Description(List<String> texts) -> {
        head(out, DESCRIPTION, flags);
        for (int i = 0; i < DESCRIPTION_BYTES.length; i++) {
          Octets.writeText(out, texts.get(i), DESCRIPTION_BYTES[i]);
        }
      }
      case StatisticsAnswer.Unknown(int type, Bytes body) -> body.write(head(out, type, flags));
    }
  }

  private static void write(ByteBuf out, SwitchGroup group) {
    int start = out.writerIndex();
    out.writeShort(0);
    GroupCodec.writeType(out, group.type());
    out.writeByte(0).writeInt((int) group.id());
    GroupCodec.writeBuckets(out, group.buckets());
    out.setShort(start, out.writerIndex() - start);
  }

  private static void write(ByteBuf out, SwitchMeter meter) {
    int start = out.writerIndex();
    out.writeShort(0).writeShort(meter.flags()).writeInt((int) meter.id());
    GroupCodec.writeBands(out, meter.bands());
    out.setShort(start, out.writerIndex() - start);
  }

  StatisticsAnswer readAnswer(int type, ByteBuf in) {
    if (version == V10) {
      if (type == VENDOR && isNiciraFlows(in)) {
        return new StatisticsAnswer.Flows(flows.readStatistics(in));
      }
      return type == DESCRIPTION
          ? readDescription(in)
          : new StatisticsAnswer.Unknown(type, Bytes.rest(in));
    }
    in.skipBytes(4);
    return switch (type) {
      case DESCRIPTION -> readDescription(in);
      case FLOWS -> new StatisticsAnswer.Flows(flows.readStatistics(in));
      case GROUPS -> new StatisticsAnswer.Groups(readGroups(in));
      case METERS -> new StatisticsAnswer.Meters(readMeters(in));
      case PORTS -> new StatisticsAnswer.Ports(ports.readAll(in));
      default -> new StatisticsAnswer.Unknown(type, Bytes.rest(in));
    };
  }

  private static StatisticsAnswer readDescription(ByteBuf in) {
    List<String> texts = new ArrayList<>();
    for (int bytes : DESCRIPTION_BYTES) {
      texts.add(Octets.text(in, bytes));
    }
    return new StatisticsAnswer.Description(texts);
  }

  private static List<SwitchGroup> readGroups(ByteBuf in) {
    List<SwitchGroup> groups = new ArrayList<>();
    while (in.isReadable()) {
      ByteBuf one = entry(in, "a group");
      var type = GroupCodec.readType(one);
      long id = one.skipBytes(1).readUnsignedInt();
      groups.add(new SwitchGroup(id, type, GroupCodec.readBuckets(one)));
    }
    return groups;
  }

  private static List<SwitchMeter> readMeters(ByteBuf in) {
    List<SwitchMeter> meters = new ArrayList<>();
    while (in.isReadable()) {
      ByteBuf one = entry(in, "a meter");
      int flags = one.readUnsignedShort();
      long id = one.readUnsignedInt();
      meters.add(new SwitchMeter(id, flags, GroupCodec.readBands(one)));
    }
    return meters;
  }

  /** One of several entries that begin with their length. */
  private static ByteBuf entry(ByteBuf in, String what) {
    int length = in.readUnsignedShort();
    if (length < ENTRIES_MIN_BYTES) {
      throw new MalformedMessageException(what + " claims a length of " + length);
    }
    return Octets.slice(in, length - 2, what);
  }
}
