package io.quorate.ovs.openflow;

import static io.quorate.ovs.openflow.OpenFlowVersion.V10;
import static io.quorate.ovs.openflow.OpenFlowVersion.V13;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quorate.fabric.flow.Action;
import io.quorate.fabric.flow.Flow;
import io.quorate.fabric.flow.FlowSyntax;
import io.quorate.fabric.flow.FlowSyntaxException;
import io.quorate.fabric.flow.Names;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;

/** The codec against recordings of Open vSwitch and against another library. */
class CodecTest {

  private static Envelope read(OpenFlowVersion version, byte[] bytes) {
    return new MessageCodec(version).read(Unpooled.wrappedBuffer(bytes));
  }

  private static byte[] write(OpenFlowVersion version, Envelope envelope) {
    ByteBuf out = Octets.buffer();
    new MessageCodec(version).write(out, envelope);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /** A message as it comes in a stream. */
  private static byte[] next(ByteBuf stream) {
    byte[] message = new byte[stream.getUnsignedShort(stream.readerIndex() + 2)];
    stream.readBytes(message);
    return message;
  }

  @Test
  void aRecordedSessionIsReadWholeAndWrittenBackTheSame() throws IOException {
    int messages = 0;
    for (byte[] said : Shared.streams("captures/of13-openflowj-session.pcap").values()) {
      ByteBuf stream = Unpooled.wrappedBuffer(said);
      while (stream.isReadable()) {
        byte[] bytes = next(stream);
        Envelope envelope = read(V13, bytes);
        assertThat(envelope.message()).isNotInstanceOf(Message.Unknown.class);
        assertThat(HexFormat.of().formatHex(write(V13, envelope)))
            .as(envelope.toString())
            .isEqualTo(HexFormat.of().formatHex(bytes));
        messages++;
      }
    }
    assertThat(messages).isGreaterThan(30);
  }

  @Test
  void actionsOfOpenVswitchsOwnTestsAreUnderstoodAsItDoes() throws IOException {
    int understood = 0;
    int sameBytes = 0;
    int kept = 0;
    int cutShort = 0;
    for (Map<?, ?> one : Shared.cases("ovs-cases/action-wire.jsonl")) {
      String hex = one.get("hex") + "";
      if (!(one.get("text") instanceof String text) || !"actions".equals(one.get("kind"))) {
        continue;
      }
      if (isCutShort(text, hex)) {
        cutShort++;
        continue;
      }
      OpenFlowVersion version = "OpenFlow10".equals(one.get("of")) ? V10 : V13;
      ByteBuf bytes = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
      List<SwitchAction> actions = new ActionReader(version).read(bytes);
      boolean same = encoded(version, actions).equalsIgnoreCase(hex);
      Optional<List<Action>> meant = actions(text);
      List<Action> plain = ActionReader.plain(actions);
      if (plain == null || meant.isEmpty()) {
        assertThat(same).as(text).isTrue();
        kept++;
      } else {
        assertThat(plain).as(text).isEqualTo(meant.get());
        understood++;
        sameBytes += same ? 1 : 0;
      }
    }
    assertThat(understood).isEqualTo(37);
    assertThat(sameBytes).as("others have several spellings").isEqualTo(29);
    assertThat(kept).as("no action of ours, kept as it is").isEqualTo(48);
    assertThat(cutShort).isEqualTo(32);
  }

  /** Of actions that fill several lines the recording has the last one. */
  private static boolean isCutShort(String text, String hex) {
    String head = hex.substring(0, 4);
    boolean nicira = head.equalsIgnoreCase("ffff") && hex.length() >= 8;
    int length = Integer.parseInt(hex.substring(4, 8), 16);
    boolean whole = length * 2 == hex.length();
    boolean several = text.startsWith("actions=ct(") || (text.contains("(") && !nicira);
    return !whole || several;
  }

  private static Optional<List<Action>> actions(String text) {
    try {
      return Optional.of(FlowSyntax.actions(text.substring("actions=".length()), Names.NONE));
    } catch (FlowSyntaxException e) {
      return Optional.empty();
    }
  }

  private static String encoded(OpenFlowVersion version, List<SwitchAction> actions) {
    ByteBuf out = Octets.buffer();
    new ActionWriter(version, MatchCodec.TCP).write(out, actions);
    return Octets.hex(out);
  }

  @Test
  void everyFlowThatWeCanReadComesBackFromTheWireAsItWas() throws IOException {
    int same = 0;
    int oldSame = 0;
    for (Map<?, ?> one : Shared.cases("ovs-cases/flow-syntax.jsonl")) {
      Flow flow;
      try {
        flow = FlowSyntax.flow(one.get("input") + "", Names.NONE);
      } catch (FlowSyntaxException e) {
        continue;
      }
      SwitchFlow told = SwitchFlow.of(flow);
      SwitchFlow canonical = new Canonical(V13).of(told);
      assertThat(new Canonical(V13).of(canonical)).isEqualTo(canonical);
      assertThat(canonical.key()).isEqualTo(told.key());
      if (!flow.toString().contains("vlan")) {
        assertThat(canonical).isEqualTo(told);
        same++;
      }
      try {
        SwitchFlow old = new Canonical(V10).of(told);
        assertThat(new Canonical(V10).of(old)).isEqualTo(old);
        assertThat(old.key()).isEqualTo(told.key());
        oldSame++;
      } catch (InexpressibleException e) {
        assertThat(e).hasMessageContaining("1.0");
      }
    }
    assertThat(same).isGreaterThan(150);
    assertThat(oldSame).isGreaterThan(150);
  }

  @Test
  void anotherLibraryReadsWhatWeWriteAndWritesItTheSame() throws Exception {
    List<String> flows =
        List.of(
            "table=1,priority=7,in_port=3,dl_type=0x7a01,dl_dst=0e:00:00:00:00:01,actions=output:2",
            "udp,nw_src=10.0.0.0/8,tp_dst=53,actions=mod_nw_dst:10.0.0.1,mod_tp_dst:5,dec_ttl,IN_PORT",
            "arp,arp_op=1,arp_tpa=10.0.0.9,actions=flood",
            "dl_vlan=5,actions=pop_vlan,group:9",
            "metadata=0x5/0xff,actions=write_metadata:0x1/0xf,goto_table:3",
            "tcp,tp_src=80,actions=write_actions(set_field:81->tcp_src,output:1)");
    var reader = OFFactories.getFactory(OFVersion.OF_13).getReader();
    for (String text : flows) {
      SwitchFlow flow = SwitchFlow.of(FlowSyntax.flow(text, Names.NONE));
      Message mod = Bundle.message(new Change.AddFlow(flow));
      byte[] ours = write(V13, new Envelope(V13.wire(), 77, mod));
      OFMessage theirs = reader.readFrom(Unpooled.wrappedBuffer(ours));
      assertThat(theirs).as(text).isNotNull();
      ByteBuf again = Unpooled.buffer();
      theirs.writeTo(again);
      byte[] written = new byte[again.readableBytes()];
      again.readBytes(written);
      assertThat(read(V13, written)).as(text).isEqualTo(read(V13, ours));
    }
  }

  @Test
  void theOtherLibraryReadsTheRecordedSessionToo() throws Exception {
    var reader = OFFactories.getFactory(OFVersion.OF_13).getReader();
    for (byte[] said : Shared.streams("captures/of13-openflowj-session.pcap").values()) {
      ByteBuf stream = Unpooled.wrappedBuffer(said);
      while (stream.isReadable()) {
        byte[] bytes = next(stream);
        if (bytes[0] != V13.wire()) {
          continue;
        }
        OFMessage theirs = reader.readFrom(Unpooled.wrappedBuffer(bytes));
        Envelope ours = read(V13, bytes);
        assertThat(theirs.getXid()).isEqualTo(ours.xid());
        assertThat((int) bytes[1]).isEqualTo(write(V13, ours)[1]);
      }
    }
  }

  @Test
  void whatVersion10CannotSayIsRefusedInOneLine() {
    for (String text :
        List.of(
            "actions=push_vlan:0x8100,output:1",
            "actions=write_actions(output:1)",
            "actions=clear_actions")) {
      SwitchFlow flow = SwitchFlow.of(FlowSyntax.flow(text, Names.NONE));
      assertThatThrownBy(() -> new Canonical(V10).of(flow))
          .as(text)
          .isInstanceOf(InexpressibleException.class)
          .hasMessageContaining("1.0");
    }
    assertThatThrownBy(
            () ->
                new Canonical(V13)
                    .of(SwitchFlow.of(FlowSyntax.flow("actions=run_code:1", Names.NONE))))
        .hasMessageContaining("compile the flow first");
  }

  @Test
  void aLengthThatCannotBeEndsTheConnection() {
    Conversation conversation = new Conversation(List.of(V13), message -> {});
    EmbeddedChannel channel =
        new EmbeddedChannel(Connector.handlers(conversation, SwitchSettings.usual()));
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {4, 0, 0, 7, 0, 0, 0, 0}));
    assertThat(conversation.ended()).isCompleted();
    assertThat(conversation.ended().join()).hasMessageContaining("claims a length of 7");
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }
}
