package io.quorate.ovs.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.fault.Change;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.plan.Addressing;
import io.quorate.fabric.program.PaxosFrame;
import io.quorate.ovs.Live;
import io.quorate.ovs.port.NetworkNamespace;
import io.quorate.ovs.port.PortKind;
import io.quorate.ovs.port.PortOptions;
import io.quorate.ovs.port.RawPort;
import io.quorate.ovs.port.RawPorts;
import io.quorate.ovs.topology.LinkMode;
import io.quorate.ovs.topology.LiveFabric;
import io.quorate.paxos.Ballot;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.message.Envelope;
import io.quorate.paxos.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on real Open vSwitch: the same verdicts as in the simulator, from real processes. */
@Live(openVSwitch = true)
final class LiveRunTest {

  private static final long MS = 1_000_000;

  @Test
  void allHostsGetTheSamePacketsAndTheHistoryIsLinearizable() throws IOException {
    try (StandingFabric standing = new StandingFabric("wan-three.yaml", LinkMode.EMULATED)) {
      assertThat(LiveRun.isUsed(standing.live)).isFalse();
      LiveResult result = standing.run(Duration.ofSeconds(3), FaultSchedule.NONE, "kv");

      assertFine(result);
      assertThat(LiveRun.isUsed(standing.live)).as("clients and values are known").isTrue();
      assertThat(result.hosts().hosts()).hasSize(9);
      assertThat(result.hosts().givenUp()).isEmpty();
      assertThat(result.hosts().packets()).isGreaterThan(10);
    }
  }

  @Test
  void aServiceInsideTheSwitchesAnswersSessionsOverRawFrames() throws IOException {
    try (StandingFabric standing = new StandingFabric("wan-three-kv.yaml", LinkMode.DIRECT)) {
      LiveResult result = standing.run(Duration.ofSeconds(3), FaultSchedule.NONE, "kv");

      assertFine(result);
      assertThat(result.services().getFirst().history().size()).isGreaterThan(10);
    }
  }

  @Test
  void replicasThatAreKilledUnderLoadLoseNothingThatWasAnswered() throws IOException {
    int kills = Integer.getInteger("quorate.kills", 4);
    try (StandingFabric standing = new StandingFabric("wan-three-kv.yaml", LinkMode.DIRECT)) {
      List<TimedFault> faults = new ArrayList<>();
      List<String> members = standing.live.fabric().group().members();
      Random random = new Random(Long.getLong("quorate.seed", StandingFabric.SEED));
      long atNs = 1_000 * MS;
      for (int i = 0; i < kills; i++) {
        Fault kill = new Fault.Reboot(members.get(random.nextInt(members.size())));
        faults.add(new TimedFault(atNs, 0, kill));
        atNs += (500 + random.nextInt(2_000)) * MS;
      }
      LiveResult result =
          standing.run(Duration.ofNanos(atNs + 1_000 * MS), new FaultSchedule(faults), "kv");

      assertFine(result);
      int switches = standing.live.fabric().switches().size();
      assertThat(result.replayed().seats())
          .as("lives; who is killed while it starts has none")
          .hasSizeBetween(switches + 1, switches + kills);
    }
  }

  @Test
  void aSwitchThatIsGoneForAWhileCatchesUpAndWipedFlowsComeBack() throws IOException {
    try (StandingFabric standing = new StandingFabric("wan-three.yaml", LinkMode.EMULATED)) {
      FaultSchedule faults =
          FaultSchedule.inOrder(
              List.of(
                  new TimedFault(500 * MS, 1_000 * MS, new Fault.Crash("S1")),
                  new TimedFault(2_500 * MS, 0, new Fault.FlowWipe("S2")),
                  new TimedFault(3_500 * MS, 300 * MS, new Fault.Pause("S3")),
                  new TimedFault(4_500 * MS, 500 * MS, new Fault.LinkDown("S1-S2"))));
      LiveResult result = standing.run(Duration.ofSeconds(6), faults, "kv");

      assertFine(result);
    }
  }

  @Test
  void framesOfStrangersAreRefusedWhereThereIsAKey(@TempDir Path keys) throws IOException {
    Path key = keys.resolve("group.key");
    Files.writeString(key, "000102030405060708090a0b0c0d0e0f\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    try (StandingFabric standing = new StandingFabric("wan-three-kv.yaml", LinkMode.DIRECT, key)) {
      LiveFabric live = standing.live;
      byte[] forged = forgedVote();
      NetworkNamespace.callIn(
          NetworkNamespace.named(live.names().switchNamespace()),
          () -> flood(live.names().processInterface("S2"), forged));

      LiveResult result = standing.run(Duration.ofSeconds(2), FaultSchedule.NONE, "kv");

      assertFine(result);
      assertThat(standing.squad.status("S1").number("frames-refused-by-key")).isPositive();
      assertThat(standing.squad.status("S1").number("frames-authenticated")).isPositive();
    }
  }

  /** A well-formed vote that nobody with the key has sent. */
  private static byte[] forgedVote() {
    Message vote = new Message.Learn(new Ballot(7, 2), 5, Incarnations.FIRST);
    long to = Addressing.ofNode(1, 1);
    long from = Addressing.ofNode(1, 2);
    return PaxosFrame.of(to, from, new Envelope(1, 2, 1, vote));
  }

  /** Sends it a thousand times, and as many frames of noise. */
  private static int flood(String interfaceName, byte[] frame) {
    Random random = new Random(5);
    try (RawPort port = RawPorts.open(PortKind.FFM, interfaceName, PortOptions.defaults())) {
      for (int i = 0; i < 1_000; i++) {
        port.send(frame, frame.length);
        byte[] noise = Arrays.copyOf(frame, frame.length);
        noise[14 + random.nextInt(noise.length - 14)] ^= (byte) (1 + random.nextInt(255));
        port.send(noise, noise.length);
      }
      return port.flush();
    }
  }

  @Test
  void aRunIsExecutedAgainOffLineAndADamagedLogIsRefused() throws IOException {
    try (StandingFabric standing = new StandingFabric("wan-three-kv.yaml", LinkMode.DIRECT)) {
      LiveResult result = standing.run(Duration.ofSeconds(2), FaultSchedule.NONE, "kv");
      Path run = standing.lastRun();

      ReplayedRun again = ReplayedRun.of(run.resolve("fabric.yaml"), run.resolve("inputs"));

      assertThat(again).isEqualTo(result.replayed());
      Path log = run.resolve("inputs").resolve("S1-0-1.inputs");
      byte[] bytes = Files.readAllBytes(log);
      bytes[bytes.length / 2] ^= 1;
      Files.write(log, bytes);
      assertThatThrownBy(() -> ReplayedRun.of(run.resolve("fabric.yaml"), run.resolve("inputs")))
          .isInstanceOf(BadFile.class);
    }
  }

  @Test
  void whatCannotBeHadLiveIsRefusedBeforeAnythingBegins() {
    FaultSchedule faults =
        new FaultSchedule(
            List.of(
                new TimedFault(
                    0,
                    0,
                    new Fault.Reconfigure(
                        1, new Change.Steps(List.of("S3"), List.of(), List.of())))));

    assertThatThrownBy(() -> SwitchTroubles.check(faults, true))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("cannot be had live");
  }

  static void assertFine(LiveResult result) {
    assertThat(result.problems()).isEmpty();
    assertThat(result.hosts().differences()).isEmpty();
    assertThat(result.replayed().violations()).isEmpty();
    assertThat(result.replayed().seats()).allMatch(ReplayReport::agrees);
    assertThat(result.outcome()).isEqualTo(LiveResult.Outcome.FINE);
  }
}
