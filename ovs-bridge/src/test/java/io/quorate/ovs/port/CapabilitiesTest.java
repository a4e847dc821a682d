package io.quorate.ovs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.ovs.Live;
import io.quorate.ovs.port.Capabilities.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Privileges, given up in processes of their own. */
@Live(programs = "setpriv")
final class CapabilitiesTest {

  private static final int USER = 54_321;
  private static final int GROUP = 54_322;

  @Test
  void noThreadHoldsAnythingAndThePortGoesOnWorking(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path mine = Files.writeString(folder.resolve("mine"), "root's");
    try (Wire wire = new Wire(1, 1_500);
        RawPort right = wire.right(0, PortKind.FFM, PortOptions.defaults())) {
      byte[] answer = Ways.frame(0x7a02, 90, 2);
      Process probe = start(wire, folder, mine);
      Ways.Kept kept = new Ways.Kept();
      while (kept.frames.isEmpty() && probe.isAlive()) {
        right.receive(50_000_000, kept);
      }
      right.send(answer, answer.length);
      right.flush();
      String said = output(probe);
      assertThat(kept.frames).as(said).containsExactly(Ways.frame(0x7a01, 80, 1));
      assertThat(said)
          .contains("before Held[threads=")
          .containsPattern("after Held\\[threads=\\d\\d+, capabilities=0, root=false, noNew.*true")
          .contains("unsent 0")
          .contains("received 1")
          .contains("refused may not open a raw port on a0; run as root (sudo) or with")
          .contains("not written");
      assertThat(Files.readString(mine)).isEqualTo("root's");
    }
  }

  /** The probe's classes, where an ordinary user may read them. */
  private static Process start(Wire wire, Path folder, Path file) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/io/quorate/ovs/port"));
    for (Class<?> part : List.of(RawPort.class, Ways.class)) {
      Path from =
          Path.of(part.getProtectionDomain().getCodeSource().getLocation().getPath())
              .resolve("io/quorate/ovs/port");
      try (var files = Files.list(from)) {
        for (Path each : files.toList()) {
          Files.copy(
              each, classes.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    for (Path open : List.of(folder, folder.resolve("classes"))) {
      open.toFile().setExecutable(true, false);
      open.toFile().setReadable(true, false);
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            folder.resolve("classes").toString(),
            PrivilegeProbe.class.getName(),
            Integer.toString(USER),
            Integer.toString(GROUP),
            file.toString());
    return NetworkNamespace.callIn(
        NetworkNamespace.named(wire.leftNamespace()),
        () -> {
          try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @Test
  void aLauncherLeavesExactlyWhatIsKept() {
    List<String> command =
        new ArrayList<>(Capabilities.launcher(List.of(Capability.NET_RAW), USER, GROUP));
    command.addAll(List.of("cat", "/proc/self/status"));
    String netRaw = String.format("%016x", 1L << 13);
    assertThat(Wire.run(command).lines())
        .contains(
            "Uid:\t54321\t54321\t54321\t54321",
            "Gid:\t54322\t54322\t54322\t54322",
            "CapPrm:\t" + netRaw,
            "CapEff:\t" + netRaw,
            "CapBnd:\t" + netRaw,
            "CapAmb:\t" + netRaw,
            "NoNewPrivs:\t1");
  }

  @Test
  void thisProcessIsSeenAsItIs() {
    Capabilities.Held held = Capabilities.held();
    assertThat(held.threads()).isGreaterThan(5);
    assertThat(held.capabilities()).isNotZero();
    assertThatThrownBy(() -> Capabilities.becomeUser(0, 0))
        .isInstanceOf(PortException.class)
        .hasMessage("user 0:0 is root's; name an ordinary user");
  }
}
