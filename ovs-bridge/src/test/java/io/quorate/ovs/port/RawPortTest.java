package io.quorate.ovs.port;

import static io.quorate.ovs.port.Ways.MS;
import static io.quorate.ovs.port.Ways.SECOND_NS;
import static io.quorate.ovs.port.Ways.frame;
import static io.quorate.ovs.port.Ways.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import io.quorate.ovs.port.Ways.Kept;
import io.quorate.ovs.port.Ways.Way;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames over virtual Ethernet pairs, by every implementation. */
@Live
final class RawPortTest {

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void framesOfEverySizePassBothWaysUnchanged(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      List<byte[]> sent = new ArrayList<>();
      for (int length = 14; length <= 1_514; length += length < 80 ? 1 : 239) {
        sent.add(frame(0x7a01, length, length));
      }
      sent.add(frame(0x7a01, 1_514, 9));
      for (byte[] frame : sent) {
        left.send(frame, frame.length);
        right.send(frame, frame.length);
      }
      assertThat(left.flush()).isZero();
      assertThat(right.flush()).isZero();

      Kept atRight = new Kept();
      receive(right, atRight, sent.size());
      Kept atLeft = new Kept();
      receive(left, atLeft, sent.size());

      assertThat(atRight.frames).containsExactlyElementsOf(sent);
      assertThat(atLeft.frames).containsExactlyElementsOf(sent);
      assertThat(left.statistics().sent()).isEqualTo(sent.size());
      assertThat(left.statistics().received()).isEqualTo(sent.size());
      assertThat(left.statistics().unsent()).isZero();
      long agoNs = System.currentTimeMillis() * MS - atLeft.lastTimestampNs;
      assertThat(agoNs).isBetween(-SECOND_NS, 10 * SECOND_NS);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void jumboFramesPassAndLongerOnesAreCountedNotCut(Way way) {
    Way large = way.with(PortOptions.defaults().withFrameBytesMax(9_014));
    try (Wire wire = new Wire(1, 9_000);
        RawPort left = large.left(wire);
        RawPort right = large.right(wire);
        RawPort narrow = way.right(wire)) {
      byte[] jumbo = frame(0x7a01, 9_014, 3);
      byte[] small = frame(0x7a02, 64, 4);
      left.send(jumbo, jumbo.length);
      left.send(small, small.length);
      assertThat(left.flush()).isZero();

      Kept kept = new Kept();
      receive(right, kept, 2);
      assertThat(kept.frames).containsExactly(jumbo, small);

      Kept cut = new Kept();
      receive(narrow, cut, 1);
      assertThat(cut.frames).containsExactly(small);
      assertThat(narrow.statistics().truncated()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void framesOfWrongSizesAreNotSentAndCounted(Way way) {
    Way large = way.with(PortOptions.defaults().withFrameBytesMax(4_000));
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = large.left(wire);
        RawPort right = way.right(wire)) {
      byte[] good = frame(0x7a01, 100, 1);
      left.send(good, 13);
      left.send(good, 0);
      left.send(new byte[5_000], 5_000);
      left.send(frame(0x7a01, 1_519, 2), 1_519);
      left.send(good, good.length);
      assertThat(left.flush()).isEqualTo(4);
      assertThat(left.flush()).isZero();
      assertThatThrownBy(() -> left.send(good, 101)).isInstanceOf(IndexOutOfBoundsException.class);

      Kept kept = new Kept();
      receive(right, kept, 1);
      assertThat(kept.frames).containsExactly(good);
      assertThat(left.statistics().unsentSize()).isEqualTo(4);
      assertThat(left.statistics().sent()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void batchesKeepTheirOrderAndOwnFramesAreNotSeen(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      List<byte[]> sent = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        sent.add(frame(0x7a01, 64 + i % 3, i));
      }
      for (byte[] frame : sent) {
        left.send(frame, frame.length);
      }
      assertThat(left.flush()).isZero();

      Kept kept = new Kept();
      receive(right, kept, sent.size());
      assertThat(kept.frames).containsExactlyElementsOf(sent);
      Kept own = new Kept();
      assertThat(left.receive(20 * MS, own)).isZero();
      assertThat(own.frames).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void aReceivedFrameCanBeSentOnFromWhereItStands(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] frame = frame(0x7a01, 300, 5);
      left.send(frame, frame.length);
      left.flush();
      FrameHandler echo =
          (memory, offset, length, timestampNs) -> right.send(memory, offset, length);
      assertThat(right.receive(SECOND_NS, echo)).isEqualTo(1);
      assertThat(right.flush()).isZero();

      Kept kept = new Kept();
      receive(left, kept, 1);
      assertThat(kept.frames).containsExactly(frame);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void onlyTheEtherTypesAskedForAreReceived(Way way) {
    Way some = way.with(PortOptions.defaults().withEtherTypes(List.of(0x7a40, 0x7a01, 0x7a02)));
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = some.right(wire)) {
      List<byte[]> wanted = new ArrayList<>();
      for (int type : new int[] {0x7a00, 0x7a01, 0x0800, 0x7a02, 0x7a03, 0x7a40, 0x7a41}) {
        byte[] frame = frame(type, 80, type);
        left.send(frame, frame.length);
        if (type == 0x7a01 || type == 0x7a02 || type == 0x7a40) {
          wanted.add(frame);
        }
      }
      left.flush();
      Kept kept = new Kept();
      receive(right, kept, 3);
      right.receive(20 * MS, kept);
      assertThat(kept.frames).containsExactlyElementsOf(wanted);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void vlanTagsStayInPlace(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] tagged = frame(0x8100, 118, 7);
      tagged[14] = 0x20;
      tagged[15] = 0x65;
      tagged[16] = 0x7a;
      tagged[17] = 0x01;
      byte[] service = tagged.clone();
      service[12] = (byte) 0x88;
      service[13] = (byte) 0xa8;
      left.send(tagged, tagged.length);
      left.send(service, service.length);
      left.flush();
      Kept kept = new Kept();
      receive(right, kept, 2);
      assertThat(kept.frames).containsExactly(tagged, service);
    }
  }

  @ParameterizedTest
  @MethodSource("io.quorate.ovs.port.Ways#ways")
  void whatAHandlerThrowsComesOutAndThePortGoesOn(Way way) {
    try (Wire wire = new Wire(1, 1_500);
        RawPort left = way.left(wire);
        RawPort right = way.right(wire)) {
      byte[] frame = frame(0x7a01, 100, 1);
      left.send(frame, frame.length);
      left.flush();
      assertThatThrownBy(
              () ->
                  right.receive(
                      SECOND_NS,
                      (memory, offset, length, timestampNs) -> {
                        throw new IllegalStateException("ours");
                      }))
          .hasMessage("ours");
      byte[] second = frame(0x7a01, 100, 2);
      left.send(second, second.length);
      left.flush();
      Kept kept = new Kept();
      receive(right, kept, 1);
      assertThat(kept.frames).containsExactly(second);
    }
  }

  @Test
  void unfinishedChecksumsAreCounted() {
    try (Wire wire = new Wire(1, 1_500)) {
      wire.onLeft("addr", "add", "10.9.9.1/24", "dev", "a0");
      wire.onLeft("neigh", "add", "10.9.9.2", "lladdr", "02:00:00:00:00:09", "dev", "a0");
      for (Reception reception : Reception.values()) {
        try (RawPort right = wire.right(0, PortKind.FFM, PortOptions.defaults().with(reception))) {
          wire.sendDatagramFromLeft("10.9.9.2");
          Kept kept = new Kept();
          receive(right, kept, 1);
          assertThat(kept.frames).isNotEmpty();
          assertThat(right.statistics().unfinishedChecksums()).isEqualTo(1);
        }
      }
    }
  }
}
