package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.ovs.Live;
import io.quorate.ovs.openflow.OpenFlowSwitch;
import io.quorate.ovs.openflow.OpenFlowVersion;
import io.quorate.ovs.openflow.SwitchFlow;
import io.quorate.ovs.openflow.SwitchSettings;
import io.quorate.ovs.topology.LinkMode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients' packets find whoever leads, on their way through whatever switch. */
@Live(openVSwitch = true)
final class LeaderChangeTest {

  private static final SwitchSettings SETTINGS =
      SwitchSettings.of(List.of(OpenFlowVersion.V13), Duration.ofSeconds(2));

  @Test
  void aSwitchWhoseProcessIsDeadIsPointedToWhoeverLeadsNow() throws IOException {
    try (StandingFabric standing = new StandingFabric("wan-three-kv.yaml", LinkMode.DIRECT)) {
      String leader = leader(standing);
      try (OpenFlowSwitch its =
          OpenFlowSwitch.connect(
              UnixDomainSocketAddress.of(standing.live.openFlowSocket(leader)), SETTINGS)) {
        its.awaitConnected();
        List<SwitchFlow> led = its.readTables().flows();

        standing.squad.kill(leader);

        Squad.await(
            "the flows of " + leader + " stay as they were",
            () -> !its.readTables().flows().equals(led));
      }
      standing.squad.startSwitch(leader);
      Squad.await("nobody leads", standing.squad::isLed);
      LiveResult result = standing.run(Duration.ofSeconds(1), FaultSchedule.NONE, "kv");
      assertThat(result.problems()).isEmpty();
      assertThat(result.outcome()).isEqualTo(LiveResult.Outcome.FINE);
    }
  }

  private static String leader(StandingFabric standing) {
    String[] found = {""};
    Squad.await(
        "nobody leads",
        () -> {
          for (String member : standing.live.fabric().group().members()) {
            boolean leads = standing.squad.status(member).objects("seats").getFirst().flag("leads");
            found[0] = leads ? member : found[0];
          }
          return !found[0].isEmpty();
        });
    return found[0];
  }
}
