package io.quorate.ovs.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.json.JsonObjectDecoder;
import io.quorate.ovs.json.JsonText;
import io.quorate.ovs.openflow.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A recorded conversation between ovsdb-server and its clients. */
class RecordedSessionTest {

  @Test
  void everyDocumentIsReadAndWrittenBackTheSame() throws IOException {
    int documents = 0;
    for (byte[] said : Shared.streams("captures/ovsdb-jsonrpc-monitor.pcap").values()) {
      for (String text : documents(said)) {
        assertThat(JsonText.write(JsonText.parse(text))).isEqualTo(text);
        documents++;
      }
    }
    assertThat(documents).isGreaterThan(15);
  }

  private static List<String> documents(byte[] said) {
    EmbeddedChannel channel = new EmbeddedChannel(new JsonObjectDecoder(16 << 20));
    channel.writeInbound(Unpooled.wrappedBuffer(said));
    List<String> texts = new ArrayList<>();
    for (ByteBuf one = channel.readInbound(); one != null; one = channel.readInbound()) {
      texts.add(one.toString(StandardCharsets.UTF_8));
      one.release();
    }
    channel.finishAndReleaseAll();
    return texts;
  }

  @Test
  void whatTheServerToldAClientIsFollowed() throws IOException {
    DatabaseCopy copy = DatabaseCopy.empty();
    int updates = 0;
    for (byte[] said : Shared.streams("captures/ovsdb-jsonrpc-monitor.pcap").values()) {
      for (String text : documents(said)) {
        if (!(JsonText.parse(text) instanceof Map<?, ?> document)) {
          continue;
        }
        if (document.get("result") instanceof List<?> answer
            && answer.size() == 3
            && answer.get(0) instanceof Boolean) {
          copy = copy.updated(answer.get(2));
        }
        if ("update3".equals(document.get("method"))
            && document.get("params") instanceof List<?> parameters) {
          copy = copy.updated(parameters.get(2));
          updates++;
        }
      }
    }
    assertThat(updates).isEqualTo(2);
    View view = new View(copy);
    assertThat(view.carriedOut()).isEqualTo(20);
    assertThat(view.bridge("br0").orElseThrow().externalIds())
        .containsExactly(Map.entry("paxos", "s1"));
  }
}
