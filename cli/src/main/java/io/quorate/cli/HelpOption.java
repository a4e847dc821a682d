package io.quorate.cli;

import picocli.CommandLine.Option;

/** Every verb has it. */
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean asked;
}
