package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.LearnTemplate;
import io.quorate.fabric.flow.Ports;
import io.quorate.fabric.flow.Subfield;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads actions. What we have no word for is kept as it is; only lengths that do not fit are
 * refused.
 */
record ActionReader(OpenFlowVersion version) {
  private static final int DEPTH_MAX = 16;
  private static final int VENDOR = 0xffff;
  private static final int ONF = 0x4f4e4600;
  private static final int COPY_FIELD = 3200;
  private static final int VLAN_PRESENT = 0x1000;

  List<SwitchAction> read(ByteBuf in) {
    return read(in, 0);
  }

  private List<SwitchAction> read(ByteBuf in, int depth) {
    if (depth > DEPTH_MAX) {
      throw new MalformedMessageException("actions nested more than " + DEPTH_MAX + " deep");
    }
    List<SwitchAction> actions = new ArrayList<>();
    while (in.isReadable()) {
      int start = in.readerIndex();
      int type = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      if (length < 8 || length % 8 != 0) {
        throw new MalformedMessageException("an action claims a length of " + length);
      }
      ByteBuf body = Octets.slice(in, length - 4, "an action");
      SwitchAction action = type == VENDOR ? vendor(body, depth) : plain(standard(type, body));
      if (action == null) {
        action = new SwitchAction.RawAction(Octets.hex(in.slice(start, length)));
      }
      if (!repeatsPort(actions, action)) {
        actions.add(action);
      }
    }
    return List.copyOf(actions);
  }

  /** A write to a port of whatever transport there is, is two writes on the wire. */
  private boolean repeatsPort(List<SwitchAction> actions, SwitchAction next) {
    return version != V10
        && !actions.isEmpty()
        && actions.getLast().equals(next)
        && next instanceof SwitchAction.Plain(Action.SetField(Field field, long _, long _))
        && (field == Field.TP_SRC || field == Field.TP_DST);
  }

  private static @Nullable SwitchAction plain(@Nullable Action action) {
    return action == null ? null : new SwitchAction.Plain(action);
  }

  private @Nullable Action standard(int type, ByteBuf in) {
    return version == V10 ? standard10(type, in) : standard13(type, in);
  }

  private static @Nullable Action standard10(int type, ByteBuf in) {
    return switch (type) {
      case 0 -> output(in.readUnsignedShort(), in.readUnsignedShort());
      case 1 -> new Action.ModVlanVid(in.readUnsignedShort() & 0xfff);
      case 2 -> new Action.ModVlanPcp(in.readUnsignedByte() & 7);
      case 3 -> new Action.PopVlan();
      case 4 -> set(Field.ETH_SRC, Octets.readMac(in));
      case 5 -> set(Field.ETH_DST, Octets.readMac(in));
      case 6 -> set(Field.IP_SRC, in.readUnsignedInt());
      case 7 -> set(Field.IP_DST, in.readUnsignedInt());
      case 8 -> set(Field.IP_DSCP, in.readUnsignedByte() >> 2);
      case 9 -> set(Field.TP_SRC, in.readUnsignedShort());
      case 10 -> set(Field.TP_DST, in.readUnsignedShort());
      default -> null;
    };
  }

  private static @Nullable Action standard13(int type, ByteBuf in) {
    return switch (type) {
      case 0 -> output(PortNumbers.narrow(in.readInt()), in.readUnsignedShort());
      case 17 -> new Action.PushVlan(in.readUnsignedShort());
      case 18 -> new Action.PopVlan();
      case 22 -> new Action.ToGroup(in.readUnsignedInt());
      case 23 -> set(Field.IP_TTL, in.readUnsignedByte());
      case 24 -> new Action.DecTtl();
      case 25 -> setField(in);
      default -> null;
    };
  }

  private static @Nullable Action output(int port, int most) {
    boolean usual = port != PortNumbers.CONTROLLER || most == 0xffff;
    return usual ? new Action.Output(port) : null;
  }

  private static Action set(Field field, long value) {
    return new Action.SetField(field, value, field.ones());
  }

  /** One extended field with a value, perhaps masked. */
  private static @Nullable Action setField(ByteBuf in) {
    int header = in.readInt();
    WireField field = WireField.of(header);
    boolean masked = (header & 0x100) != 0;
    if (field == null || (header & 0xff) != field.bytes() * (masked ? 2 : 1)) {
      return null;
    }
    long value = field.narrow(field.readValue(in)) & field.field().ones();
    long mask = masked ? field.readValue(in) & field.field().ones() : field.field().ones();
    return new Action.SetField(field.field(), value & mask, mask);
  }

  private @Nullable SwitchAction vendor(ByteBuf in, int depth) {
    int vendor = in.readInt();
    int subtype = in.readUnsignedShort();
    if (vendor == ONF && subtype == COPY_FIELD) {
      in.skipBytes(2);
      Action move = move(in, 2);
      return plain(move);
    }
    return vendor == ActionWriter.NICIRA ? nicira(subtype, in, depth) : null;
  }

  private @Nullable SwitchAction nicira(int subtype, ByteBuf in, int depth) {
    return switch (subtype) {
      case 1 -> plain(new Action.Resubmit(in.readUnsignedShort(), Action.Resubmit.CURRENT));
      case 6 -> plain(move(in, 0));
      case 7 -> plain(load(in));
      case 8 -> plain(new Action.Note(Octets.hex(in).replaceAll("..(?!$)", "$0.")));
      case 14 -> plain(new Action.Resubmit(in.readUnsignedShort(), in.readUnsignedByte()));
      case 15 -> plain(outputField(in));
      case 16, 45 -> learn(in, subtype == 45);
      case 17 -> plain(new Action.Exit());
      case 18 -> plain(new Action.DecTtl());
      case 29, 38 -> sample(in, subtype == 38);
      case 33 -> plain(setField(in));
      case 40 -> plain(new Action.ToGroup(in.skipBytes(2).readUnsignedInt()));
      case 42 -> copy(in.skipBytes(6), depth);
      default -> null;
    };
  }

  private static @Nullable SwitchAction learn(ByteBuf in, boolean limited) {
    LearnTemplate template = LearnCodec.read(in, limited);
    return template == null ? null : plain(new Action.Learn(template));
  }

  private static SwitchAction sample(ByteBuf in, boolean port) {
    return new SwitchAction.Sample(
        in.readUnsignedShort(),
        in.readUnsignedInt(),
        in.readUnsignedInt(),
        in.readUnsignedInt(),
        port ? in.readUnsignedShort() : Ports.NONE);
  }

  /** A clone whose actions we know all. */
  private @Nullable SwitchAction copy(ByteBuf in, int depth) {
    List<Action> inner = plain(read(in, depth + 1));
    return inner == null ? null : plain(new Action.Clone(inner));
  }

  /** The actions if we have words for all of them, or null. */
  static @Nullable List<Action> plain(List<SwitchAction> actions) {
    List<Action> plain = new ArrayList<>();
    for (SwitchAction action : actions) {
      if (!(action instanceof SwitchAction.Plain(Action one))) {
        return null;
      }
      plain.add(one);
    }
    return plain;
  }

  /** A number loaded into adjacent bits of a field. */
  private static @Nullable Action load(ByteBuf in) {
    int range = in.readUnsignedShort();
    Subfield to = subfield(in.readInt(), range >> 6, (range & 0x3f) + 1);
    long value = in.readLong();
    if (to == null) {
      return null;
    }
    boolean control = to.field() == Field.VLAN_TCI;
    if (control && to.from() == 0 && to.bits() == 13 && (value & VLAN_PRESENT) != 0) {
      return new Action.ModVlanVid((int) value & 0xfff);
    }
    if (control && to.from() == 12 && to.bits() == 4 && (value & 1) != 0) {
      return new Action.ModVlanPcp((int) value >> 1);
    }
    long mask = (to.bits() == 64 ? -1L : (1L << to.bits()) - 1) << to.from();
    return new Action.SetField(to.field(), value << to.from() & mask, mask);
  }

  private static @Nullable Action outputField(ByteBuf in) {
    int range = in.readUnsignedShort();
    Subfield source = subfield(in.readInt(), range >> 6, (range & 0x3f) + 1);
    return source == null ? null : new Action.OutputField(source);
  }

  private static @Nullable Action move(ByteBuf in, int padding) {
    int bits = in.readUnsignedShort();
    int from = in.readUnsignedShort();
    int to = in.readUnsignedShort();
    in.skipBytes(padding);
    Subfield source = subfield(in.readInt(), from, bits);
    Subfield destination = subfield(in.readInt(), to, bits);
    return source == null || destination == null ? null : new Action.Move(source, destination);
  }

  /** A part of a field that we know and that has these bits; or null. */
  static @Nullable Subfield subfield(int header, int from, int bits) {
    WireField field = WireField.of(header);
    if (field == null || field.equals(WireField.OXM_IN_PORT)) {
      return null;
    }
    int most = Long.bitCount(field.field().ones());
    if (from == 0 && bits == field.bits()) {
      return new Subfield(field.field(), 0, most);
    }
    return bits < 1 || from + bits > most ? null : new Subfield(field.field(), from, bits);
  }
}
