package io.quorate.paxos.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.paxos.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("requests in hand")
final class InHandProperties {

  /**
   * Few sessions and sequences, so that many go the same way; more of them than the table begins
   * with.
   */
  @Property
  void theTableIsASet(
      @ForAll @Size(max = 2000) List<@IntRange(min = -600, max = 600) Integer> steps) {
    InHand table = new InHand();
    Set<Integer> expected = new HashSet<>();
    for (int step : steps) {
      int request = Math.abs(step) / 2;
      Value value = Value.of(request % 3, Long.MAX_VALUE - 50 + request, new byte[0]);
      assertThat(table.contains(value)).isEqualTo(expected.contains(request));
      if (step > 0) {
        assertThat(table.add(value)).isEqualTo(expected.add(request));
      } else {
        table.remove(value);
        expected.remove(request);
      }
      assertThat(table.size()).isEqualTo(expected.size());
    }
    for (int request = 0; request <= 300; request++) {
      Value value = Value.of(request % 3, Long.MAX_VALUE - 50 + request, new byte[0]);
      assertThat(table.contains(value)).isEqualTo(expected.contains(request));
    }
  }
}
