package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;

import io.netty.buffer.ByteBuf;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Ports;
import io.quorate.fabric.flow.Subfield;
import java.util.List;

/**
 * Writes actions as OpenFlow 1.0 or 1.3 and Nicira's extensions have them (nicira-ext.h and
 * ofp-actions.c of Open vSwitch name the numbers).
 *
 * @param version of the protocol
 * @param protocol of the frames, as the match gives it; -1 if it does not
 */
record ActionWriter(OpenFlowVersion version, int protocol) {
  static final int NICIRA = 0x2320;
  private static final int VENDOR = 0xffff;
  private static final int MAX_LENGTH_NONE = 0xffff;
  private static final int VLAN_PRESENT = 0x1000;

  void write(ByteBuf out, List<SwitchAction> actions) {
    for (SwitchAction action : actions) {
      write(out, action);
    }
  }

  void writePlain(ByteBuf out, List<Action> actions) {
    for (Action action : actions) {
      plain(out, action);
    }
  }

  private void write(ByteBuf out, SwitchAction action) {
    switch (action) {
      case SwitchAction.Plain(Action plain) -> plain(out, plain);
      case SwitchAction.Sample sample -> sample(out, sample);
      case SwitchAction.RawAction(String hex) -> Octets.writeHex(out, hex);
      case SwitchAction.Meter _, SwitchAction.RawInstruction _ ->
          throw new InexpressibleException(version + " has no instruction in a list of actions");
    }
  }

  private void plain(ByteBuf out, Action action) {
    switch (action) {
      case Action.Output(int port) -> output(out, port);
      case Action.OutputField(Subfield source) -> outputField(out, source);
      case Action.SetField set -> new FieldWriter(version, protocol).set(out, set);
      case Action.Move move -> move(out, move);
      case Action.PushVlan(int type) -> pushVlan(out, type);
      case Action.PopVlan _ -> simple(out, version == V10 ? 3 : 18);
      case Action.ModVlanVid(int vid) -> modVid(out, vid);
      case Action.ModVlanPcp(int pcp) -> modPcp(out, pcp);
      case Action.DecTtl _ -> decTtl(out);
      case Action.Resubmit(int port, int table) -> resubmit(out, port, table);
      case Action.ToGroup(long group) -> group(out, group);
      case Action.Clone(List<Action> inner) -> copy(out, inner);
      case Action.Learn learn ->
          LearnCodec.write(out, learn.template(), new FieldWriter(version, protocol));
      case Action.Note(String hex) -> note(out, hex);
      case Action.Exit _ -> nicira(out, 17, 16).writeZero(6);
      case Action.RunCode(int program) ->
          throw new InexpressibleException(
              "run_code:" + program + " is no action of a real switch; compile the flow first");
      case Action.GotoTable _, Action.WriteMetadata _, Action.WriteActions _ -> instruction(action);
      case Action.ClearActions _ -> instruction(action);
    }
  }

  private void instruction(Action action) {
    throw new InexpressibleException(
        "%s is an instruction and cannot stand among actions in %s"
            .formatted(action.getClass().getSimpleName(), version));
  }

  private void output(ByteBuf out, int port) {
    int most = port == PortNumbers.CONTROLLER ? MAX_LENGTH_NONE : 0;
    if (version == V10) {
      out.writeShort(0).writeShort(8).writeShort(port).writeShort(most);
    } else {
      out.writeShort(0).writeShort(16).writeInt(PortNumbers.wide(port));
      out.writeShort(most).writeZero(6);
    }
  }

  private void outputField(ByteBuf out, Subfield source) {
    FieldWriter fields = new FieldWriter(version, protocol);
    nicira(out, 15, 24).writeShort(fields.range(source)).writeInt(fields.header(source.field()));
    out.writeShort(MAX_LENGTH_NONE).writeZero(6);
  }

  private void move(ByteBuf out, Action.Move move) {
    FieldWriter fields = new FieldWriter(version, protocol);
    Subfield from = move.source();
    Subfield to = move.destination();
    nicira(out, 6, 24).writeShort(from.bits()).writeShort(from.from()).writeShort(to.from());
    out.writeInt(fields.header(from.field())).writeInt(fields.header(to.field()));
  }

  private void pushVlan(ByteBuf out, int type) {
    if (version == V10) {
      throw new InexpressibleException(
          "OpenFlow 1.0 cannot push a VLAN tag; write mod_vlan_vid, or speak 1.3");
    }
    out.writeShort(17).writeShort(8).writeShort(type).writeZero(2);
  }

  /** In 1.3 a write to the tag's whole control field puts a tag in front if there is none. */
  private void modVid(ByteBuf out, int vid) {
    if (version == V10) {
      out.writeShort(1).writeShort(8).writeShort(vid).writeZero(2);
    } else {
      FieldWriter.load(out, WireField.VLAN_TCI, 0, 13, vid | VLAN_PRESENT);
    }
  }

  private void modPcp(ByteBuf out, int pcp) {
    if (version == V10) {
      out.writeShort(2).writeShort(8).writeByte(pcp).writeZero(3);
    } else {
      FieldWriter.load(out, WireField.VLAN_TCI, 12, 4, pcp << 1 | 1);
    }
  }

  private void decTtl(ByteBuf out) {
    if (version == V10) {
      nicira(out, 18, 16).writeZero(6);
    } else {
      simple(out, 24);
    }
  }

  private static void resubmit(ByteBuf out, int port, int table) {
    if (table == Action.Resubmit.CURRENT) {
      nicira(out, 1, 16).writeShort(port).writeZero(4);
    } else {
      nicira(out, 14, 16).writeShort(port).writeByte(table).writeZero(3);
    }
  }

  private void group(ByteBuf out, long group) {
    if (version == V10) {
      nicira(out, 40, 16).writeZero(2).writeInt((int) group);
    } else {
      out.writeShort(22).writeShort(8).writeInt((int) group);
    }
  }

  private void copy(ByteBuf out, List<Action> inner) {
    int start = out.writerIndex();
    nicira(out, 42, 0).writeZero(6);
    writePlain(out, inner);
    finish(out, start);
  }

  private static void note(ByteBuf out, String hex) {
    int start = out.writerIndex();
    nicira(out, 8, 0);
    Octets.writeHex(out, hex.replace(".", ""));
    finish(out, start);
  }

  private static void sample(ByteBuf out, SwitchAction.Sample sample) {
    boolean port = sample.samplingPort() != Ports.NONE;
    nicira(out, port ? 38 : 29, port ? 32 : 24);
    out.writeShort(sample.probability()).writeInt((int) sample.collectorSet());
    out.writeInt((int) sample.domain()).writeInt((int) sample.point());
    if (port) {
      out.writeShort(sample.samplingPort()).writeZero(6);
    }
  }

  private static void simple(ByteBuf out, int type) {
    out.writeShort(type).writeShort(8).writeZero(4);
  }

  /** The head of an action of Nicira's; a length of 0 is put in by {@link #finish}. */
  static ByteBuf nicira(ByteBuf out, int subtype, int length) {
    return out.writeShort(VENDOR).writeShort(length).writeInt(NICIRA).writeShort(subtype);
  }

  /** Fills the action up to eight bytes and puts its length in. */
  static void finish(ByteBuf out, int start) {
    Octets.padTo8(out, start);
    int length = out.writerIndex() - start;
    if (length > 0xffff) {
      throw new InexpressibleException("an action of " + length + " bytes; 65535 is the most");
    }
    out.setShort(start + 2, length);
  }
}
