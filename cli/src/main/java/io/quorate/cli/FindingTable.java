package io.quorate.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Many findings, a line each; those that are not fine are explained below. */
final class FindingTable implements FindingOutput {

  private static final double NS_PER_S = 1e9;
  private static final String HEADING = "history";
  private static final int FILE_CHARS_MAX = 80;

  private final Output out;
  private final String format;
  private final StringBuilder explanations = new StringBuilder();
  private int fine;
  private int wrong;
  private int unknown;
  private int unusable;

  /**
   * A table.
   *
   * @param files what will be in it, for its width
   */
  FindingTable(Output out, List<Path> files) {
    int longest = files.stream().mapToInt(file -> FindingText.name(file).length()).max().orElse(1);
    this.out = out;
    int width = Math.clamp(longest, HEADING.length(), FILE_CHARS_MAX);
    this.format = "%-" + width + "s  %-14s %10s  %-7s %9s  %s\n";
  }

  @Override
  public void begin() {
    row(HEADING, "model", "operations", "engine", "time", "verdict");
  }

  @Override
  public void add(Path file, Finding finding, long elapsedNs) {
    row(
        FindingText.name(file),
        finding.model(),
        String.valueOf(finding.operations()),
        finding.engine(),
        String.format(Locale.ROOT, "%.2f s", elapsedNs / NS_PER_S),
        finding.verdict());
    switch (finding.exitCode()) {
      case ExitCode.FINE -> fine++;
      case ExitCode.VIOLATION -> wrong++;
      case ExitCode.UNKNOWN -> unknown++;
      default -> unusable++;
    }
    if (finding.exitCode() != ExitCode.FINE && !(finding instanceof Finding.Unusable)) {
      explanations.append('\n').append(FindingText.name(file)).append(": ");
      explanations.append(finding.explanation()).append('\n');
    }
  }

  private void row(Object... cells) {
    out.print(String.format(Locale.ROOT, format, cells));
  }

  @Override
  public void end() {
    StringBuilder sum = new StringBuilder();
    count(sum, fine, "fine");
    count(sum, wrong, "wrong");
    count(sum, unknown, "unknown");
    count(sum, unusable, "unusable");
    out.print(sum + "\n" + explanations);
  }

  private static void count(StringBuilder sum, int count, String what) {
    if (count > 0) {
      sum.append(sum.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
    }
  }
}
