package io.quorate.ovs.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.ovs.Live;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever builds a fabric may be killed at any time; taking it away finds everything. */
@Live(
    openVSwitch = true,
    programs = {"ethtool", "nsenter"})
final class KilledUpTest {

  private static final String FABRIC = "wan-three";
  private static final int KILLS = 12;

  private final Scratch scratch = new Scratch();

  @AfterEach
  void leaveNothing() {
    scratch.close();
  }

  /** Builds a fabric in the root that it is given, and dies before a step if it is given one. */
  static final class Builder {
    public static void main(String[] arguments) {
      UpOptions options = UpOptions.defaults().withRoot(Path.of(arguments[0]));
      LiveFabric.up(
          Scratch.fabric(FABRIC),
          Scratch.file(FABRIC),
          options,
          step -> {
            if (step.equals(arguments[1])) {
              Runtime.getRuntime().halt(9);
            }
          });
    }
  }

  private Process builder(String step) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Dquorate.root=" + System.getProperty("quorate.root", ".."),
            "-cp",
            System.getProperty("java.class.path"),
            Builder.class.getName(),
            scratch.root().toString(),
            step)
        .redirectErrorStream(true)
        .redirectOutput(new File("/dev/null"))
        .start();
  }

  /** Another fabric on this machine may be at it just now. */
  private void awaitSetting(String setting, String value) throws InterruptedException {
    for (int i = 0; i < 100 && !scratch.run("cat", setting).equals(value); i++) {
      Thread.sleep(100);
    }
    assertThat(scratch.run("cat", setting)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"namespaces", "wires", "links", "database", "switch", "bridges", "ready"})
  void beforeAnyStep(String step) throws IOException, InterruptedException {
    Process builder = builder(step);
    assertThat(builder.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(builder.exitValue()).isEqualTo(9);
    assertThat(scratch.leftovers(FABRIC)).isNotEmpty();

    LiveFabric.down(scratch.root().resolve(FABRIC));

    assertThat(scratch.leftovers(FABRIC)).isEmpty();
  }

  @Test
  void atAnyMoment() throws IOException, InterruptedException {
    String setting = "/proc/sys/net/core/rmem_default";
    String before = scratch.run("cat", setting);
    Random random = new Random(1);
    Path state = scratch.root().resolve(FABRIC).resolve(RunState.FILE);
    for (int i = 0; i < KILLS; i++) {
      Process builder = builder("never");
      while (!Files.exists(state) && builder.isAlive()) {
        LockSupport.parkNanos(1_000_000);
      }
      Thread.sleep(random.nextInt(1_800));
      builder.destroyForcibly().waitFor();

      LiveFabric.down(scratch.root().resolve(FABRIC));

      // What the killed process had started may still have been at work when it was looked for.
      assertThat(scratch.leftovers(FABRIC)).as("kill %d", i).isEmpty();
      awaitSetting(setting, before);
    }
  }
}
