package io.quorate.fabric.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault files say what goes wrong and when, in the fabric's own names. */
class FaultFileTest {

  private static final Path ROOT = Path.of(System.getProperty("quorate.root", ".."));
  private static final long MS = 1_000_000;

  static Fabric fabric(String name) {
    return FabricFile.read(ROOT.resolve("fabrics").resolve(name + ".yaml"));
  }

  static FaultSchedule parse(String yaml, Fabric fabric) {
    return FaultFile.parse(TextFile.of("x.yaml", yaml.getBytes(StandardCharsets.UTF_8)), fabric);
  }

  private static FaultSchedule parse(String yaml) {
    return parse(yaml, fabric("wan-three"));
  }

  private static Fault only(String fault) {
    FaultSchedule schedule = parse("faults: [{at: 0s, " + fault + "}]");
    assertThat(schedule.faults()).hasSize(1);
    return schedule.faults().getFirst().fault();
  }

  @Test
  void everyKindOfFaultIsRead() {
    assertThat(only("crash: S1")).isEqualTo(new Fault.Crash("S1"));
    assertThat(only("pause: WAN0")).isEqualTo(new Fault.Pause("WAN0"));
    assertThat(only("flow-wipe: S2")).isEqualTo(new Fault.FlowWipe("S2"));
    assertThat(only("hand-over: {to: S2}")).isEqualTo(new Fault.HandOver("S2"));
    assertThat(only("clock-rate: {on: S1, rate: 1.3}")).isEqualTo(new Fault.ClockRate("S1", 1.3));
    assertThat(only("clock-jump: {on: S1, ahead: 20 ticks}"))
        .isEqualTo(new Fault.ClockJump("S1", 20));
    assertThat(only("clock-jump: {on: S1, back: 1 tick}")).isEqualTo(new Fault.ClockJump("S1", -1));
    assertThat(only("reboot: S3")).isEqualTo(new Fault.Reboot("S3"));
    assertThat(only("disk-full: S1")).isEqualTo(new Fault.DiskFull("S1"));
    assertThat(only("slow-disk: {on: S2, times: 50}")).isEqualTo(new Fault.SlowDisk("S2", 50));
    assertThat(only("log-torn: S2")).isEqualTo(new Fault.LogTorn("S2"));
    assertThat(only("log-lost: S3")).isEqualTo(new Fault.LogLost("S3"));
    assertThat(only("controller-cut: WAN0")).isEqualTo(new Fault.ControllerCut("WAN0"));
    assertThat(only("data-plane-down: all")).isEqualTo(new Fault.DataPlaneDown());
    assertThat(only("link-down: S1-S2")).isEqualTo(new Fault.LinkDown("S1-S2"));
    assertThat(only("loss: {link: S1-S2, probability: 10%}"))
        .isEqualTo(new Fault.Loss("S1-S2", 0.1));
    assertThat(only("duplication: {link: c1-WAN0, probability: 0.25}"))
        .isEqualTo(new Fault.Duplication("c1-WAN0", 0.25));
    assertThat(only("reordering: {link: S1-S2, probability: 1%, hold: 1.5ms}"))
        .isEqualTo(new Fault.Reordering("S1-S2", 0.01, 1_500_000));
    assertThat(only("delay: {link: S1-S2, extra: 2ms}"))
        .isEqualTo(new Fault.Delay("S1-S2", 2 * MS));
    assertThat(only("corruption: {link: S1-S2, probability: 100%}"))
        .isEqualTo(new Fault.Corruption("S1-S2", 1));
    assertThat(only("partition: {from: [S1], to: [S2, S3], one-way: true}"))
        .isEqualTo(new Fault.Partition(List.of("S1"), List.of("S2", "S3"), true));
  }

  @Test
  void isolatingASwitchPartsItFromTheOtherSwitchesButNotFromItsHosts() {
    assertThat(only("isolate: S2"))
        .isEqualTo(new Fault.Partition(List.of("S2"), List.of("WAN0", "S1", "S3"), false));
  }

  @Test
  void isolatingAHostPartsItFromItsSwitch() {
    assertThat(only("isolate: c1"))
        .isEqualTo(new Fault.Partition(List.of("c1"), List.of("WAN0", "S1", "S2", "S3"), false));
  }

  @Test
  void aPartitionWithoutItsOtherSideIsFromAllOtherSwitches() {
    assertThat(only("partition: {from: [WAN0, S1]}"))
        .isEqualTo(new Fault.Partition(List.of("WAN0", "S1"), List.of("S2", "S3"), false));
  }

  @Test
  void aLinkMayBeNamedFromEitherEnd() {
    assertThat(only("link-down: S2-S1")).isEqualTo(new Fault.LinkDown("S1-S2"));
  }

  @Test
  void aFaultWithoutDurationLastsUntilHealed() {
    TimedFault timed = parse("faults: [{at: 2s, crash: S1}]").faults().getFirst();

    assertThat(timed.durationNs()).isEqualTo(TimedFault.UNTIL_HEALED);
    assertThat(timed.endNs()).isEqualTo(TimedFault.UNTIL_HEALED);
    assertThat(timed.describe()).isEqualTo("2s crash S1 until healed");
  }

  @Test
  void faultsOfOneTimeKeepTheirOrderAndOthersAreSorted() {
    FaultSchedule schedule =
        parse(
            """
            faults:
              - {at: 2s, crash: S3, for: 1ms}
              - {at: 1s, crash: S2, for: 1ms}
              - {at: 1s, crash: S1, for: 1ms}
            """);

    assertThat(schedule.faults())
        .extracting(timed -> timed.fault().target())
        .containsExactly("S2", "S1", "S3");
  }

  @Test
  void aScheduleOutOfOrderIsRefused() {
    TimedFault late = new TimedFault(2, 1, new Fault.Crash("S1"));
    TimedFault early = new TimedFault(1, 1, new Fault.Crash("S2"));

    assertThatThrownBy(() -> new FaultSchedule(List.of(late, early)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(FaultSchedule.inOrder(List.of(late, early)).faults()).containsExactly(early, late);
  }

  @Test
  void nothingGoesWrongInAnEmptySchedule() {
    assertThat(parse("faults: []")).isEqualTo(FaultSchedule.NONE);
    assertThat(FaultFile.write(FaultSchedule.NONE)).isEqualTo("faults: []\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "crash: S1; crash S1",
        "isolate: S2; partition S2 | WAN0 S1 S3",
        "partition: {from: S1, to: [S2, S3], one-way: yes}; partition S1 -> S2 S3",
        "loss: {link: S1-S2, probability: 0.125}; loss S1-S2 12.5%",
        "reordering: {link: S1-S2, probability: 1%, hold: 2ms}; "
            + "reordering S1-S2 1% by up to 2ms",
        "delay: {link: S1-S2, extra: 250us}; delay S1-S2 +250us",
        "flow-wipe: S3; flow-wipe S3",
        "hand-over: {to: S3}; hand-over to S3",
        "reboot: S3; reboot S3",
        "disk-full: S2; disk-full S2",
        "slow-disk: {on: S2, times: 50}; slow-disk S2 x50",
      })
  void aFaultIsDescribedInWords(String yaml, String words) {
    assertThat(only(yaml).describe()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"leader-dies", "rough-weather"})
  void shippedSchedulesFitWanThreeAndAreHealedWithinSixSeconds(String name) {
    Fabric wanThree = fabric("wan-three");
    FaultSchedule schedule =
        FaultFile.read(ROOT.resolve("faults").resolve(name + ".yaml"), wanThree);

    assertThat(schedule.faults()).isNotEmpty();
    assertThat(schedule.faults()).allMatch(timed -> timed.endNs() <= 6_000 * MS);
    assertThat(schedule.faults())
        .anyMatch(timed -> timed.fault().equals(new Fault.Crash(wanThree.group().leader())));
    assertThat(parse(FaultFile.write(schedule))).isEqualTo(schedule);
  }

  @Test
  void roughWeatherHasEveryKindOfFault() {
    FaultSchedule schedule =
        FaultFile.read(ROOT.resolve("faults/rough-weather.yaml"), fabric("wan-three"));
    Set<String> kinds = new LinkedHashSet<>();
    schedule.faults().forEach(timed -> kinds.add(timed.fault().kind()));

    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "crash",
            "pause",
            "link-down",
            "partition",
            "loss",
            "duplication",
            "reordering",
            "delay",
            "corruption",
            "flow-wipe");
  }

  @Test
  void whereNothingIsKeptThereAreNoDisks() {
    BadFile thrown =
        catchThrowableOfType(
            BadFile.class,
            () -> parse("faults: [{at: 1s, disk-full: S1}]", fabric("wan-three-volatile")));

    assertThat(thrown)
        .hasMessage(
            "x.yaml:1:30: \"S1\" is no member of a durable group, and has no disk; name a member of one");
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("mistakes")
  void aMistakeIsToldInOneLine(String fault, String message) {
    String yaml = "faults:\n  - " + fault + "\n";

    BadFile thrown = catchThrowableOfType(BadFile.class, () -> parse(yaml));

    assertThat(thrown).hasMessage(message);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "{at: 1s}",
            "x.yaml:2:5: a fault lacks one of crash, pause, link-down, partition, isolate, loss, duplication, reordering, delay, corruption, flow-wipe, hand-over, reconfigure, disk-full, slow-disk, log-torn, log-lost, data-plane-down, controller-cut, clock-rate, clock-jump, reboot; add, for example, \"crash: S1\""),
        Arguments.of(
            "{crash: S1}", "x.yaml:2:5: a fault lacks \"at\"; add, for example, \"at: 1s\""),
        Arguments.of(
            "{at: 1s, crash: S1, pause: S2}",
            "x.yaml:2:25: a fault has both \"crash\" and \"pause\"; keep one of them"),
        Arguments.of(
            "{at: 1s, crush: S1}",
            "x.yaml:2:14: unknown key \"crush\" in a fault; did you mean \"crash\"?"),
        Arguments.of(
            "{at: 1s, crash: S4}",
            "x.yaml:2:21: fabric wan-three has no node \"S4\"; its nodes are WAN0, S1, S2, S3, c1, c2, c3, h1, h2, h3, h4, h5, …"),
        Arguments.of(
            "{at: 1s, crash: WAN1}",
            "x.yaml:2:21: fabric wan-three has no node \"WAN1\"; did you mean \"WAN0\"?"),
        Arguments.of(
            "{at: 1s, crash: h1}",
            "x.yaml:2:21: \"h1\" is a host; name a switch: WAN0, S1, S2, S3"),
        Arguments.of(
            "{at: 1s, crash: [S1, S2]}",
            "x.yaml:2:21: found a list; write the name of a switch or host"),
        Arguments.of(
            "{at: 1, crash: S1}",
            "x.yaml:2:10: \"1\" lacks its unit; write a number and ns, us, ms, s or min, like 200us"),
        Arguments.of(
            "{at: -1s, crash: S1}",
            "x.yaml:2:10: \"-1s\" is not understood; write a number and ns, us, ms, s or min, like 200us"),
        Arguments.of(
            "{at: 1s, crash: S1, for: 0s}",
            "x.yaml:2:30: \"0s\" is out of range; write something from 1ns to 31536000s"),
        Arguments.of(
            "{at: 1s, crash: S1, for: ever}",
            "x.yaml:2:30: \"ever\" is not understood; write a number and ns, us, ms, s or min, like 200us"),
        Arguments.of(
            "{at: 1s, flow-wipe: S1, for: 1s}",
            "x.yaml:2:29: a flow wipe happens at once and has no duration; remove \"for\""),
        Arguments.of(
            "{at: 1s, link-down: S1-S9}",
            "x.yaml:2:25: fabric wan-three has no link \"S1-S9\"; its links are WAN0-S1, S1-S2, S2-S3, S1-S3, c1-WAN0, c2-WAN0, c3-WAN0, h1-S1, h2-S1, h3-S1, h4-S2, h5-S2, …"),
        Arguments.of(
            "{at: 1s, link-down: WAN0-S2}",
            "x.yaml:2:25: fabric wan-three has no link \"WAN0-S2\"; did you mean \"WAN0-S1\"?"),
        Arguments.of(
            "{at: 1s, loss: S1-S2}", "x.yaml:2:20: found \"S1-S2\"; write loss as \"key: value\""),
        Arguments.of(
            "{at: 1s, loss: {link: S1-S2}}",
            "x.yaml:2:20: loss lacks \"probability\"; add, for example, \"probability: 10%\""),
        Arguments.of(
            "{at: 1s, loss: {link: S1-S2, probability: 101%}}",
            "x.yaml:2:47: \"101%\" is more than certain; write 0% to 100%, or 0 to 1"),
        Arguments.of(
            "{at: 1s, loss: {link: S1-S2, chance: 1%}}",
            "x.yaml:2:34: unknown key \"chance\" in loss; its keys are link, probability"),
        Arguments.of(
            "{at: 1s, reordering: {link: S1-S2, probability: 1%}}",
            "x.yaml:2:26: reordering lacks \"hold\"; add, for example, \"hold: 2ms\""),
        Arguments.of(
            "{at: 1s, reordering: {link: S1-S2, probability: 1%, hold: 0s}}",
            "x.yaml:2:63: \"0s\" is out of range; write something from 1ns to 31536000s"),
        Arguments.of(
            "{at: 1s, delay: {link: S1-S2, extra: 0s}}",
            "x.yaml:2:42: \"0s\" is out of range; write something from 1ns to 31536000s"),
        Arguments.of(
            "{at: 1s, partition: {to: [S1]}}",
            "x.yaml:2:25: a partition lacks \"from\"; add, for example, \"from: [S1]\""),
        Arguments.of(
            "{at: 1s, partition: {from: [S1], to: [S1, S2]}}",
            "x.yaml:2:43: \"S1\" is on both sides; keep it on one"),
        Arguments.of(
            "{at: 1s, partition: {from: [S1, S1], to: [S2]}}",
            "x.yaml:2:37: \"S1\" is here twice; remove one"),
        Arguments.of(
            "{at: 1s, partition: {from: [], to: [S2]}}",
            "x.yaml:2:32: a side without nodes; name at least one, like [S2, S3]"),
        Arguments.of(
            "{at: 1s, partition: {from: [WAN0], to: [S3]}}",
            "x.yaml:2:25: no link joins [WAN0] to [S3], so nothing is cut; put the switches between them on one of the sides"),
        Arguments.of(
            "{at: 1s, partition: {from: [S1], to: [S2], one-way: sometimes}}",
            "x.yaml:2:57: \"sometimes\" is neither yes nor no; write yes or no"),
        Arguments.of(
            "{at: 1s, partition: S1}",
            "x.yaml:2:25: found \"S1\"; write a partition as \"key: value\""),
        Arguments.of(
            "{at: 1s, reboot: WAN0}",
            "x.yaml:2:22: \"WAN0\" is no member of the Paxos group; name one of S1, S2, S3"),
        Arguments.of(
            "{at: 1s, disk-full: WAN0}",
            "x.yaml:2:25: \"WAN0\" is no member of a durable group, and has no disk; name a member of one"),
        Arguments.of(
            "{at: 1s, slow-disk: S1}",
            "x.yaml:2:25: found \"S1\"; write a slow disk as \"key: value\""),
        Arguments.of(
            "{at: 1s, slow-disk: {on: S1}}",
            "x.yaml:2:25: a slow disk lacks \"times\"; add, for example, \"times: 100\""),
        Arguments.of(
            "{at: 1s, slow-disk: {on: S1, times: 1}}",
            "x.yaml:2:41: \"1\" is out of range; write something from 2 to 10000"),
        Arguments.of(
            "crash S1 at 1s",
            "x.yaml:2:5: found \"crash S1 at 1s\"; write a fault as \"key: value\""));
  }
}
