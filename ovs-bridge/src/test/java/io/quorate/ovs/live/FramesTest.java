package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tag by which a frame on its detour says what to run. */
final class FramesTest {

  @Test
  void tagsAreReadAndWrittenBehindTheAddresses() {
    byte[] frame = new byte[60];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) i;
    }

    byte[] tagged = Frames.tagged(frame, 0xabc);

    assertThat(tagged).hasSize(64);
    assertThat(Frames.tag(tagged)).isEqualTo(0xabc);
    assertThat(Frames.untagged(tagged)).isEqualTo(frame);
    assertThat(Frames.tag(frame)).isEqualTo(-1);
    assertThat(Frames.tag(new byte[13])).isEqualTo(-1);
  }
}
