package io.quorate.fabric.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A frame shares its bytes until they are written. */
class FrameTest {

  @Test
  void whatWasHandedOutIsNeverWrittenAgain() {
    byte[] received = {1, 2, 3};
    Frame frame = new Frame(received);
    byte[] first = frame.share();
    frame.writable()[0] = 9;
    byte[] second = frame.share();
    frame.writable()[0] = 7;

    assertThat(first).isSameAs(received).containsExactly(1, 2, 3);
    assertThat(second).containsExactly(9, 2, 3);
    assertThat(frame.bytes()).containsExactly(7, 2, 3);
  }

  @Test
  void growsAndShrinksInFront() {
    Frame frame = new Frame(new byte[] {1, 2, 3});
    frame.prepend(2);
    assertThat(frame.bytes()).containsExactly(0, 0, 1, 2, 3);
    frame.removeFront(3);
    assertThat(frame.bytes()).containsExactly(2, 3);
    frame.setLength(4);
    assertThat(frame.bytes()).containsExactly(2, 3, 0, 0);
    assertThat(frame.length()).isEqualTo(4);
  }

  @Test
  void tellsThatItChanged() {
    Frame frame = new Frame(new byte[3]);
    int version = frame.version();
    byte[] unused = frame.share();
    assertThat(unused).hasSize(3);
    assertThat(frame.version()).isEqualTo(version);
    frame.replace(new byte[5]);
    assertThat(frame.version()).isNotEqualTo(version);
  }

  @Test
  void tagsComeAndGo() {
    byte[] bare = Arp.request(0x020000000001L, 1, 2);
    byte[] tagged = Ethernet.pushTag(bare, Ethernet.TYPE_VLAN, 0x2064);
    assertThat(tagged).hasSize(bare.length + 4);
    assertThat(Ethernet.type(tagged)).isEqualTo(Ethernet.TYPE_VLAN);
    assertThat(Arp.at(tagged)).isEqualTo(18);
    assertThat(Ethernet.popTag(tagged)).isEqualTo(bare);
  }
}
