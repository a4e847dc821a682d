package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same scenario, in JVMs that have as little in common as they can. */
final class DeterminismTest {

  @TempDir private Path temp = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"wan-three", "wan-three-kv", "leaf-spine-five"})
  void freshJvmsDoTheSame(String fabric) throws IOException, InterruptedException {
    Path one = temp.resolve("one");
    Path other = temp.resolve("other");

    Invocation first =
        run(fabric, one, List.of("-XX:+UseSerialGC", "-Duser.language=en", "-Duser.country=US"));
    Invocation second =
        run(
            fabric,
            other,
            List.of(
                "-XX:+UseParallelGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=0",
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=ISO-8859-1"));

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second.field("digest")).isEqualTo(first.field("digest"));
    for (String file :
        List.of("history.edn", "history.jsonl", "trace.pcapng", "timeline.jsonl", "summary.json")) {
      assertThat(other.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
    }
  }

  private Invocation run(String fabric, Path place, List<String> options)
      throws IOException, InterruptedException {
    return Invocation.inFreshJvm(
        temp,
        options,
        "run",
        "fabrics/" + fabric + ".yaml",
        "--seed",
        11,
        "--faults",
        "random",
        "--duration",
        "1s",
        "--out",
        place);
  }
}
