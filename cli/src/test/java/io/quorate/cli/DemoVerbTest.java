package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo}, from a directory that has nothing, with the files that are in the jar. */
final class DemoVerbTest {

  @TempDir private Path temp = Path.of("");

  @Test
  void itElectsLeadersInTheStormAndLosesNothing() throws IOException, InterruptedException {
    Invocation demo = Invocation.inFreshJvm(temp, List.of(), "demo");

    assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.field("elections")).matches("[1-9]\\d* won; 1\\d faults");
    assertThat(demo.field("operations")).endsWith(" 0 answered twice");
    assertThat(made(demo)).isEqualTo(answered(demo)).isGreaterThan(1000);
    assertThat(demo.field("invariants")).isEqualTo("all held");
    assertThat(demo.field("history")).isEqualTo("linearizable");
    assertThat(demo.field("run directory")).isEqualTo("runs/wan-three-1");
    assertThat(demo.err()).as("progress, a line now and then").contains("answered");

    Invocation second = Invocation.inFreshJvm(temp, List.of(), "demo");
    assertThat(second.field("run directory")).isEqualTo("runs/wan-three-1-2");
    assertThat(second.field("digest")).isEqualTo(demo.field("digest"));

    Invocation replay = Invocation.inFreshJvm(temp, List.of(), demo.command("run it again"));
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.field("digest")).isEqualTo(demo.field("digest"));
  }

  private static long made(Invocation demo) {
    return number(demo.field("operations"), 0);
  }

  private static long answered(Invocation demo) {
    return number(demo.field("operations"), 2);
  }

  private static long number(String text, int word) {
    return Long.parseLong(List.of(text.split(" ", -1)).get(word));
  }
}
