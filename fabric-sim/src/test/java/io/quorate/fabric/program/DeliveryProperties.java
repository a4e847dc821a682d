package io.quorate.fabric.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever the payload, and so whatever the checksum was before the destination changed. */
class DeliveryProperties {

  @Property(tries = 300)
  void checksumsStayRight(@ForAll @Size(max = 1000) byte[] payload) throws Exception {
    DeliveryTest fresh = new DeliveryTest();
    fresh.ordered(new String(payload, StandardCharsets.ISO_8859_1));

    assertThat(fresh.s2.handedFrames).hasSize(3);
    for (byte[] frame : fresh.s2.handedFrames) {
      DeliveryTest.assertChecksumsAsPcap4jSeesThem(frame);
    }
  }
}
