package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Match;
import java.util.List;

/** Whole messages of one version, header included. */
final class MessageCodec {
  static final int HEADER_BYTES = 8;

  private static final int BITMAP = 1;

  private final OpenFlowVersion version;
  private final FlowCodec flows;
  private final PortCodec ports;
  private final StatisticsCodec statistics;
  private final ExperimenterCodec experimenter;

  MessageCodec(OpenFlowVersion version) {
    this.version = version;
    this.flows = new FlowCodec(version);
    this.ports = new PortCodec(version);
    this.statistics = new StatisticsCodec(version);
    this.experimenter = new ExperimenterCodec(version, flows, this);
  }

  /**
   * Writes a message whole.
   *
   * @throws InexpressibleException if this version cannot say it, or not in 65,535 bytes
   */
  void write(ByteBuf out, Envelope envelope) {
    int start = out.writerIndex();
    out.writeByte(envelope.version()).writeByte(0).writeShort(0).writeInt(envelope.xid());
    int type = body(out, envelope);
    int length = out.writerIndex() - start;
    if (length > 0xffff) {
      throw new InexpressibleException(
          "a message of %d bytes; OpenFlow has at most 65535".formatted(length));
    }
    out.setByte(start + 1, type).setShort(start + 2, length);
  }

  /** Writes what follows the header; returns the message's type. */
  private int body(ByteBuf out, Envelope envelope) {
    boolean old = version == V10;
    return switch (envelope.message()) {
      case Message.Hello(int bitmap) -> hello(out, bitmap);
      case Message.ErrorTold error -> error(out, error);
      case Message.EchoRequest(Bytes data) -> plain(out, data, 2);
      case Message.EchoReply(Bytes data) -> plain(out, data, 3);
      case Message.FeaturesRequest _ -> 5;
      case Message.FeaturesReply reply -> features(out, reply);
      case Message.SetConfig config -> config(out, config);
      case Message.PacketIn in -> packetIn(out, in);
      case Message.FlowRemovedTold removed ->
          old ? experimenter.write(out, removed) : flowRemoved(out, removed);
      case Message.PortStatus status -> portStatus(out, status);
      case Message.PacketOut packet -> packetOut(out, packet);
      case Message.FlowMod mod -> old ? experimenter.write(out, mod) : flowMod(out, mod);
      case Message.GroupMod mod -> groupMod(out, mod);
      case Message.MeterMod mod -> meterMod(out, mod);
      case Message.BarrierRequest _ -> old ? 18 : 20;
      case Message.BarrierReply _ -> old ? 19 : 21;
      case Message.StatisticsRequest request -> question(out, request);
      case Message.StatisticsReply reply -> answer(out, reply);
      case Message.RoleRequest(int role, long from) -> experimenter.role(out, 24, role, from);
      case Message.RoleReply(int role, long from) -> experimenter.role(out, 25, role, from);
      case Message.BundleControl control -> experimenter.write(out, control);
      case Message.BundleAdd add -> experimenter.write(out, add, envelope.xid());
      case Message.FlowModTableId(boolean on) -> experimenter.tableId(out, on);
      case Message.FlowFormat(int format) -> experimenter.format(out, format);
      case Message.Unknown(int type, Bytes body) -> plain(out, body, type);
    };
  }

  private static int plain(ByteBuf out, Bytes data, int type) {
    data.write(out);
    return type;
  }

  private static int hello(ByteBuf out, int bitmap) {
    if (bitmap != -1) {
      out.writeShort(BITMAP).writeShort(8).writeInt(bitmap);
    }
    return 0;
  }

  private static int error(ByteBuf out, Message.ErrorTold error) {
    out.writeShort(error.type()).writeShort(error.code());
    return plain(out, error.data(), 1);
  }

  private static int config(ByteBuf out, Message.SetConfig config) {
    out.writeShort(config.flags()).writeShort(config.missSendLength());
    return 9;
  }

  private int flowRemoved(ByteBuf out, Message.FlowRemovedTold removed) {
    flows.write(out, removed);
    return 11;
  }

  private int portStatus(ByteBuf out, Message.PortStatus status) {
    out.writeByte(status.reason().wire).writeZero(7);
    ports.write(out, status.port());
    return 12;
  }

  private int flowMod(ByteBuf out, Message.FlowMod mod) {
    flows.write(out, mod);
    return 14;
  }

  private int question(ByteBuf out, Message.StatisticsRequest request) {
    statistics.write(out, request.flags(), request.question());
    return version == V10 ? 16 : 18;
  }

  private int answer(ByteBuf out, Message.StatisticsReply reply) {
    statistics.write(out, reply.more(), reply.answer());
    return version == V10 ? 17 : 19;
  }

  private int features(ByteBuf out, Message.FeaturesReply reply) {
    SwitchFeatures features = reply.features();
    out.writeLong(features.datapathId()).writeInt((int) features.buffers());
    out.writeByte(features.tables()).writeByte(reply.auxiliary()).writeZero(2);
    out.writeInt(features.capabilities());
    reply.rest().write(out);
    reply.ports().forEach(port -> ports.write(out, port));
    return 6;
  }

  private int packetIn(ByteBuf out, Message.PacketIn in) {
    out.writeInt((int) in.buffer()).writeShort(in.frameLength());
    if (version == V10) {
      int port = (int) in.match().match().value(Field.IN_PORT);
      out.writeShort(port).writeByte(in.reason()).writeByte(0);
    } else {
      out.writeByte(in.reason()).writeByte(in.table()).writeLong(in.cookie());
      flows.writeMatch(out, in.match());
      out.writeZero(2);
    }
    in.frame().write(out);
    return 10;
  }

  private int packetOut(ByteBuf out, Message.PacketOut packet) {
    out.writeInt((int) packet.buffer());
    if (version == V10) {
      out.writeShort(packet.inPort());
    } else {
      out.writeInt(PortNumbers.wide(packet.inPort()));
    }
    int length = out.writerIndex();
    out.writeShort(0).writeZero(version == V10 ? 0 : 6);
    int start = out.writerIndex();
    new ActionWriter(version, -1).write(out, packet.actions());
    out.setShort(length, out.writerIndex() - start);
    packet.frame().write(out);
    return 13;
  }

  private int groupMod(ByteBuf out, Message.GroupMod mod) {
    if (version == V10) {
      throw new InexpressibleException(
          "OpenFlow 1.0 has no groups; speak 1.3 for group " + mod.group().id());
    }
    out.writeShort(mod.command().wire);
    GroupCodec.writeType(out, mod.group().type());
    out.writeByte(0).writeInt((int) mod.group().id());
    GroupCodec.writeBuckets(out, mod.group().buckets());
    return 15;
  }

  private int meterMod(ByteBuf out, Message.MeterMod mod) {
    if (version == V10) {
      throw new InexpressibleException(
          "OpenFlow 1.0 has no meters; speak 1.3 for meter " + mod.meter().id());
    }
    out.writeShort(mod.command().wire).writeShort(mod.meter().flags());
    out.writeInt((int) mod.meter().id());
    GroupCodec.writeBands(out, mod.meter().bands());
    return 29;
  }

  // ---------------------------------------------------------------- reading

  /**
   * Reads a message that fills the buffer.
   *
   * @throws MalformedMessageException if it does not
   */
  Envelope read(ByteBuf in) {
    try {
      int wireVersion = in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int length = in.readUnsignedShort();
      int xid = in.readInt();
      if (length < HEADER_BYTES) {
        throw new MalformedMessageException("a message claims a length of " + length);
      }
      ByteBuf body = Octets.slice(in, length - HEADER_BYTES, "a message");
      return new Envelope(wireVersion, xid, body(type, body));
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedMessageException("a message of " + version + " ends too early");
    }
  }

  private Message body(int type, ByteBuf in) {
    return switch (type) {
      case 0 -> hello(in);
      case 1 ->
          new Message.ErrorTold(in.readUnsignedShort(), in.readUnsignedShort(), Bytes.rest(in));
      case 2 -> new Message.EchoRequest(Bytes.rest(in));
      case 3 -> new Message.EchoReply(Bytes.rest(in));
      case 4 -> experimenter.read(in);
      case 5 -> new Message.FeaturesRequest();
      case 6 -> featuresReply(in);
      case 9 -> new Message.SetConfig(in.readUnsignedShort(), in.readUnsignedShort());
      case 10 -> version == V10 ? packetIn10(in) : packetIn13(in);
      case 12 -> portStatus(in);
      case 13 -> packetOut(in);
      default -> version == V10 ? body10(type, in) : body13(type, in);
    };
  }

  private Message body10(int type, ByteBuf in) {
    return switch (type) {
      case 16 -> question(in);
      case 17 -> answer(in);
      case 18 -> new Message.BarrierRequest();
      case 19 -> new Message.BarrierReply();
      default -> new Message.Unknown(type, Bytes.rest(in));
    };
  }

  private Message body13(int type, ByteBuf in) {
    return switch (type) {
      case 11 -> flows.readRemoved(in);
      case 14 -> flows.readMod(in);
      case 15 -> readGroupMod(in);
      case 18 -> question(in);
      case 19 -> answer(in);
      case 20 -> new Message.BarrierRequest();
      case 21 -> new Message.BarrierReply();
      case 24 -> new Message.RoleRequest(in.readInt(), in.skipBytes(4).readLong());
      case 25 -> new Message.RoleReply(in.readInt(), in.skipBytes(4).readLong());
      case 29 -> readMeterMod(in);
      default -> new Message.Unknown(type, Bytes.rest(in));
    };
  }

  /** Elements that we do not know are passed over, as the specification asks. */
  private static Message hello(ByteBuf in) {
    int bitmap = -1;
    while (in.readableBytes() >= 4) {
      int type = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      if (length < 4) {
        throw new MalformedMessageException("an element of a hello claims a length of " + length);
      }
      ByteBuf element = Octets.slice(in, length - 4, "an element of a hello");
      in.skipBytes(Math.min(in.readableBytes(), (8 - length % 8) % 8));
      if (type == BITMAP && length >= 8 && bitmap == -1) {
        bitmap = element.readInt();
      }
    }
    return new Message.Hello(bitmap);
  }

  private Message featuresReply(ByteBuf in) {
    long id = in.readLong();
    long buffers = in.readUnsignedInt();
    int tables = in.readUnsignedByte();
    int auxiliary = in.readUnsignedByte();
    int capabilities = in.skipBytes(2).readInt();
    Bytes rest = Bytes.rest(Octets.slice(in, 4, "a features reply"));
    List<Message.PortWire> described = version == V10 ? ports.readAll(in) : List.of();
    SwitchFeatures features = new SwitchFeatures(id, buffers, tables, capabilities);
    return new Message.FeaturesReply(features, auxiliary, rest, described);
  }

  private static Message packetIn10(ByteBuf in) {
    long buffer = in.readUnsignedInt();
    int length = in.readUnsignedShort();
    int port = in.readUnsignedShort();
    int reason = in.readUnsignedByte();
    Bytes frame = Bytes.rest(in.skipBytes(1));
    var match = Match.ANY.with(Field.IN_PORT, port);
    return new Message.PacketIn(buffer, length, reason, 0, 0, SwitchMatch.of(match), frame);
  }

  private Message packetIn13(ByteBuf in) {
    long buffer = in.readUnsignedInt();
    int length = in.readUnsignedShort();
    int reason = in.readUnsignedByte();
    int table = in.readUnsignedByte();
    long cookie = in.readLong();
    SwitchMatch match = flows.readMatch(in);
    Bytes frame = Bytes.rest(in.skipBytes(2));
    return new Message.PacketIn(buffer, length, reason, table, cookie, match, frame);
  }

  private Message portStatus(ByteBuf in) {
    Message.PortReason reason = Message.PortReason.of(in.readUnsignedByte());
    return new Message.PortStatus(reason, ports.read(in.skipBytes(7)));
  }

  private Message packetOut(ByteBuf in) {
    boolean old = version == V10;
    long buffer = in.readUnsignedInt();
    int port = old ? in.readUnsignedShort() : PortNumbers.narrow(in.readInt());
    int length = in.readUnsignedShort();
    in.skipBytes(old ? 0 : 6);
    var actions = new ActionReader(version).read(Octets.slice(in, length, "actions"));
    return new Message.PacketOut(buffer, port, actions, Bytes.rest(in));
  }

  private Message question(ByteBuf in) {
    int type = in.readUnsignedShort();
    int flags = in.readUnsignedShort();
    return new Message.StatisticsRequest(flags, statistics.readQuestion(type, in));
  }

  private Message answer(ByteBuf in) {
    int type = in.readUnsignedShort();
    boolean more = (in.readUnsignedShort() & 1) != 0;
    return new Message.StatisticsReply(more, statistics.readAnswer(type, in));
  }

  private static Message readGroupMod(ByteBuf in) {
    Message.EntryCommand command = Message.EntryCommand.of(in.readUnsignedShort());
    var type = GroupCodec.readType(in);
    long id = in.skipBytes(1).readUnsignedInt();
    return new Message.GroupMod(command, new SwitchGroup(id, type, GroupCodec.readBuckets(in)));
  }

  private static Message readMeterMod(ByteBuf in) {
    Message.EntryCommand command = Message.EntryCommand.of(in.readUnsignedShort());
    int flags = in.readUnsignedShort();
    long id = in.readUnsignedInt();
    return new Message.MeterMod(command, new SwitchMeter(id, flags, GroupCodec.readBands(in)));
  }
}
