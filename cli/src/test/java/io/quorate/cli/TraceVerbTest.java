package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trace}, of one run. */
final class TraceVerbTest {

  @TempDir private static Path temp = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void record() {
    run = temp.resolve("run");
    Invocation.of(
        "run", "fabrics/wan-three.yaml", "--faults", "none", "--duration", "100ms", "--out", run);
  }

  @Test
  void aSlotIsProposedVotedForAndDelivered() {
    Invocation trace = Invocation.of("trace", run, "--slot", 5);

    assertThat(trace.exitCode()).as(trace.err()).isZero();
    assertThat(trace.out()).contains("▶ ACCEPT slot=5", "LEARN slot=5", "executed slot=5");
    assertThat(trace.out()).doesNotContain("slot=4", "slot=6");
  }

  @Test
  void slotsNodesAndTimesNarrowItDown() {
    Invocation trace =
        Invocation.of(
            "trace", run, "--slot", "5..9", "--node", "S2,S3", "--from", "5ms", "--to", "80ms");

    List<String> events = events(trace);
    assertThat(events).isNotEmpty();
    assertThat(events)
        .allSatisfy(line -> assertThat(Double.parseDouble(time(line))).isBetween(0.005, 0.080));
    assertThat(trace.out()).contains("slot=5", "slot=9").doesNotContain("slot=4", "slot=10");
    assertThat(events(Invocation.of("trace", run, "--slot", "5..9")))
        .hasSizeGreaterThan(events.size());
  }

  @Test
  void aHopSaysWhomItsFrameIsFor() {
    assertThat(Invocation.of("trace", run, "--slot", 5).out())
        .containsPattern("ACCEPT for S[23] slot=5");
  }

  @Test
  void asciiIsAsciiAndLinesKeepToTheWidth() {
    Invocation trace = Invocation.of("trace", run, "--slot", 5, "--ascii", "--width", 70);

    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(trace.out())).isTrue();
    assertThat(events(trace)).isNotEmpty();
    assertThat(trace.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(71));
  }

  @Test
  void nothingToShowIsSaid() {
    Invocation trace = Invocation.of("trace", run, "--slot", 999_999);

    assertThat(trace.exitCode()).isZero();
    assertThat(trace.out()).contains("no event is like that");
  }

  @Test
  void aReaderThatLeavesEndsItWithoutAWord() {
    StringBuilder err = new StringBuilder();
    OutputStream complaints =
        new OutputStream() {
          @Override
          public void write(int b) {
            err.append((char) b);
          }
        };

    int code =
        Main.run(Console.of(new Failing("Broken pipe"), complaints, null), "trace", run.toString());

    assertThat(code).isZero();
    assertThat(err).isEmpty();
  }

  @Test
  void aFullDiskUnderStandardOutputIsToldOnce() {
    StringBuilder err = new StringBuilder();
    OutputStream complaints =
        new OutputStream() {
          @Override
          public void write(int b) {
            err.append((char) b);
          }
        };

    int code =
        Main.run(
            Console.of(new Failing("No space left on device"), complaints, null),
            "trace",
            run.toString());

    assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "quorate: standard output: cannot be written: No space left on device");
  }

  /** Takes some bytes and then no more. */
  private static final class Failing extends OutputStream {
    private final String reason;
    private int taken;

    Failing(String reason) {
      this.reason = reason;
    }

    @Override
    public void write(int b) throws IOException {
      if (taken++ > 10_000) {
        throw new IOException(reason);
      }
    }
  }

  private static List<String> events(Invocation trace) {
    return trace.out().lines().filter(line -> line.matches(" *\\d+\\.\\d{9} .*")).toList();
  }

  private static String time(String line) {
    return line.strip().substring(0, line.strip().indexOf(' '));
  }
}
