package io.quorate.ovs.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Field;
import io.quorate.fabric.flow.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Drawn flows go over the wire and back; drawn and damaged bytes are read or refused. */
class CodecProperties {
  private static final Field[] WRITABLE = {
    Field.ETH_DST, Field.ETH_SRC, Field.METADATA, Field.REG0, Field.REG15, Field.XREG3
  };

  private static Match match(Random random) {
    Match match = Match.ANY;
    if (random.nextBoolean()) {
      match = match.with(Field.IN_PORT, random.nextInt(0xff00));
    }
    if (random.nextBoolean()) {
      long mask = random.nextLong() & Field.ETH_DST.ones();
      match = match.with(Field.ETH_DST, random.nextLong() & mask, mask);
    }
    if (random.nextBoolean()) {
      match = match.with(Field.REG5, random.nextInt() & 0xffff_ffffL);
    }
    return switch (random.nextInt(4)) {
      case 0 -> match.with(Field.ETH_TYPE, 0x7a00 + random.nextInt(0x50));
      case 1 ->
          match
              .with(Field.ETH_TYPE, 0x0800)
              .with(Field.IP_PROTO, random.nextBoolean() ? 6 : 17)
              .with(Field.IP_DST, random.nextInt() & 0xffff_ffffL)
              .with(Field.IP_TOS, random.nextInt(64) << 2, 0xfc)
              .with(Field.TP_SRC, random.nextInt(65536));
      case 2 ->
          match
              .with(Field.ETH_TYPE, 0x0806)
              .with(Field.ARP_OP, 1 + random.nextInt(2))
              .with(Field.ARP_SHA, random.nextLong() & Field.ARP_SHA.ones());
      default -> match;
    };
  }

  private static Action action(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> new Action.Output(random.nextInt(0xff00));
      case 1 -> {
        Field field = WRITABLE[random.nextInt(WRITABLE.length)];
        long mask = (random.nextLong() & field.ones()) | 1;
        yield new Action.SetField(field, random.nextLong() & mask, mask);
      }
      case 2 -> new Action.Resubmit(0xfff8, random.nextInt(254));
      case 3 -> new Action.Clone(List.of(action(random), new Action.Output(1)));
      case 4 -> new Action.Note(random.nextBoolean() ? "01.02.03.04.05.06" : "00.00.00.00.00.00");
      case 5 -> new Action.Exit();
      case 6 -> new Action.DecTtl();
      case 7 -> new Action.PopVlan();
      default ->
          new Action.SetField(Field.REG1, random.nextInt() & 0xffff_ffffL, Field.REG1.ones());
    };
  }

  private static SwitchFlow flow(Random random) {
    List<Action> actions = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      actions.add(action(random));
    }
    return new SwitchFlow(
        random.nextInt(254),
        random.nextInt(65536),
        random.nextLong(),
        random.nextInt(65536),
        random.nextInt(65536),
        false,
        SwitchMatch.of(match(random)),
        SwitchAction.of(actions));
  }

  @Property(tries = 2000)
  void flowsComeBackAsTheyWere(@ForAll long seed) {
    SwitchFlow flow = flow(new Random(seed));
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      assertThat(new Canonical(version).of(flow)).as(version + "").isEqualTo(flow);
      Message mod = Bundle.message(new Change.AddFlow(flow));
      Envelope envelope = new Envelope(version.wire(), (int) seed, mod);
      ByteBuf out = Octets.buffer();
      new MessageCodec(version).write(out, envelope);
      assertThat(out.readableBytes() % 8).isZero();
      assertThat(new MessageCodec(version).read(out)).isEqualTo(envelope);
    }
  }

  @Property(tries = 3000)
  void damagedMessagesAreReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      Message message =
          random.nextBoolean()
              ? Bundle.message(new Change.AddFlow(flow(random)))
              : new Message.StatisticsReply(
                  false,
                  new Message.StatisticsAnswer.Flows(
                      List.of(new FlowStatistics(flow(random), 1, 2, 3, 0))));
      ByteBuf out = Octets.buffer();
      new MessageCodec(version).write(out, new Envelope(version.wire(), 1, message));
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        out.setByte(random.nextInt(out.writerIndex()), random.nextInt(256));
      }
      if (random.nextInt(4) == 0) {
        out.writerIndex(random.nextInt(out.writerIndex()));
      }
      readOrRefuse(version, out);
    }
  }

  @Property(tries = 5000)
  void drawnBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll byte type) {
    for (OpenFlowVersion version : OpenFlowVersion.values()) {
      ByteBuf message = Unpooled.buffer();
      message.writeByte(version.wire()).writeByte(type & 31).writeShort(8 + bytes.length);
      message.writeInt(1).writeBytes(bytes);
      readOrRefuse(version, message);
      readOrRefuse(version, Unpooled.wrappedBuffer(bytes));
    }
  }

  /** Whatever could be read can be written, too. */
  private static void readOrRefuse(OpenFlowVersion version, ByteBuf bytes) {
    try {
      Envelope read = new MessageCodec(version).read(bytes);
      new MessageCodec(version).write(Octets.buffer(), read);
    } catch (MalformedMessageException | InexpressibleException e) {
      assertThat(e.getMessage()).doesNotContain("\n").isNotEmpty();
    }
  }
}
