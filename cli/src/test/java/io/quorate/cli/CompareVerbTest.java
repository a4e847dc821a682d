package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare}. */
final class CompareVerbTest {

  @TempDir private Path temp;

  private Path run(String name, int requests) {
    Path place = temp.resolve(name);
    Invocation run =
        Invocation.of(
            "run",
            "fabrics/calm/wan-three.yaml",
            "--workload",
            "kv:clients=1,askers=1,requests=" + requests,
            "--out",
            place);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("healing        no request was pending");
    return place;
  }

  @Test
  void equalRunsAgree() {
    Invocation compare = Invocation.of("compare", run("one", 20), run("other", 20));

    assertThat(compare.exitCode()).as(compare.err()).isZero();
    assertThat(compare.out())
        .contains("all compared", "20 values the same", "runs           agree");
  }

  @Test
  void aRunWithAnotherRequestDiffers() {
    Path one = run("one", 20);
    Path other = run("other", 21);
    Invocation compare = Invocation.of("compare", one, other);

    assertThat(compare.exitCode()).isEqualTo(ExitCode.VIOLATION);
    assertThat(compare.out())
        .contains("run_code:2: 20 packets and 21", "20 values in slots and 21", "DIFFER");
    assertThat(Invocation.of("compare", one, other, "--json").out()).contains("\"agree\":false");
  }

  @Test
  void whatIsNoRunIsTold() throws IOException {
    Invocation compare =
        Invocation.of("compare", run("one", 5), Files.createDirectory(temp.resolve("empty")));

    assertThat(compare.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(compare.err()).contains("fabric.yaml: cannot be read; give the directory");
  }
}
