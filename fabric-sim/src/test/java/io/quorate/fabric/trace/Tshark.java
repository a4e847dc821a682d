package io.quorate.fabric.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the real tshark; skips the test, saying why, where there is none. */
final class Tshark {

  private Tshark() {}

  static final Path DISSECTOR =
      Path.of(System.getProperty("quorate.root", ".."), "tools", "wireshark", "quorate.lua");

  /** What tshark prints, line by line; what it complains about fails the test. */
  static List<String> lines(Path capture, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString()));
    command.addAll(List.of(arguments));
    Path err = Files.createTempFile("tshark", ".err");
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    } catch (IOException e) {
      assumeTrue(false, "tshark is not installed (apt-get install tshark): " + e.getMessage());
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // tshark warns about running as root; that is the machine's affair.
    List<String> complaints =
        Files.readAllLines(err).stream()
            .filter(l -> !l.isBlank() && !l.contains("Running as user"))
            .toList();
    Files.delete(err);
    assertThat(complaints).isEmpty();
    assertThat(process.exitValue()).as("exit code").isZero();
    return out.lines().toList();
  }
}
