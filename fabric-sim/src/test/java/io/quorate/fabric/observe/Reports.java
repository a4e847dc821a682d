package io.quorate.fabric.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What an observer has reported. */
final class Reports {

  private final List<String> violations = new ArrayList<>();

  void report(String invariant, String what) {
    assertThat(what).doesNotContain("\n");
    violations.add(invariant);
  }

  void assertSilent() {
    assertThat(violations).isEmpty();
  }

  void assertReported(String... invariants) {
    assertThat(violations).containsExactly(invariants);
  }
}
