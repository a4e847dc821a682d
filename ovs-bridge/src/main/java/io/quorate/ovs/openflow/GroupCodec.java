package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Group;
import io.quorate.ovs.openflow.SwitchGroup.Bucket;
import java.util.ArrayList;
import java.util.List;

/** Groups and meters of OpenFlow 1.3. */
final class GroupCodec {
  private static final int BUCKET_BYTES = 16;
  private static final int ANY_PROTOCOL = -1;

  private GroupCodec() {}

  static void writeType(ByteBuf out, Group.Type type) {
    out.writeByte(
        switch (type) {
          case ALL -> 0;
          case SELECT -> 1;
          case INDIRECT -> 2;
          case FAST_FAILOVER -> 3;
        });
  }

  static Group.Type readType(ByteBuf in) {
    int type = in.readUnsignedByte();
    return switch (type) {
      case 0 -> Group.Type.ALL;
      case 1 -> Group.Type.SELECT;
      case 2 -> Group.Type.INDIRECT;
      case 3 -> Group.Type.FAST_FAILOVER;
      default -> throw new MalformedMessageException("a group of type " + type);
    };
  }

  static void writeBuckets(ByteBuf out, List<Bucket> buckets) {
    ActionWriter writer = new ActionWriter(OpenFlowVersion.V13, ANY_PROTOCOL);
    for (Bucket bucket : buckets) {
      int start = out.writerIndex();
      out.writeShort(0).writeShort(bucket.weight()).writeInt(PortNumbers.wide(bucket.watchPort()));
      out.writeInt((int) bucket.watchGroup()).writeZero(4);
      writer.write(out, bucket.actions());
      out.setShort(start, out.writerIndex() - start);
    }
  }

  static List<Bucket> readBuckets(ByteBuf in) {
    ActionReader reader = new ActionReader(OpenFlowVersion.V13);
    List<Bucket> buckets = new ArrayList<>();
    while (in.isReadable()) {
      int length = in.readUnsignedShort();
      if (length < BUCKET_BYTES) {
        throw new MalformedMessageException("a bucket claims a length of " + length);
      }
      ByteBuf body = Octets.slice(in, length - 2, "a bucket");
      int weight = body.readUnsignedShort();
      int port = PortNumbers.narrow(body.readInt());
      long group = body.readUnsignedInt();
      buckets.add(new Bucket(weight, port, group, reader.read(body.skipBytes(4))));
    }
    return buckets;
  }

  static void writeBands(ByteBuf out, List<SwitchMeter.Band> bands) {
    for (SwitchMeter.Band band : bands) {
      out.writeShort(band.type()).writeShort(16);
      out.writeInt((int) band.rate()).writeInt((int) band.burst());
      out.writeByte(band.steps()).writeZero(3);
    }
  }

  static List<SwitchMeter.Band> readBands(ByteBuf in) {
    List<SwitchMeter.Band> bands = new ArrayList<>();
    while (in.isReadable()) {
      int type = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      if (length != 16) {
        throw new MalformedMessageException("a meter's band claims a length of " + length);
      }
      long rate = in.readUnsignedInt();
      long burst = in.readUnsignedInt();
      bands.add(new SwitchMeter.Band(type, rate, burst, in.readUnsignedByte()));
      in.skipBytes(3);
    }
    return bands;
  }
}
