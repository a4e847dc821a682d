package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.file.TextFile;
import io.quorate.paxos.Quorums;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a fabric file may say, and what it may leave out. */
class FabricFileTest {

  private static final String SHORTEST =
      """
      fabric: short
      switches: [W, A]
      hosts:
        - {client: c, on: W}
        - {service-host: h, on: A}
      links:
        - {between: [W, A]}
      paxos: {members: [A]}
      """;

  private static Fabric parse(String yaml) {
    return FabricFile.parse(TextFile.of("f.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
  }

  /** The shortest fabric with one more line. */
  private static Fabric with(String line) {
    return parse(SHORTEST + line + "\n");
  }

  private static Latency latency(String written) {
    return parse(SHORTEST.replace("[W, A]}", "[W, A], latency: " + written + "}"))
        .links()
        .getFirst()
        .latency();
  }

  @Test
  void whatIsLeftOutHasADefault() {
    Fabric fabric = parse(SHORTEST);

    assertThat(fabric.mtuBytes()).isEqualTo(1_500);
    assertThat(fabric.service())
        .isEqualTo(new Service(0x0a000064, 0x02000a000064L, 7_000, Service.Delivery.PACKETS, 1));
    assertThat(fabric.group().leader()).isEqualTo("A");
    assertThat(fabric.group().tickNs()).isEqualTo(1_000_000);
    assertThat(fabric.group().heartbeatTicks()).isEqualTo(10);
    assertThat(fabric.group().electionTicksMin()).isEqualTo(60);
    assertThat(fabric.group().electionTicksMax()).isEqualTo(120);
    assertThat(fabric.group().retransmitTicks()).isEqualTo(15);
    assertThat(fabric.links())
        .containsExactly(
            link("W-A", "W", "A", 100_000, 10_000_000_000L),
            link("c-W", "c", "W", 20_000, 1_000_000_000L),
            link("h-A", "h", "A", 20_000, 1_000_000_000L));
    assertThat(fabric.flows()).isEmpty();
  }

  private static Link link(String name, String a, String b, long latencyNs, long bitsPerSecond) {
    return new Link(name, a, b, new Latency.Constant(latencyNs), bitsPerSecond, 256, 0, false);
  }

  @Test
  void latencyHasFourShapes() {
    assertThat(latency("1.5ms")).isEqualTo(new Latency.Constant(1_500_000));
    assertThat(latency("80us..120us")).isEqualTo(new Latency.Uniform(80_000, 120_000));
    assertThat(latency("{shape: normal, mean: 1ms, deviation: 100us, min: 700us}"))
        .isEqualTo(new Latency.Normal(1_000_000, 100_000, 700_000));
    assertThat(latency("{shape: exponential, mean: 1ms, min: 700us}"))
        .isEqualTo(new Latency.Exponential(700_000, 1_000_000));
  }

  @Test
  void theWindowIsWhatTheFileSays() {
    String given = SHORTEST.replace("members: [A]", "members: [A], window: 64 slots");

    assertThat(parse(SHORTEST).group().windowSlots()).isEqualTo(1 << 16);
    assertThat(parse(given).group().windowSlots()).isEqualTo(64);
  }

  @Test
  void ofTwoQuorumsTheOneThatIsLeftOutIsTheLeastThatWillDo() {
    assertThat(TestFabrics.shipped("leaf-spine-five").group().quorums())
        .isEqualTo(Quorums.majority(5));
    assertThat(quorums("phase1: 4")).isEqualTo(new Quorums(5, 4, 2));
    assertThat(quorums("phase2: 5")).isEqualTo(new Quorums(5, 1, 5));
    assertThat(quorums("phase1: 5, phase2: 3").phase2()).isEqualTo(3);
  }

  private static Quorums quorums(String keys) {
    String before = "leader: P1\n";
    String lines = before + "  " + keys.replace(", ", "\n  ") + "\n";
    return TestFabrics.changed("leaf-spine-five", before, lines).group().quorums();
  }

  @Test
  void electionFollowsTheHeartbeatUnlessGiven() {
    PaxosGroup group =
        parse(SHORTEST.replace("members: [A]", "members: [A], heartbeat: 5 ticks")).group();

    assertThat(group.electionTicksMin()).isEqualTo(30);
    assertThat(group.electionTicksMax()).isEqualTo(60);
  }

  @Test
  void portsMayBeNumberedAndNamedByHand() {
    Fabric fabric =
        parse(
            SHORTEST.replace(
                "[W, A]\nhosts", "[W, {name: A, ports: {7: {to: W, name: WAN}}}]\nhosts"));

    assertThat(fabric.switches().get(1).ports())
        .containsExactly(new Switch.Port(1, "h", "h"), new Switch.Port(7, "WAN", "W"));
  }

  @Test
  void automaticPortsStepOverThePaxosPort() {
    StringBuilder clients = new StringBuilder("clients: [c0");
    for (int i = 1; i < 150; i++) {
      clients.append(", c").append(i);
    }
    Fabric fabric = parse(SHORTEST.replace("client: c,", clients + "],"));

    assertThat(fabric.switches().getFirst().ports())
        .hasSize(151)
        .noneMatch(port -> port.number() == 100)
        .anyMatch(port -> port.number() == 101);
  }

  @Test
  void automaticAddressesStepOverGivenOnes() {
    Fabric fabric =
        parse(
            SHORTEST.replace(
                "{client: c, on: W}",
                "{clients: [c, d], on: W}\n"
                    + "  - {client: e, on: W, ip: 10.0.0.1, mac: \"02:00:0A:00:00:02\"}"));

    assertThat(fabric.hosts())
        .containsExactly(
            new Host("c", Host.Role.CLIENT, "W", 0x0a000002, 0x02010a000002L),
            new Host("d", Host.Role.CLIENT, "W", 0x0a000003, 0x02000a000003L),
            new Host("e", Host.Role.CLIENT, "W", 0x0a000001, 0x02000a000002L),
            new Host("h", Host.Role.SERVICE, "A", 0x0a000004, 0x02000a000004L));
  }

  @Test
  void aHostsLinkMayBeDescribedWithTheHostOrByItself() {
    Fabric withHost = parse(SHORTEST.replace("on: W}", "on: W, latency: 3ms, queue: 8 frames}"));
    Fabric byItself =
        parse(
            SHORTEST.replace(
                "  - {between: [W, A]}\n",
                "  - {between: [W, A]}\n  - {between: [c, W], latency: 3ms, queue: 8}\n"));

    assertThat(byItself).isEqualTo(withHost);
  }

  @Test
  void flowsAreCarriedAsWrittenWithTheirPlace() {
    Fabric fabric =
        with(
            """
            flows:
              - add-flow S1/S2 dl_type=0x7a01,actions=run_code:2
              # a comment
              - "add-flow W priority=5, actions=output:A"
            """);

    assertThat(fabric.flows())
        .extracting(FlowLine::text)
        .containsExactly(
            "add-flow S1/S2 dl_type=0x7a01,actions=run_code:2",
            "add-flow W priority=5, actions=output:A");
    assertThat(fabric.flows())
        .extracting(FlowLine::source)
        .containsExactly("f.yaml:10", "f.yaml:12");
  }

  @Test
  void flowsMayBeABlockOfLines() {
    Fabric fabric =
        with(
            """
            flows: |

              # Forward from clients to Paxos
              add-flow W in_port=c,actions=output:A
                add-flow A ethdst=c,actions=output:W
            """);

    assertThat(fabric.flows())
        .extracting(FlowLine::text)
        .containsExactly(
            "add-flow W in_port=c,actions=output:A", "add-flow A ethdst=c,actions=output:W");
    assertThat(fabric.flows())
        .extracting(FlowLine::source)
        .containsExactly("f.yaml:12", "f.yaml:13");
  }

  @Test
  void aValueMayBeNamedOnceAndUsedAgain() {
    Fabric fabric =
        parse(
            SHORTEST
                .replace("on: W}", "on: W, latency: &slow 5ms}")
                .replace("on: A}", "on: A, latency: *slow}"));

    assertThat(fabric.links().getLast().latency()).isEqualTo(new Latency.Constant(5_000_000));
  }

  @Test
  void wordsThatOldYamlTookForSomethingElseAreNames() {
    Fabric fabric =
        parse(
            SHORTEST
                .replace("client: c", "client: NO")
                .replace("service-host: h", "service-host: null"));

    assertThat(fabric.hosts()).extracting(Host::name).containsExactly("NO", "null");
  }

  @Test
  void anEvenNumberOfMembersIsFine() {
    Fabric fabric =
        parse(
            SHORTEST
                .replace("switches: [W, A]", "switches: [W, A, B]")
                .replace(
                    "  - {between: [W, A]}\n", "  - {between: [W, A]}\n  - {between: [A, B]}\n")
                .replace("members: [A]", "members: [A, B]"));

    assertThat(fabric.group().members()).containsExactly("A", "B");
  }
}
