package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.ovs.openflow.Message.PortWire;
import java.util.ArrayList;
import java.util.List;

/** Descriptions of ports. */
record PortCodec(OpenFlowVersion version) {
  private static final int NAME_BYTES = 16;
  private static final int DOWN = 1;
  private static final int LINK_DOWN = 1;
  private static final int REST_10 = 16;
  private static final int REST_13 = 24;

  void write(ByteBuf out, PortWire wire) {
    SwitchPort port = wire.port();
    if (version == V10) {
      out.writeShort(port.number());
      Octets.writeMac(out, port.mac());
    } else {
      out.writeInt(PortNumbers.wide(port.number())).writeZero(4);
      Octets.writeMac(out, port.mac());
      out.writeZero(2);
    }
    Octets.writeText(out, port.name(), NAME_BYTES);
    out.writeInt(wire.config()).writeInt(wire.state());
    wire.rest().write(out);
  }

  PortWire read(ByteBuf in) {
    int number;
    long mac;
    if (version == V10) {
      number = in.readUnsignedShort();
      mac = Octets.readMac(in);
    } else {
      number = PortNumbers.narrow(in.readInt());
      mac = Octets.readMac(in.skipBytes(4));
      in.skipBytes(2);
    }
    String name = Octets.text(in, NAME_BYTES);
    int config = in.readInt();
    int state = in.readInt();
    Bytes rest = Bytes.rest(Octets.slice(in, version == V10 ? REST_10 : REST_13, "a port"));
    boolean down = (config & DOWN) != 0;
    boolean linkDown = (state & LINK_DOWN) != 0;
    return new PortWire(new SwitchPort(number, name, mac, down, linkDown), config, state, rest);
  }

  List<PortWire> readAll(ByteBuf in) {
    List<PortWire> ports = new ArrayList<>();
    while (in.isReadable()) {
      ports.add(read(in));
    }
    return ports;
  }
}
