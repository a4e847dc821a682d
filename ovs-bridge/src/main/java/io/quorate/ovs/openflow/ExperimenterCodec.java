package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;

/** Nicira's messages, which OpenFlow 1.0 needs, and the ONF's bundles for 1.3 (extension 230). */
record ExperimenterCodec(OpenFlowVersion version, FlowCodec flows, MessageCodec whole) {
  private static final int EXPERIMENTER = 4;
  private static final int ONF = 0x4f4e4600;
  private static final int BUNDLE_CONTROL = 2300;
  private static final int BUNDLE_ADD = 2301;

  private static final int ROLE_REQUEST = 10;
  private static final int ROLE_REPLY = 11;
  private static final int FLOW_FORMAT = 12;
  private static final int FLOW_MOD = 13;
  private static final int FLOW_REMOVED = 14;
  private static final int FLOW_MOD_TABLE_ID = 15;

  int write(ByteBuf out, Message.FlowMod mod) {
    nicira(out, FLOW_MOD);
    flows.write(out, mod);
    return EXPERIMENTER;
  }

  int write(ByteBuf out, Message.FlowRemovedTold removed) {
    nicira(out, FLOW_REMOVED);
    flows.write(out, removed);
    return EXPERIMENTER;
  }

  /** In 1.3 a message of its own; in 1.0 Nicira's, whose roles begin at 0. */
  int role(ByteBuf out, int type, int role, long generation) {
    if (version == V10) {
      nicira(out, type == 24 ? ROLE_REQUEST : ROLE_REPLY);
      out.writeInt(role - 1);
      return EXPERIMENTER;
    }
    out.writeInt(role).writeZero(4).writeLong(generation);
    return type;
  }

  int tableId(ByteBuf out, boolean on) {
    nicira(out, FLOW_MOD_TABLE_ID);
    out.writeByte(on ? 1 : 0).writeZero(7);
    return EXPERIMENTER;
  }

  int format(ByteBuf out, int format) {
    nicira(out, FLOW_FORMAT);
    out.writeInt(format);
    return EXPERIMENTER;
  }

  int write(ByteBuf out, Message.BundleControl control) {
    bundle(out, BUNDLE_CONTROL);
    out.writeInt(control.bundle()).writeShort(control.type()).writeShort(control.flags());
    return EXPERIMENTER;
  }

  int write(ByteBuf out, Message.BundleAdd add, int xid) {
    bundle(out, BUNDLE_ADD);
    out.writeInt(add.bundle()).writeZero(2).writeShort(add.flags());
    whole.write(out, new Envelope(version.wire(), xid, add.message()));
    return EXPERIMENTER;
  }

  private void bundle(ByteBuf out, int type) {
    if (version == V10) {
      throw new InexpressibleException("OpenFlow 1.0 has no bundles; speak 1.3");
    }
    out.writeInt(ONF).writeInt(type);
  }

  private static void nicira(ByteBuf out, int subtype) {
    out.writeInt(ActionWriter.NICIRA).writeInt(subtype);
  }

  Message read(ByteBuf in) {
    int start = in.readerIndex();
    int vendor = in.readInt();
    int subtype = in.readInt();
    if (vendor == ActionWriter.NICIRA && version == V10) {
      return nicira(subtype, in, start);
    }
    if (vendor == ONF && version != V10) {
      return onf(subtype, in, start);
    }
    return unknown(in, start);
  }

  private Message nicira(int subtype, ByteBuf in, int start) {
    return switch (subtype) {
      case ROLE_REQUEST -> new Message.RoleRequest(in.readInt() + 1, 0);
      case ROLE_REPLY -> new Message.RoleReply(in.readInt() + 1, 0);
      case FLOW_FORMAT -> new Message.FlowFormat(in.readInt());
      case FLOW_MOD -> flows.readMod(in);
      case FLOW_REMOVED -> flows.readRemoved(in);
      case FLOW_MOD_TABLE_ID -> new Message.FlowModTableId(in.readUnsignedByte() != 0);
      default -> unknown(in, start);
    };
  }

  private Message onf(int subtype, ByteBuf in, int start) {
    return switch (subtype) {
      case BUNDLE_CONTROL ->
          new Message.BundleControl(in.readInt(), in.readUnsignedShort(), in.readUnsignedShort());
      case BUNDLE_ADD -> added(in);
      default -> unknown(in, start);
    };
  }

  private Message added(ByteBuf in) {
    int bundle = in.readInt();
    int flags = in.skipBytes(2).readUnsignedShort();
    if (in.getUnsignedByte(in.readerIndex() + 1) == EXPERIMENTER) {
      throw new MalformedMessageException("an experimenter's message within a bundle");
    }
    return new Message.BundleAdd(bundle, flags, whole.read(in).message());
  }

  private static Message unknown(ByteBuf in, int start) {
    return new Message.Unknown(EXPERIMENTER, Bytes.rest(in.readerIndex(start)));
  }
}
