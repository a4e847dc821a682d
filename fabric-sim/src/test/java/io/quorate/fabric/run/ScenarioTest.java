package io.quorate.fabric.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.fabric.TestFabrics;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.Fault;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.fault.TimedFault;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static Scenario with(Fault... faults) {
    List<TimedFault> timed =
        List.of(faults).stream().map(fault -> new TimedFault(5, 0, fault)).toList();
    return new Scenario(
        TestFabrics.shipped("wan-three"),
        Workload.DEFAULT,
        FaultSchedule.inOrder(timed),
        1,
        1_000_000_000);
  }

  @Test
  void patienceIsTwentyElectionsAndTenRetries() {
    assertThat(with().patienceNs()).isEqualTo(20 * 120_000_000L + 10 * 160_000_000L);
  }

  @Test
  void aClockThatIsSetBackIsGivenThatTime() {
    Scenario back = with(new Fault.ClockJump("S2", -2000), new Fault.ClockJump("S1", 300));

    assertThat(back.patienceNs()).isEqualTo(with().patienceNs() + 2_000_000_000L);
  }
}
