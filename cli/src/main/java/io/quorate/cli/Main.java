package io.quorate.cli;

import io.quorate.check.history.MalformedHistory;
import io.quorate.check.knossos.KnossosAbsent;
import io.quorate.check.model.ModelMismatch;
import io.quorate.fabric.file.BadFile;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command's way in, and the one place where exceptions become lines and exit codes. */
public final class Main {

  private static final int HELP_COLUMNS = 100;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, thrown) -> {
              thrown.printStackTrace();
              Runtime.getRuntime().halt(ExitCode.BROKEN);
            });
    System.exit(run(Console.ofProcess(), args));
  }

  /** Runs the command and gives its exit code. */
  static int run(Console console, String... args) {
    int code = execute(console, args);
    console.out().print("");
    String complaint = console.out().complaint();
    if (complaint != null) {
      console.complain("standard output: cannot be written: " + complaint);
      return ExitCode.BAD_INPUT;
    }
    return code;
  }

  private static int execute(Console console, String... args) {
    try {
      CommandLine line = commandLine(console);
      return line.execute(known(line, asOption(args)));
    } catch (OutOfMemoryError e) {
      console.complain(
          "out of memory; give it more by QUORATE_JAVA_OPTIONS=-Xmx8g, or a shorter --duration");
      return ExitCode.UNKNOWN;
    }
  }

  /** {@code help} and {@code help VERB} are what {@code --help} and {@code VERB --help} are. */
  private static String[] asOption(String... args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    String[] asked = Arrays.copyOfRange(args, 1, args.length + 1);
    asked[args.length - 1] = "--help";
    return asked;
  }

  /** Help about a verb that there is not is no help: the wrong word is what is to be told. */
  private static String[] known(CommandLine line, String... args) {
    boolean verb = args.length > 0 && !args[0].startsWith("-");
    return verb && !line.getSubcommands().containsKey(args[0]) ? new String[] {args[0]} : args;
  }

  private static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new Quorate());
    line.addSubcommand(new DemoVerb(console));
    line.addSubcommand(new RunVerb(console));
    line.addSubcommand(new ReplayVerb(console));
    line.addSubcommand(new TraceVerb(console));
    line.addSubcommand(new CheckVerb(console));
    line.addSubcommand(new FlowsVerb(console));
    line.addSubcommand(new CompareVerb(console));
    line.addSubcommand(new SoakVerb(console));
    line.addSubcommand(LiveVerb.commandLine(console));
    line.addSubcommand(new DoctorVerb(console));
    line.addSubcommand(new AttachVerb(console));
    WordConverters.register(line);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExpandAtFiles(false);
    line.setOut(new PrintWriter(console.out()));
    line.setParameterExceptionHandler((e, given) -> misused(console, e));
    line.setExecutionExceptionHandler((e, failing, parsed) -> failed(console, e));
    line.setUsageHelpWidth(HELP_COLUMNS);
    line.getSubcommands().values().forEach(Main::helped);
    describe(line.getCommandSpec());
    return line;
  }

  /** Gives a verb, and the verbs under it, their help. */
  private static void helped(CommandLine verb) {
    verb.getCommandSpec()
        .addMixin("help", CommandLine.Model.CommandSpec.forAnnotatedObject(new HelpOption()));
    describe(verb.getCommandSpec());
    verb.getSubcommands().values().forEach(Main::helped);
  }

  /** Every verb's help ends with the same table. */
  private static void describe(CommandLine.Model.CommandSpec spec) {
    spec.usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings())
        .optionListHeading("%nOptions:%n")
        .parameterListHeading("%n")
        .descriptionHeading("%n")
        .footerHeading("%nExamples:%n")
        .abbreviateSynopsis(true);
  }

  private static int misused(Console console, ParameterException e) {
    console.complain(Misuse.line(e));
    return ExitCode.BAD_INPUT;
  }

  private static int failed(Console console, Exception e) {
    switch (e) {
      case BadFile bad -> console.complain(bad.getMessage());
      case MalformedHistory bad -> console.complain(String.valueOf(bad.getMessage()));
      case KnossosAbsent absent -> console.complain(String.valueOf(absent.getMessage()));
      case ModelMismatch bad -> console.complain(String.valueOf(bad.getMessage()));
      case UncheckedIOException unwritable -> {
        if (console.out().hasFailed()) {
          // The reader left, which is nobody's fault, or else the end of run() says what happened.
          return ExitCode.FINE;
        }
        console.complain(Recording.reason(unwritable));
      }
      default -> {
        console.complain("this is a fault of quorate itself; please report it with what follows");
        e.printStackTrace(console.err());
        return ExitCode.BROKEN;
      }
    }
    return ExitCode.BAD_INPUT;
  }
}
