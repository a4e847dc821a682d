package io.quorate.fabric.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.Link;
import io.quorate.fabric.RandomFabric;
import io.quorate.fabric.Switch;
import io.quorate.fabric.packet.Ethernet;
import io.quorate.fabric.plan.WiredPipelines.Walk;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** On fabrics of every shape: one link fails, and no frame goes round, nor is one lost for long. */
class LinkFailuresProperties {

  private static Fabric fabric(long seed) {
    Fabric drawn = RandomFabric.of(seed);
    return new Fabric(
        drawn.name(),
        drawn.mtuBytes(),
        drawn.service(),
        drawn.switches(),
        drawn.hosts(),
        drawn.links(),
        drawn.group(),
        List.of());
  }

  private static List<Link> switchLinks(Fabric fabric) {
    List<String> switches = fabric.switches().stream().map(Switch::name).toList();
    return fabric.links().stream()
        .filter(link -> switches.contains(link.a()) && switches.contains(link.b()))
        .toList();
  }

  /** Whoever stands by takes no part: nothing runs there that orders packets. */
  private static Participants participants(WiredPipelines wired) {
    return Participants.initial(wired.fabric.group());
  }

  private static Walk accept(WiredPipelines wired, String from, String to) {
    byte[] frame = new byte[80];
    int node = wired.book.plan().node(to);
    long mac = Addressing.ofNode(wired.fabric.group().id(), node);
    Ethernet.putHeader(frame, mac, 1, EtherType.ACCEPT.code());
    return wired.emit(from, frame);
  }

  @Property(tries = 40)
  void membersReachEachOtherWhileThereIsAWay(@ForAll long seed) {
    WiredPipelines wired = new WiredPipelines(fabric(seed));
    for (Link cut : switchLinks(wired.fabric)) {
      wired.cut(cut);
      for (Switch from : wired.fabric.switches()) {
        for (String to : wired.members()) {
          accept(wired, from.name(), to); // Comes to rest, or the walk fails.
        }
      }
      wired.reroute();
      Routes routes = new Routes(wired.fabric, link -> !link.equals(cut));
      for (Switch from : wired.fabric.switches()) {
        for (String to : wired.members()) {
          Walk walk = accept(wired, from.name(), to);
          assertThat(walk.programs.contains(to + " runs " + Programs.ON_ACCEPT))
              .as("%s to %s without %s", from.name(), to, cut.name())
              .isEqualTo(participants(wired).includes(to) && routes.reaches(from.name(), to));
        }
      }
      wired.mend(cut).reroute();
    }
  }

  @Property(tries = 40)
  void everyMemberThatLeadsIsReachedFromEverySwitch(@ForAll long seed) {
    WiredPipelines wired = new WiredPipelines(fabric(seed));
    byte[] client = new byte[80];
    long mac = Addressing.ofLeader(wired.fabric.group().id());
    Ethernet.putHeader(client, mac, 1, EtherType.CLIENT.code());
    for (String leader : participants(wired).members()) {
      wired.trusting(leader);
      for (Switch from : wired.fabric.switches()) {
        assertThat(wired.emit(from.name(), client).programs)
            .containsExactly(leader + " runs " + Programs.ON_CLIENT);
      }
    }
  }
}
