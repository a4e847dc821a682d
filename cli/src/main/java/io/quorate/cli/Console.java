package io.quorate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an invocation of the command finds itself.
 *
 * @param out standard output
 * @param err standard error: complaints and progress
 * @param rewrites true if {@code err} is a terminal, on which a line can be rewritten
 * @param columns width of the terminal
 * @param home the project's directory, or null when the command runs from a jar alone
 * @param command how the user called the command
 */
record Console(
    Output out,
    PrintStream err,
    boolean rewrites,
    int columns,
    @Nullable Path home,
    String command) {

  private static final int COLUMNS_DEFAULT = 120;

  /** That of this process; the launcher tells what Java cannot find out. */
  static Console ofProcess() {
    String home = System.getProperty("quorate.home");
    return new Console(
        new Output(new FileOutputStream(FileDescriptor.out), System.out.charset()),
        System.err,
        Boolean.getBoolean("quorate.terminal"),
        columns(System.getProperty("quorate.columns", "")),
        home == null ? null : Path.of(home),
        System.getProperty("quorate.command", "quorate"));
  }

  /** One of a test: what is written can be read back. */
  static Console of(java.io.OutputStream out, java.io.OutputStream err, @Nullable Path home) {
    return new Console(
        new Output(out, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        false,
        COLUMNS_DEFAULT,
        home,
        "./quorate");
  }

  private static int columns(String told) {
    return told.matches("[1-9]\\d{0,3}") ? Integer.parseInt(told) : COLUMNS_DEFAULT;
  }

  /** One line on standard error. */
  void complain(String line) {
    err.println("quorate: " + line.replaceAll("\\p{Cntrl}+", " ").strip());
    err.flush();
  }
}
