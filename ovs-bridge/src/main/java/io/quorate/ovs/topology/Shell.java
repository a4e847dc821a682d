package io.quorate.ovs.topology;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the machine's programs for one live fabric. Whatever is started carries the fabric's
 * directory in its environment, so that it is found even when whoever started it is gone.
 */
public final class Shell {

  /**
   * Before the command of a process that others wait for: it goes before theirs, for an election is
   * called when a leader is not heard for some ten milliseconds.
   */
  public static final List<String> URGENT = Urgency.PREFIX;

  /** Environment variable whose value is the run directory of the fabric that a process is of. */
  static final String MARK = "QUORATE_LIVE";

  private static final long PATIENCE_SECONDS = 60;
  private static final int OUTPUT_BYTES_MAX = 16 << 20;

  private final Path directory;
  private final Programs programs;

  Shell(Path directory) {
    this(directory, Programs.ofThisProcess());
  }

  /**
   * Runs what it finds among these programs.
   *
   * @param directory the fabric's run directory
   */
  public Shell(Path directory, Programs programs) {
    this.directory = directory;
    this.programs = programs;
  }

  /**
   * What a command came to.
   *
   * @param exit its exit code; 0 if it did what it should
   * @param output what it wrote, to either stream
   */
  public record Outcome(int exit, String output) {}

  /**
   * Runs a command and waits for it.
   *
   * @return what it wrote, to either stream
   * @throws TopologyException when it is missing, fails, or does not end within a minute
   */
  String run(String... command) {
    return feed("", command);
  }

  /** As {@link #run}, with a text to read. */
  String feed(String input, String... command) {
    Outcome outcome = attempt(input, command);
    if (outcome.exit() != 0) {
      throw new TopologyException(
          "%s failed: %s".formatted(shown(command), firstLine(outcome.output())));
    }
    return outcome.output();
  }

  /** Runs a command whose failure means something, with a text to read. */
  public Outcome attempt(String input, String... command) {
    try {
      Process process = builder(List.of(command)).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading everything; its exit code and words say why.
      }
      String output;
      try (InputStream stdout = process.getInputStream()) {
        output = new String(stdout.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new TopologyException(shown(command) + " did not end within a minute");
      }
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new TopologyException(shown(command) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopologyException(shown(command) + " was interrupted", e);
    }
  }

  /** A process yet to be started, with the fabric's mark and Open vSwitch's directories. */
  ProcessBuilder builder(List<String> command) {
    List<String> whole = new ArrayList<>(command);
    if (whole.getFirst().indexOf('/') < 0) {
      whole.set(0, programs.demand(whole.getFirst()).toString());
    }
    ProcessBuilder builder = new ProcessBuilder(whole);
    Map<String, String> environment = builder.environment();
    environment.put(MARK, directory.toString());
    environment.put("PATH", programs.path());
    environment.put("LC_ALL", "C");
    String ovs = directory.resolve(LiveFabric.OVS).toString();
    environment.put("OVS_RUNDIR", ovs);
    environment.put("OVS_DBDIR", ovs);
    environment.put("OVS_LOGDIR", directory.resolve(LiveFabric.LOGS).toString());
    return builder;
  }

  /** The beginning of a command that runs another one in a network namespace. */
  static List<String> in(String namespace) {
    return List.of("nsenter", "--net=" + Namespaces.path(namespace), "--");
  }

  /** Runs lines of shell in a network namespace; the first that fails ends them. */
  void script(String namespace, List<String> lines) {
    feed(
        String.join("\n", lines) + "\n",
        "nsenter",
        "--net=" + Namespaces.path(namespace),
        "--",
        "sh",
        "-e",
        "-s");
  }

  private static String shown(String... command) {
    String whole = String.join(" ", command);
    return whole.length() <= 120 ? whole : whole.substring(0, 117) + "...";
  }

  private static String firstLine(String output) {
    return output
        .lines()
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .filter(each -> !each.toLowerCase(Locale.ROOT).startsWith("actual changes"))
        .findFirst()
        .orElse("it says nothing");
  }
}
