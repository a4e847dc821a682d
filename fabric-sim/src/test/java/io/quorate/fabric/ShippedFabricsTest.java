package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.file.TextFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fabrics that come with Quorate are what their pictures say. */
class ShippedFabricsTest {

  static Fabric shipped(String name) {
    String root = System.getProperty("quorate.root", "..");
    return FabricFile.read(Path.of(root, "fabrics", name + ".yaml"));
  }

  static Fabric readBack(Fabric fabric) {
    byte[] yaml = FabricFile.write(fabric).getBytes(StandardCharsets.UTF_8);
    return FabricFile.parse(TextFile.of("copy.yaml", yaml));
  }

  @Test
  void wanThreeIsThePictureOfTheDesign() {
    Fabric fabric = shipped("wan-three");

    assertThat(fabric.name()).isEqualTo("wan-three");
    assertThat(fabric.switches())
        .extracting(Switch::name)
        .containsExactly("WAN0", "S1", "S2", "S3");
    assertThat(fabric.group().members()).containsExactly("S1", "S2", "S3");
    assertThat(fabric.group().leader()).isEqualTo("S1");
    assertThat(fabric.service().delivery()).isEqualTo(Service.Delivery.PACKETS);
    assertThat(fabric.links())
        .extracting(Link::name)
        .containsExactly(
            "WAN0-S1", "S1-S2", "S2-S3", "S1-S3", "c1-WAN0", "c2-WAN0", "c3-WAN0", "h1-S1", "h2-S1",
            "h3-S1", "h4-S2", "h5-S2", "h6-S2", "h7-S3", "h8-S3", "h9-S3");
    assertThat(fabric.links())
        .filteredOn(Link::backup)
        .extracting(Link::name)
        .containsExactly("S1-S3");
    assertThat(hosts(fabric, "WAN0")).containsExactly("c1", "c2", "c3");
    assertThat(hosts(fabric, "S1")).containsExactly("h1", "h2", "h3");
    assertThat(hosts(fabric, "S2")).containsExactly("h4", "h5", "h6");
    assertThat(hosts(fabric, "S3")).containsExactly("h7", "h8", "h9");
  }

  @Test
  void portsAreNumberedInTheOrderOfTheLinks() {
    Switch s1 = shipped("wan-three").switches().get(1);

    assertThat(s1.ports())
        .containsExactly(
            new Switch.Port(1, "WAN0", "WAN0"),
            new Switch.Port(2, "S2", "S2"),
            new Switch.Port(3, "S3", "S3"),
            new Switch.Port(4, "h1", "h1"),
            new Switch.Port(5, "h2", "h2"),
            new Switch.Port(6, "h3", "h3"));
  }

  @Test
  void addressesAreGivenInFileOrder() {
    Fabric fabric = shipped("wan-three");

    assertThat(fabric.hosts().getFirst())
        .isEqualTo(new Host("c1", Host.Role.CLIENT, "WAN0", 0x0a000001, 0x02000a000001L));
    assertThat(fabric.hosts().getLast())
        .isEqualTo(new Host("h9", Host.Role.SERVICE, "S3", 0x0a00000c, 0x02000a00000cL));
    assertThat(fabric.service().ipv4()).isEqualTo(0x0a000064);
    assertThat(fabric.service().mac()).isEqualTo(0x02000a000064L);
  }

  @Test
  void leafSpineHasEachLeafOnBothSpines() {
    Fabric fabric = shipped("leaf-spine-five");

    assertThat(fabric.group().members()).containsExactly("P1", "P2", "L1", "L2", "L3");
    for (String leaf : List.of("L1", "L2", "L3")) {
      assertThat(neighbours(fabric, leaf)).startsWith("P1", "P2").hasSize(4);
    }
    assertThat(neighbours(fabric, "WAN0")).containsExactly("P1", "P2", "c1", "c2", "c3", "c4");
  }

  @Test
  void theKeyValueFabricHasTheSameSwitchesAndNoServiceHosts() {
    Fabric fabric = shipped("wan-three-kv");
    Fabric withHosts = shipped("wan-three");

    assertThat(fabric.service().delivery()).isEqualTo(Service.Delivery.STATE_MACHINE);
    assertThat(fabric.hosts()).allMatch(host -> host.role() == Host.Role.CLIENT).hasSize(3);
    assertThat(fabric.group()).isEqualTo(withHosts.group());
    assertThat(fabric.links().subList(0, 4)).isEqualTo(withHosts.links().subList(0, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv", "leaf-spine-five"})
  void aWrittenCopyReadsBackEqual(String name) {
    Fabric fabric = shipped(name);

    assertThat(readBack(fabric)).isEqualTo(fabric);
  }

  private static List<String> hosts(Fabric fabric, String node) {
    return fabric.hosts().stream()
        .filter(host -> host.attachedTo().equals(node))
        .map(Host::name)
        .toList();
  }

  private static List<String> neighbours(Fabric fabric, String node) {
    return fabric.switches().stream()
        .filter(declared -> declared.name().equals(node))
        .flatMap(declared -> declared.ports().stream())
        .map(Switch.Port::peer)
        .toList();
  }
}
