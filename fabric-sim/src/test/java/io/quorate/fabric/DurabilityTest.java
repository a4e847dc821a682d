package io.quorate.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.fabric.file.BadFile;
import io.quorate.paxos.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a fabric file says about what members keep, and on what. */
class DurabilityTest {

  private static Fabric with(String keys) {
    return TestFabrics.changed(
        "wan-three", "durability: durable ", keys.replace("; ", "\n  ") + " ");
  }

  @Test
  void membersAreDurableUnlessTheFileSaysOtherwise() {
    assertThat(with("phase1: 2 members").group().durability()).isEqualTo(Durability.DURABLE);
    assertThat(with("durability: durable").group().durability()).isEqualTo(Durability.DURABLE);
    assertThat(with("durability: volatile").group().durability()).isEqualTo(Durability.VOLATILE);
  }

  @Test
  void aDiskIsWhatTheFileSays() {
    assertThat(with("durability: durable").group().disk()).isEqualTo(DiskModel.DEFAULT);
    assertThat(with("disk: {sync: 2ms}").group().disk())
        .isEqualTo(new DiskModel(new Latency.Constant(2_000_000), 1 << 28));
    assertThat(with("disk: {capacity: 65536 bytes}").group().disk())
        .isEqualTo(new DiskModel(DiskModel.DEFAULT.sync(), 1 << 16));
    assertThat(
            with("disk: {sync: {shape: exponential, mean: 2ms, min: 1ms}}").group().disk().sync())
        .isEqualTo(new Latency.Exponential(1_000_000, 2_000_000));
  }

  @Test
  void theShippedFabricsSayWhatTheirMembersKeep() {
    assertThat(TestFabrics.shipped("wan-three").group().durability()).isEqualTo(Durability.DURABLE);
    assertThat(TestFabrics.shipped("wan-three-volatile").group().durability())
        .isEqualTo(Durability.VOLATILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "durability: often | unknown durability \"often\"; write durable, or volatile",
        "durability: volatile; disk: {sync: 1ms} | members that keep nothing have no disks",
        "disk: fast | found \"fast\"; write a disk as \"key: value\"",
        "disk: {size: 1 byte} | unknown key \"size\" in a disk",
        "disk: {sync: never} | \"never\" is not understood",
        "disk: {capacity: 100 bytes} | \"100 bytes\" is out of range",
        "disk: {capacity: 100 frames} | \"100 frames\" is no number of bytes",
      })
  void aMistakeIsTold(String keys, String told) {
    assertThatThrownBy(() -> with(keys)).isInstanceOf(BadFile.class).hasMessageContaining(told);
  }

  /** A member without memory asks so many others that one was in each quorum that counted it. */
  @ParameterizedTest
  @CsvSource({"1, 3", "3, 1"})
  void whoKeepsNothingNeedsOthersToAsk(int phase1, int phase2) {
    String keys =
        "durability: volatile; phase1: %d members; phase2: %d members".formatted(phase1, phase2);

    assertThatThrownBy(() -> with(keys))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining(
            "a member without memory would have to ask 3 others, and there are 2; add members,"
                + " choose other quorums, or say durable");
  }
}
