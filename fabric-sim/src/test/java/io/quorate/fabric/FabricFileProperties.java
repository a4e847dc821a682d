package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written reads back; reading again changes nothing. */
class FabricFileProperties {

  @Property
  void anyFabricReadsBackEqual(@ForAll long seed) {
    Fabric fabric = RandomFabric.of(seed);

    assertThat(ShippedFabricsTest.readBack(fabric)).isEqualTo(fabric);
  }

  @Property(tries = 100)
  void writingIsStable(@ForAll long seed) {
    String written = FabricFile.write(RandomFabric.of(seed));

    assertThat(FabricFile.write(ShippedFabricsTest.readBack(RandomFabric.of(seed))))
        .isEqualTo(written);
  }
}
