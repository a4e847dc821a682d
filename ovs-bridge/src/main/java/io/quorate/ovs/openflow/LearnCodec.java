package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.LearnTemplate;
import io.quorate.fabric.flow.LearnTemplate.Part;
import io.quorate.fabric.flow.Subfield;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nicira's learn action and its newer form that has a limit (subtypes 16 and 45). */
final class LearnCodec {
  private static final int LEARN = 16;
  private static final int LEARN_LIMITED = 45;

  private static final int BITS = 0x7ff;
  private static final int KIND = 3 << 11;
  private static final int MATCH = 0;
  private static final int LOAD = 1 << 11;
  private static final int OUTPUT = 2 << 11;
  private static final int FROM_VALUE = 1 << 13;
  private static final int UNUSED = 3 << 14;

  private static final int FLAGS_KNOWN = 0;
  private static final int VALUE_BITS_MAX = 64;

  private LearnCodec() {}

  static void write(ByteBuf out, LearnTemplate template, FieldWriter frame) {
    int start = out.writerIndex();
    boolean limited = template.limit() != 0;
    ActionWriter.nicira(out, limited ? LEARN_LIMITED : LEARN, 0);
    out.writeShort(template.idleTimeoutS()).writeShort(template.hardTimeoutS());
    out.writeShort(template.priority()).writeLong(template.cookie()).writeShort(FLAGS_KNOWN);
    out.writeByte(template.table()).writeByte(0).writeShort(0).writeShort(0);
    if (limited) {
      out.writeInt(template.limit()).writeShort(0).writeShort(0);
    }
    int protocol = frame.protocol();
    for (Part part : template.parts()) {
      FieldWriter learned = new FieldWriter(frame.version(), protocol);
      part(out, part, frame, learned);
      if (part instanceof Part.MatchValue(Subfield to, long value)
          && to.field() == Field.IP_PROTO) {
        protocol = (int) value;
      }
    }
    ActionWriter.finish(out, start);
  }

  private static void part(ByteBuf out, Part part, FieldWriter frame, FieldWriter learned) {
    switch (part) {
      case Part.MatchFrame(Subfield to, Subfield from) -> {
        out.writeShort(MATCH | learned.bits(to));
        place(out, from, frame);
        place(out, to, learned);
      }
      case Part.MatchValue(Subfield to, long value) -> {
        value(out, MATCH, value, learned.bits(to));
        place(out, to, learned);
      }
      case Part.LoadFrame(Subfield from, Subfield to) -> {
        out.writeShort(LOAD | learned.bits(to));
        place(out, from, frame);
        place(out, to, learned);
      }
      case Part.LoadValue(long value, Subfield to) -> {
        value(out, LOAD, value, learned.bits(to));
        place(out, to, learned);
      }
      case Part.OutputFrame(Subfield from) -> {
        out.writeShort(OUTPUT | frame.bits(from));
        place(out, from, frame);
      }
    }
  }

  private static void value(ByteBuf out, int kind, long value, int bits) {
    out.writeShort(kind | FROM_VALUE | bits);
    for (int shift = ((bits + 15) / 16 - 1) * 16; shift >= 0; shift -= 16) {
      out.writeShort((int) (value >>> shift));
    }
  }

  private static void place(ByteBuf out, Subfield part, FieldWriter fields) {
    out.writeInt(fields.header(part.field())).writeShort(part.from());
  }

  /** Reads what follows the subtype; null if it says something that we have no word for. */
  static @Nullable LearnTemplate read(ByteBuf in, boolean limited) {
    int idle = in.readUnsignedShort();
    int hard = in.readUnsignedShort();
    int priority = in.readUnsignedShort();
    long cookie = in.readLong();
    int flags = in.readUnsignedShort();
    int table = in.readUnsignedByte();
    in.skipBytes(1);
    int finTimeouts = in.readInt();
    long limit = 0;
    int result = 0;
    if (limited) {
      limit = in.readUnsignedInt();
      result = in.readInt();
    }
    if (flags != FLAGS_KNOWN || finTimeouts != 0 || result != 0 || limit > Integer.MAX_VALUE) {
      return null;
    }
    List<Part> parts = new ArrayList<>();
    while (in.readableBytes() >= 2) {
      int spec = in.readUnsignedShort();
      if (spec == 0) {
        break;
      }
      Part part = part(in, spec);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new LearnTemplate(table, priority, cookie, idle, hard, (int) limit, parts);
  }

  private static @Nullable Part part(ByteBuf in, int spec) {
    int bits = spec & BITS;
    int kind = spec & KIND;
    boolean fromValue = (spec & FROM_VALUE) != 0;
    if (bits == 0 || bits > VALUE_BITS_MAX || (spec & UNUSED) != 0) {
      return null;
    }
    if (fromValue) {
      long value = 0;
      for (int i = 0; i < (bits + 15) / 16; i++) {
        value = value << 16 | in.readUnsignedShort();
      }
      Subfield to = place(in, bits);
      if (to == null || kind == KIND || kind == OUTPUT) {
        return null;
      }
      return kind == MATCH ? new Part.MatchValue(to, value) : new Part.LoadValue(value, to);
    }
    Subfield from = place(in, bits);
    if (from == null || kind == KIND) {
      return null;
    }
    if (kind == OUTPUT) {
      return new Part.OutputFrame(from);
    }
    Subfield to = place(in, bits);
    if (to == null) {
      return null;
    }
    return kind == MATCH ? new Part.MatchFrame(to, from) : new Part.LoadFrame(from, to);
  }

  private static @Nullable Subfield place(ByteBuf in, int bits) {
    int header = in.readInt();
    int from = in.readUnsignedShort();
    return ActionReader.subfield(header, from, bits);
  }
}
