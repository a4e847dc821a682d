package io.quorate.paxos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Label("wire format v1")
@Domain(Envelopes.class)
@Domain(DomainContext.Global.class)
final class CodecProperties {

  private static int etherType(Envelope envelope) {
    return EtherType.of(envelope.message()).code();
  }

  private static Decoded decode(int etherType, byte[] frame) {
    return Decoder.decode(etherType, frame, 0, frame.length);
  }

  @Property
  void whatIsEncodedIsDecodedWhateverStandsAroundIt(
      @ForAll Envelope envelope,
      @ForAll @IntRange(max = 20) int before,
      @ForAll @Size(max = 60) byte[] padding) {
    int length = Encoder.length(envelope.message());
    byte[] frame = new byte[before + length + padding.length];
    Arrays.fill(frame, (byte) 0xEE);
    System.arraycopy(padding, 0, frame, before + length, padding.length);

    assertThat(Encoder.encode(envelope, frame, before)).isEqualTo(length);

    assertThat(Decoder.decode(etherType(envelope), frame, before, frame.length))
        .isEqualTo(new Decoded.Frame(envelope));
    assertThat(frame).endsWith(padding);
  }

  @Property
  void noBytesMakeTheDecoderThrow(
      @ForAll @Size(max = 200) byte[] bytes, @ForAll EtherType type, @ForAll int anyType) {
    assertThat(decode(type.code(), bytes)).isNotNull();
    if (EtherType.of(anyType) == null) {
      assertThat(decode(anyType, bytes)).isInstanceOf(Decoded.Malformed.class);
    }
  }

  /** Random bytes stop at the checksum; a right checksum lets damage through to what is behind. */
  @Property
  void noDamageBehindARightChecksumMakesTheDecoderThrow(
      @ForAll Envelope envelope,
      @ForAll EtherType type,
      @ForAll @Size(min = 1, max = 4) int[] places,
      @ForAll @Size(4) byte[] damage) {
    byte[] frame = Encoder.encode(envelope);
    for (int i = 0; i < places.length; i++) {
      frame[3 + Math.floorMod(places[i], frame.length - 3)] = damage[i];
    }
    int valueBytes = Layout.u16(frame, Layout.LENGTH);
    if (valueBytes <= frame.length - Layout.HEADER_BYTES) {
      Encoder.seal(type, frame, 0, valueBytes);
    }
    switch (decode(type.code(), frame)) {
      case Decoded.Malformed malformed -> assertThat(malformed.reason()).isNotEmpty();
      case Decoded.Frame decoded -> {
        byte[] again = Encoder.encode(decoded.envelope());
        assertThat(decode(type.code(), again)).isEqualTo(decoded);
      }
    }
  }

  @Property(tries = 200)
  void anyFlippedBitIsNoticed(@ForAll Envelope envelope, @ForAll @Size(max = 30) byte[] padding) {
    byte[] message = Encoder.encode(envelope);
    byte[] frame = Arrays.copyOf(message, message.length + padding.length);
    System.arraycopy(padding, 0, frame, message.length, padding.length);
    int etherType = etherType(envelope);

    for (int bit = 0; bit < 16; bit++) {
      assertThat(decode(etherType ^ 1 << bit, frame)).isInstanceOf(Decoded.Malformed.class);
    }
    for (int bit = 0; bit < message.length * 8; bit++) {
      frame[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(decode(etherType, frame)).isInstanceOf(Decoded.Malformed.class);
      frame[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(decode(etherType, frame)).isEqualTo(new Decoded.Frame(envelope));
  }

  @Property(tries = 200)
  void aFrameCutShortAnywhereIsNoticed(@ForAll Envelope envelope) {
    byte[] frame = Encoder.encode(envelope);
    for (int end = 0; end < frame.length; end++) {
      assertThat(Decoder.decode(etherType(envelope), frame, 0, end))
          .isInstanceOf(Decoded.Malformed.class);
    }
  }

  @Property
  void aClientBecomesAnAcceptInPlaceAsIfItHadBeenEncoded(
      @ForAll Envelope accept, @ForAll @IntRange(max = 20) int before) {
    if (accept.message() instanceof Message.Accept(Ballot ballot, long slot, Value value)
        && !value.isNoop()
        && !value.isBatch()) {
      Envelope client = new Envelope(accept.group(), 0, 7, new Message.Client(value));
      byte[] frame = new byte[before + Encoder.length(accept.message())];
      Encoder.encode(client, frame, before);
      byte[] expected = new byte[frame.length];
      Encoder.encode(accept, expected, before);

      InPlace.clientToAccept(frame, before, accept.sender(), accept.incarnation(), ballot, slot);

      assertThat(frame).isEqualTo(expected);
    }
  }

  @Property
  void anAcceptBecomesALearnInPlaceAsIfItHadBeenEncoded(
      @ForAll Envelope accept,
      @ForAll("knowns") Incarnations known,
      @ForAll @IntRange(max = 0xFFFF) int voter) {
    if (accept.message() instanceof Message.Accept(Ballot ballot, long slot, Value value)) {
      Message learn = new Message.Learn(ballot, slot, known);
      byte[] bytes = Encoder.encode(accept);
      byte[] frame = Arrays.copyOf(bytes, Math.max(bytes.length, Encoder.length(learn)));

      int end = InPlace.acceptToLearn(frame, 0, voter, 3, known);

      assertThat(value).isNotNull();
      assertThat(Arrays.copyOf(frame, end))
          .isEqualTo(Encoder.encode(new Envelope(accept.group(), voter, 3, learn)));
    }
  }

  @Provide
  Arbitrary<Incarnations> knowns() {
    return Envelopes.knowns();
  }
}
