package io.quorate.fabric.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Host;
import io.quorate.fabric.Link;
import io.quorate.fabric.Switch;
import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.WiredPipelines.Walk;
import io.quorate.paxos.wire.EtherType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Links fail: groups take the other way at once, ways are computed anew, and nothing goes round.
 */
class LinkFailuresTest {

  static Stream<String> shipped() {
    return TestFabrics.SHIPPED.stream();
  }

  private static byte[] frame(EtherType type, long to) {
    byte[] frame = new byte[80];
    Ethernet.putHeader(frame, to, 1, type.code());
    return frame;
  }

  /** From each switch's own process to each member; to the leader; and to each host. */
  private static List<Walk> walkEverywhere(WiredPipelines wired) {
    List<Walk> walks = new ArrayList<>();
    for (Switch from : wired.fabric.switches()) {
      for (int node = 1; node <= wired.members().size(); node++) {
        long mac = Addressing.ofNode(1, node);
        walks.add(wired.emit(from.name(), frame(EtherType.ACCEPT, mac)));
      }
      walks.add(wired.emit(from.name(), frame(EtherType.CLIENT, Addressing.ofLeader(1))));
      for (Host host : wired.fabric.hosts()) {
        walks.add(wired.emit(from.name(), frame(EtherType.REFUSAL, host.mac())));
      }
    }
    return walks;
  }

  private static List<Link> switchLinks(WiredPipelines wired) {
    List<String> switches = wired.fabric.switches().stream().map(Switch::name).toList();
    return wired.fabric.links().stream()
        .filter(link -> switches.contains(link.a()) && switches.contains(link.b()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void nothingGoesRoundWhicheverOneOrTwoLinksFail(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    List<Link> links = switchLinks(wired);
    int walked = 0;
    for (Link one : links) {
      for (Link other : links) {
        // Both fail before any way is computed anew; then one after the other.
        walked += walkEverywhere(wired.cut(one).cut(other)).size();
        walked += walkEverywhere(wired.reroute()).size();
        wired.mend(one).mend(other).reroute();
        walked += walkEverywhere(wired.cut(one).reroute().cut(other)).size();
        walked += walkEverywhere(wired.mend(one)).size();
        wired.mend(other).reroute();
      }
    }
    assertThat(walked).isGreaterThan(1000);
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void nothingGoesRoundWhenASwitchStops(String name) {
    for (Switch stopped : WiredPipelines.shipped(name).fabric.switches()) {
      WiredPipelines wired = WiredPipelines.shipped(name);
      switchLinks(wired).stream()
          .filter(link -> link.a().equals(stopped.name()) || link.b().equals(stopped.name()))
          .forEach(wired::cut);
      assertThat(walkEverywhere(wired)).isNotEmpty();
      assertThat(walkEverywhere(wired.reroute())).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whileThereIsAWayItIsTaken(String name) {
    WiredPipelines wired = WiredPipelines.shipped(name);
    for (Link one : switchLinks(wired)) {
      for (Link other : switchLinks(wired)) {
        wired.cut(one).cut(other).reroute();
        Routes routes = new Routes(wired.fabric, link -> !link.equals(one) && !link.equals(other));
        for (String from : wired.members()) {
          for (String to : wired.members()) {
            long mac = Addressing.ofNode(1, wired.book.plan().node(to));
            Walk walk = wired.emit(from, frame(EtherType.ACCEPT, mac));
            boolean arrived = walk.programs.contains(to + " runs " + Programs.ON_ACCEPT);
            assertThat(arrived)
                .as("%s to %s without %s and %s", from, to, one.name(), other.name())
                .isEqualTo(routes.reaches(from, to));
          }
        }
        wired.mend(one).mend(other).reroute();
      }
    }
  }

  @Test
  void whenAPortGoesDownTheGroupTakesTheBackupAtOnce() {
    WiredPipelines wired = WiredPipelines.shipped("wan-three");
    byte[] toS3 = frame(EtherType.ACCEPT, Addressing.ofNode(1, 3));
    assertThat(wired.emit("S1", toS3).switches).containsExactly("S1", "S2", "S3");

    wired.cut("S1-S2");

    assertThat(wired.emit("S1", toS3).switches).containsExactly("S1", "S3");
    assertThat(wired.emit("S1", toS3).programs).containsExactly("S3 runs 2");
  }

  @Test
  void aLeafThatLosesOneSpineUsesTheOtherAtOnce() {
    WiredPipelines wired = WiredPipelines.shipped("leaf-spine-five");
    byte[] toL2 = frame(EtherType.ACCEPT, Addressing.ofNode(1, 4));
    assertThat(wired.emit("L1", toL2).switches).containsExactly("L1", "P1", "L2");

    wired.cut("L1-P1");

    assertThat(wired.emit("L1", toL2).switches).containsExactly("L1", "P2", "L2");
  }

  @Test
  void clientsEnterByTheBackupSpineWhenTheFirstIsCutOff() {
    WiredPipelines wired = WiredPipelines.shipped("leaf-spine-five").trusting("L3");
    byte[] client = frame(EtherType.CLIENT, Addressing.ofLeader(1));
    assertThat(wired.emit("WAN0", client).switches).containsExactly("WAN0", "P1", "L3");

    wired.cut("WAN0-P1");
    wired.reroute();

    assertThat(wired.emit("WAN0", client).switches).containsExactly("WAN0", "P2", "L3");
    assertThat(wired.emit("WAN0", client).programs).containsExactly("L3 runs 1");
  }
}
