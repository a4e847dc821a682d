package io.quorate.ovs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.Decoded;
import io.quorate.paxos.wire.EtherType;
import io.quorate.paxos.wire.InPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frame is let in with the right code and with no other. */
class FrameSealTest {

  private static final int AT = Ethernet.HEADER_BYTES;
  private static final Ballot BALLOT = new Ballot(4, 1);

  @TempDir private Path folder;

  private final FrameSeal seal = new FrameSeal(key(0), FrameSeal.Clients.AT_INGRESS);

  private static GroupKey key(int first) {
    byte[] key = new byte[16];
    for (int i = 0; i < 16; i++) {
      key[i] = (byte) (first + i);
    }
    return GroupKey.of(key);
  }

  private static byte[] accept() {
    Message accept = new Message.Accept(BALLOT, 7, Value.of(5, 6, new byte[] {1, 2, 3}));
    return PaxosFrame.of(1, 2, new Envelope(1, 1, 3, accept));
  }

  private static byte[] client(int sender) {
    Message client = new Message.Client(Value.of(5, 6, new byte[] {1, 2, 3}));
    return PaxosFrame.of(1, 2, new Envelope(1, sender, 0, client));
  }

  /** Appendix A of the paper, and vectors of the authors' reference implementation. */
  @Test
  void theHashIsThatOfThePaper() {
    long k0 = 0x0706050403020100L;
    long k1 = 0x0f0e0d0c0b0a0908L;
    byte[] counting = new byte[64];
    for (int i = 0; i < counting.length; i++) {
      counting[i] = (byte) i;
    }
    assertThat(SipHash.of(k0, k1, Arrays.copyOf(counting, 15))).isEqualTo(0xa129ca6149be45e5L);
    assertThat(SipHash.of(k0, k1, new byte[0])).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(SipHash.of(k0, k1, Arrays.copyOf(counting, 1))).isEqualTo(0x74f839c593dc67fdL);
    assertThat(SipHash.of(k0, k1, Arrays.copyOf(counting, 8))).isEqualTo(0x93f5f5799a932462L);
    assertThat(SipHash.of(k0, k1, Arrays.copyOf(counting, 63))).isEqualTo(0x958a324ceb064572L);
  }

  @Test
  void aSealedFrameIsLetInAndSaysWhatItSaid() {
    byte[] frame = accept();
    Decoded before = PaxosFrame.read(frame);
    seal.seal(frame);

    assertThat(frame).isNotEqualTo(accept());
    assertThat(seal.open(frame)).isTrue();
    assertThat(PaxosFrame.read(frame)).isEqualTo(before);
    assertThat(seal.counts()).isEqualTo(new FrameSeal.Counts(1, 1, 0, 0, 0, 0));
  }

  @Test
  void anyBitThatIsChangedMakesTheFrameAForgeryButForAddressesAndPadding() {
    byte[] whole = Arrays.copyOf(accept(), accept().length + 5);
    seal.seal(whole);
    int covered = accept().length;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] frame = whole.clone();
      frame[bit / 8] ^= (byte) (1 << bit % 8);
      boolean address = bit / 8 < AT - 2;
      boolean checksum = bit / 8 >= AT + 60 && bit / 8 < AT + 64;
      boolean padding = bit / 8 >= covered;
      boolean notOurs = EtherType.of(Ethernet.type(frame)) == null;
      assertThat(seal.open(frame))
          .as("bit %s", bit)
          .isEqualTo(address || checksum || padding || notOurs);
    }
  }

  @Test
  void aFrameWithoutACodeAndOneWithAnothersKeyAreRefusedAndCounted() {
    byte[] plain = accept();
    byte[] stranger = accept();
    new FrameSeal(key(1), FrameSeal.Clients.AT_INGRESS).seal(stranger);

    assertThat(seal.open(plain)).isFalse();
    assertThat(seal.open(stranger)).isFalse();
    assertThat(seal.open(Arrays.copyOf(plain, 40))).isFalse();
    assertThat(seal.counts()).isEqualTo(new FrameSeal.Counts(0, 0, 0, 1, 1, 1));
    assertThat(seal.counts().refused()).isEqualTo(3);
  }

  @Test
  void whatIsTurnedInPlaceIsSealedAnewAndTheOldCodeIsWorthNothing() {
    byte[] frame = client(0);
    seal.seal(frame);
    assertThat(seal.open(frame)).isTrue();
    Ethernet.setType(frame, EtherType.ACCEPT.code());
    InPlace.clientToAccept(frame, AT, 1, 3, BALLOT, 7);
    assertThat(frame).isEqualTo(accept());
    assertThat(seal.open(frame)).isFalse();

    seal.seal(frame);
    assertThat(seal.open(frame)).isTrue();
    Ethernet.setType(frame, EtherType.LEARN.code());
    InPlace.acceptToLearn(frame, AT, 2, 3, Incarnations.FIRST);
    assertThat(seal.open(frame)).isFalse();
    seal.seal(frame);
    assertThat(seal.open(frame)).isTrue();
    assertThat(PaxosFrame.read(frame)).isInstanceOf(Decoded.Frame.class);
  }

  @Test
  void clientsWithoutAKeyAreLetInAndNobodyElse() {
    FrameSeal open = new FrameSeal(key(0), FrameSeal.Clients.WITHOUT_KEY);
    Message read = new Message.Read(Value.of(5, 6, new byte[0]));

    assertThat(open.open(client(0))).isTrue();
    assertThat(open.open(PaxosFrame.of(1, 2, new Envelope(1, 0, 0, read)))).isTrue();
    assertThat(open.open(client(2))).as("in a member's name").isFalse();
    assertThat(open.open(accept())).isFalse();
    assertThat(open.counts()).isEqualTo(new FrameSeal.Counts(0, 0, 2, 2, 0, 0));
    assertThat(seal.open(client(0))).as("where there is an ingress").isFalse();
  }

  @Test
  void whatIsNotOursPassesUntouched() {
    byte[] other = new byte[60];
    Ethernet.putHeader(other, 1, 2, 0x0800);
    byte[] before = other.clone();
    seal.seal(other);
    assertThat(other).isEqualTo(before);
    assertThat(seal.open(other)).isTrue();
    assertThat(seal.open(new byte[3])).isTrue();
    assertThat(seal.counts()).isEqualTo(new FrameSeal.Counts(0, 0, 0, 0, 0, 0));
  }

  @Test
  void randomFramesAreNeverLetInAndNeverThrow() {
    Random random = new Random(3);
    List<EtherType> types = List.of(EtherType.values());
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = new byte[random.nextInt(14, 200)];
      random.nextBytes(frame);
      Ethernet.setType(frame, types.get(random.nextInt(types.size())).code());
      assertThat(seal.open(frame)).isFalse();
    }
  }

  /** Without a key nobody looks at the field; with one, a group's older frames have none. */
  @Test
  void theDecoderDoesNotLookAtTheCode() {
    byte[] frame = accept();
    seal.seal(frame);
    assertThat(PaxosFrame.read(frame)).isEqualTo(PaxosFrame.read(accept()));
    frame[AT + 52] ^= 1;
    assertThat(PaxosFrame.read(frame)).isEqualTo(new Decoded.Malformed("wrong checksum"));
  }

  // ---------------------------------------------------------------- the key

  private Path keyFile(String text, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aKeyIsReadFromItsFile() throws IOException {
    String digits = "000102030405060708090a0b0c0d0E0F";
    for (String text : new String[] {digits, digits + "\n", digits + "\r\n"}) {
      GroupKey read = GroupKey.read(keyFile(text, "rw-r-----"));
      byte[] frame = accept();
      seal.seal(frame);
      assertThat(new FrameSeal(read, FrameSeal.Clients.AT_INGRESS).open(frame)).isTrue();
      assertThat(read.toString()).doesNotContain("0");
    }
  }

  @Test
  void aKeyThatOthersMayReadOrThatIsNoneIsRefusedInOneLine() throws IOException {
    String digits = "000102030405060708090a0b0c0d0e0f";
    for (String permissions : new String[] {"rw-r--r--", "rw-----w-", "rw--w----"}) {
      assertThatThrownBy(() -> GroupKey.read(keyFile(digits, permissions)))
          .isInstanceOf(BadFile.class)
          .hasMessageContaining("others may read or write the group key");
    }
    for (String text :
        new String[] {
          "", digits + "0", digits.substring(1), digits + "\n\n\nmore", "g" + digits.substring(1)
        }) {
      assertThatThrownBy(() -> GroupKey.read(keyFile(text, "rw-------")))
          .isInstanceOf(BadFile.class)
          .hasMessageContaining("32 hexadecimal digits")
          .message()
          .doesNotContain("0405");
    }
    assertThatThrownBy(() -> GroupKey.read(folder.resolve("absent"))).isInstanceOf(BadFile.class);
  }
}
