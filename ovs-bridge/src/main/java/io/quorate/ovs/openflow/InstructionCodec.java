package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Match;
import io.quorate.fabric.flow.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a flow does: instructions in 1.3, in which our actions are sorted; a list of actions in 1.0.
 */
final class InstructionCodec {
  private static final int GOTO = 1;
  private static final int METADATA = 2;
  private static final int WRITE = 3;
  private static final int APPLY = 4;
  private static final int CLEAR = 5;
  private static final int METER = 6;
  private static final int NICIRA_METADATA = 22;

  private final OpenFlowVersion version;
  private final ActionReader reader;

  InstructionCodec(OpenFlowVersion version) {
    this.version = version;
    this.reader = new ActionReader(version);
  }

  void write(ByteBuf out, List<SwitchAction> actions, Match match) {
    ActionWriter writer = new ActionWriter(version, MatchCodec.exact(match, Field.IP_PROTO));
    if (version == V10) {
      actions.forEach(action -> write10(out, action, writer));
    } else {
      write13(out, actions, writer);
    }
  }

  private static void write10(ByteBuf out, SwitchAction action, ActionWriter writer) {
    switch (action) {
      case SwitchAction.Plain(Action.GotoTable(int table)) ->
          // What Open vSwitch makes of it too: 1.0 knows resubmit only, and nothing may follow.
          writer.writePlain(out, List.of(new Action.Resubmit(Ports.IN_PORT, table)));
      case SwitchAction.Plain(Action.WriteMetadata(long value, long mask)) ->
          ActionWriter.nicira(out, NICIRA_METADATA, 32)
              .writeZero(6)
              .writeLong(value)
              .writeLong(mask);
      case SwitchAction.Plain(Action.WriteActions _) -> throw refused("write_actions");
      case SwitchAction.Plain(Action.ClearActions _) -> throw refused("clear_actions");
      case SwitchAction.Meter _ -> throw refused("meters");
      case SwitchAction.RawInstruction _ -> throw refused("instructions");
      default -> writer.write(out, List.of(action));
    }
  }

  private static InexpressibleException refused(String what) {
    return new InexpressibleException("OpenFlow 1.0 has no " + what + "; speak 1.3");
  }

  private static void write13(ByteBuf out, List<SwitchAction> actions, ActionWriter writer) {
    List<SwitchAction> apply = new ArrayList<>();
    List<SwitchAction> later = new ArrayList<>();
    for (SwitchAction action : actions) {
      if (action instanceof SwitchAction.Meter(long meter)) {
        out.writeShort(METER).writeShort(8).writeInt((int) meter);
      } else if (isInstruction(action)) {
        later.add(action);
      } else {
        apply.add(action);
      }
    }
    if (!apply.isEmpty()) {
      int start = out.writerIndex();
      out.writeShort(APPLY).writeShort(0).writeZero(4);
      writer.write(out, apply);
      ActionWriter.finish(out, start);
    }
    later.forEach(action -> instruction(out, action, writer));
  }

  private static boolean isInstruction(SwitchAction action) {
    return switch (action) {
      case SwitchAction.Plain(Action plain) ->
          plain instanceof Action.GotoTable
              || plain instanceof Action.WriteMetadata
              || plain instanceof Action.WriteActions
              || plain instanceof Action.ClearActions;
      case SwitchAction.RawInstruction _ -> true;
      case SwitchAction.Meter _, SwitchAction.Sample _, SwitchAction.RawAction _ -> false;
    };
  }

  private static void instruction(ByteBuf out, SwitchAction action, ActionWriter writer) {
    switch (action) {
      case SwitchAction.Plain(Action.GotoTable(int table)) ->
          out.writeShort(GOTO).writeShort(8).writeByte(table).writeZero(3);
      case SwitchAction.Plain(Action.WriteMetadata(long value, long mask)) ->
          out.writeShort(METADATA).writeShort(24).writeZero(4).writeLong(value).writeLong(mask);
      case SwitchAction.Plain(Action.ClearActions _) ->
          out.writeShort(CLEAR).writeShort(8).writeZero(4);
      case SwitchAction.Plain(Action.WriteActions(List<Action> inner)) -> {
        int start = out.writerIndex();
        out.writeShort(WRITE).writeShort(0).writeZero(4);
        writer.writePlain(out, inner);
        ActionWriter.finish(out, start);
      }
      case SwitchAction.RawInstruction(String hex) -> Octets.writeHex(out, hex);
      default -> throw new IllegalArgumentException("no instruction: " + action);
    }
  }

  /** Reads to the end of the buffer. */
  List<SwitchAction> read(ByteBuf in) {
    if (version == V10) {
      return reader.read(in).stream().map(InstructionCodec::metadata10).toList();
    }
    // By the order in which a switch executes them, whatever the order in which they are written.
    TreeMap<Integer, List<SwitchAction>> byPlace = new TreeMap<>();
    while (in.isReadable()) {
      int start = in.readerIndex();
      int type = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      if (length < 8 || length % 8 != 0) {
        throw new MalformedMessageException("an instruction claims a length of " + length);
      }
      ByteBuf body = Octets.slice(in, length - 4, "an instruction");
      List<SwitchAction> read = instruction(type, body);
      if (read.isEmpty() && type != APPLY) {
        read = List.of(new SwitchAction.RawInstruction(Octets.hex(in.slice(start, length))));
      }
      if (byPlace.put(place(type), read) != null) {
        throw new MalformedMessageException("instruction " + type + " stands twice");
      }
    }
    return byPlace.values().stream().flatMap(List::stream).toList();
  }

  private static SwitchAction metadata10(SwitchAction action) {
    boolean raw = action instanceof SwitchAction.RawAction(String hex) && isMetadata10(hex);
    if (!raw) {
      return action;
    }
    String hex = ((SwitchAction.RawAction) action).hex();
    return new SwitchAction.Plain(
        new Action.WriteMetadata(
            Long.parseUnsignedLong(hex, 32, 48, 16), Long.parseUnsignedLong(hex, 48, 64, 16)));
  }

  private static boolean isMetadata10(String hex) {
    return hex.length() == 64 && hex.startsWith("ffff0020000023200016");
  }

  private static int place(int type) {
    return switch (type) {
      case METER -> 0;
      case APPLY -> 1;
      case CLEAR -> 2;
      case WRITE -> 3;
      case METADATA -> 4;
      case GOTO -> 5;
      default -> 6 + type;
    };
  }

  private List<SwitchAction> instruction(int type, ByteBuf in) {
    return switch (type) {
      case GOTO -> one(new Action.GotoTable(in.readUnsignedByte()));
      case METADATA -> one(new Action.WriteMetadata(in.skipBytes(4).readLong(), in.readLong()));
      case CLEAR -> one(new Action.ClearActions());
      case METER -> List.of(new SwitchAction.Meter(in.readUnsignedInt()));
      case APPLY -> reader.read(in.skipBytes(4));
      case WRITE -> {
        List<Action> inner = ActionReader.plain(reader.read(in.skipBytes(4)));
        yield inner == null ? List.of() : one(new Action.WriteActions(inner));
      }
      default -> List.of();
    };
  }

  private static List<SwitchAction> one(Action action) {
    return List.of(new SwitchAction.Plain(action));
  }
}
