package io.quorate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of the command.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Invocation(int exitCode, String out, String err) {

  static final Path ROOT = Path.of(System.getProperty("quorate.root", "..")).toAbsolutePath();

  /** In this process, as a user in the project's directory. */
  static Invocation of(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(Console.of(out, err, ROOT), words(args));
    return new Invocation(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** In a JVM of its own, with nothing but the class path; {@code options} are the JVM's. */
  static Invocation inFreshJvm(Path directory, List<String> options, Object... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-ea:io.quorate...", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(words(args)));
    return of(directory, command);
  }

  /** Any command. */
  static Invocation of(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("quorate", ".out");
    Path err = Files.createTempFile("quorate", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int code = process.waitFor();
      return new Invocation(code, Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String[] words(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return words;
  }

  /** What stands behind a label of the summary. */
  String field(String label) {
    return out.lines()
        .filter(line -> line.startsWith(label + " "))
        .map(line -> line.substring(label.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no \"" + label + "\" in:\n" + out + err));
  }

  /**
   * The command that stands behind a label, as arguments to be called with.
   *
   * @param more arguments to be added
   */
  Object[] command(String label, String... more) {
    List<String> words = List.of(field(label).split(" ", -1));
    int command = 0;
    while (!words.get(command).endsWith("quorate")) {
      command++;
    }
    List<String> args = new ArrayList<>(words.subList(command + 1, words.size()));
    args.addAll(List.of(more));
    return args.toArray();
  }
}
