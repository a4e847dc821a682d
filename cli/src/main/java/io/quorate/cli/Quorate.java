package io.quorate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself; its verbs do the work. */
@Command(
    name = "quorate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Orders packets with Paxos inside a switch fabric, breaks the fabric, checks what clients saw.",
    footer = {
      "  ./quorate demo",
      "  ./quorate run fabrics/wan-three.yaml --seed 7 --faults random",
      "  ./quorate COMMAND --help"
    })
final class Quorate implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    CommandLine line = spec.commandLine();
    throw new ParameterException(line, "no command given");
  }
}
