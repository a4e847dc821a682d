package io.quorate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs that are run and waited for. */
public final class Command {

  private Command() {}

  /**
   * Runs it, words separated by blanks, and gives its output.
   *
   * @throws IllegalStateException with its output, if it fails
   */
  public static String run(String words) {
    return run(words, Map.of());
  }

  /** The same with some variables more in its environment. */
  public static String run(String words, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(words.split(" ")).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String text = output(process);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(words + ": " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it in a network namespace, on one core, with the highest ordinary priority. */
  public static Process start(
      String namespace, int core, List<String> program, List<String> arguments) {
    String where = "ip netns exec " + namespace + " nice -n -20 taskset -c " + core;
    return launch(where, program, arguments);
  }

  /** Starts it in a network namespace, as any other program. */
  public static Process start(String namespace, List<String> program, List<String> arguments) {
    return launch("ip netns exec " + namespace, program, arguments);
  }

  private static Process launch(String where, List<String> program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(where.split(" ")));
    command.addAll(program);
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it prints until it ends. */
  public static String output(Process process) {
    try {
      byte[] bytes = process.getInputStream().readAllBytes();
      process.waitFor();
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
