package io.quorate.cli;

import java.nio.file.Path;
import java.util.Locale;

/** A single finding, in sentences. What cannot be used has been complained of already. */
final class FindingText implements FindingOutput {

  private static final double NS_PER_S = 1e9;

  private final Output out;

  FindingText(Output out) {
    this.out = out;
  }

  /** A file's name in one line. */
  static String name(Path file) {
    return file.toString().replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public void add(Path file, Finding finding, long elapsedNs) {
    if (finding instanceof Finding.Unusable) {
      return;
    }
    out.print(
        String.format(
            Locale.ROOT,
            "%s: %s\n(model %s, %s, by %s, %.2f s)\n",
            name(file),
            finding.explanation(),
            finding.model(),
            finding.operations() == 1 ? "1 operation" : finding.operations() + " operations",
            finding.engine(),
            elapsedNs / NS_PER_S));
  }
}
