package io.quorate.cli;

import io.quorate.check.Checker;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Nearest;
import io.quorate.fabric.run.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate check}: histories, from wherever. */
@Command(
    name = "check",
    header = "Judges whether histories are linearizable.",
    description = {
      "Reads histories as Jepsen and Knossos write them (EDN or JSON, also Jepsen's console log) and"
          + " those that runs leave. Exit code 1 if one is not linearizable, else 3 if one could not"
          + " be decided within the budget."
    },
    footer = {
      "  ./quorate check runs/wan-three-1/history.edn",
      "  ./quorate check history.edn --model cas-register --initial 0",
      "  ./quorate check *.edn --model register --budget 60s --json"
    })
final class CheckVerb implements Callable<Integer> {

  private static final String MODEL = "kv";
  private static final double NS_PER_S = 1e9;

  private final Console console;

  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "HISTORY",
      description = "Files; each is judged by itself.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "What the history is of: register, cas-register or kv, which knows the calls of the other"
              + " two, too. Default: kv.")
  private String modelName = MODEL;

  @Option(
      names = "--initial",
      paramLabel = "V",
      description = "Value before any call: a whole number, nil or a text. Default: nil.")
  private String initial = "nil";

  @Option(
      names = "--reading",
      paramLabel = "HOW",
      description =
          "What a failed cas and a read of nil tell: default (nothing; nil), knossos (nothing;"
              + " nothing) or porcupine (another value was seen; nil). Default: default.")
  private String readingName = "default";

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Real time for each history. Default: 10s.")
  private long budgetNs = 10_000_000_000L;

  @Option(names = "--json", description = "Print a JSON object a line, one for each history.")
  private boolean json;

  CheckVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Model<?> model = model();
    boolean invalid = false;
    boolean unknown = false;
    for (Path file : files) {
      History history = HistoryReader.read(file);
      long beganNs = System.nanoTime();
      Verdict verdict = Checker.check(history, model, Budget.of(Duration.ofNanos(budgetNs)));
      print(file, history, verdict, System.nanoTime() - beganNs);
      invalid |= verdict instanceof Verdict.Invalid;
      unknown |= verdict instanceof Verdict.Unknown;
    }
    return invalid ? ExitCode.VIOLATION : unknown ? ExitCode.UNKNOWN : ExitCode.FINE;
  }

  private Model<?> model() {
    if (!Models.names().contains(modelName)) {
      throw BadFile.whole(
          "--model " + modelName,
          "no such model",
          Nearest.advice(modelName, Models.names(), "there are"));
    }
    return Models.named(modelName, value(initial), reading());
  }

  private static @Nullable Object value(String text) {
    if (text.equals("nil")) {
      return null;
    }
    return text.matches("-?\\d{1,18}") ? (Object) Long.parseLong(text) : text;
  }

  private Reading reading() {
    return switch (readingName) {
      case "default" -> Reading.DEFAULT;
      case "knossos" -> Reading.KNOSSOS;
      case "porcupine" -> Reading.PORCUPINE;
      default ->
          throw BadFile.whole(
              "--reading " + readingName, "no such reading", "write default, knossos or porcupine");
    };
  }

  private void print(Path file, History history, Verdict verdict, long elapsedNs) {
    if (json) {
      console
          .out()
          .print(
              JsonText.object(
                  object -> {
                    object.writeStringField("history", file.toString());
                    object.writeStringField("model", modelName);
                    object.writeStringField("verdict", Summary.verdict(verdict));
                    object.writeNumberField("operations", history.size());
                    object.writeNumberField("partitions", verdict.effort().partitions());
                    object.writeNumberField("configurations", verdict.effort().configurations());
                    object.writeNumberField("elapsed-ns", elapsedNs);
                    object.writeStringField("explanation", verdict.explanation());
                  }));
    } else {
      console
          .out()
          .print(
              String.format(
                  "%s: %s%n(model %s, %d operations, %.2f s)%n",
                  file, verdict.explanation(), modelName, history.size(), elapsedNs / NS_PER_S));
    }
  }
}
