package io.quorate.cli;

import io.quorate.check.Answer;
import io.quorate.check.Checker;
import io.quorate.check.Engine;
import io.quorate.check.Recognition;
import io.quorate.check.history.Edn;
import io.quorate.check.history.History;
import io.quorate.check.history.HistoryReader;
import io.quorate.check.history.MalformedHistory;
import io.quorate.check.knossos.Knossos;
import io.quorate.check.knossos.KnossosAbsent;
import io.quorate.check.model.FailedTake;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.model.Models;
import io.quorate.check.model.Reading;
import io.quorate.check.report.FailingStretch;
import io.quorate.check.txn.Transactions;
import io.quorate.check.txn.Workload;
import io.quorate.check.txn.WorkloadMismatch;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How histories are to be judged, as options of the command line. */
final class HistoryCheck {

  /** Models without a call that {@code --reading} is about. */
  private static final List<String> UNREAD = List.of("mutex", "counter");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "What the history is of; see docs/checkers.md. Default: what has all of its calls, if it"
              + " is but one.")
  private @Nullable String modelName;

  @Option(
      names = "--initial",
      paramLabel = "V",
      description = "Value before any call: a whole number, nil, a text or EDN. Default: nil.")
  private String initial = "nil";

  @Option(
      names = "--reading",
      paramLabel = "HOW",
      description =
          "What a failed cas, a read of nil and a failed dequeue tell: default (nothing; nil;"
              + " nothing), knossos (nothing; nothing; nothing), porcupine (another value was seen;"
              + " nil; nothing) or strict (another value was seen; nil; it was empty). Default:"
              + " default.")
  private @Nullable String readingName;

  @Mixin private TermsOptions terms = new TermsOptions();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "Who judges: search, monitor, witness, knossos, or auto, the cheapest that can. Default:"
              + " auto.")
  private String engineName = "auto";

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Real time for each history. Default: 10s.")
  private long budgetNs = 10_000_000_000L;

  /**
   * Says what is wrong with the options, before any history is read.
   *
   * @throws BadFile if something is
   */
  void requireUsable() {
    if (engine() == Engine.KNOSSOS && !Knossos.isPresent()) {
      throw new KnossosAbsent();
    }
    terms.terms();
    if (modelName != null && !names().contains(modelName)) {
      throw BadFile.whole(
          "--model " + modelName, "no such model", Nearest.advice(modelName, names(), "there are"));
    }
    reading();
    if (modelName == null) {
      model("kv");
    } else {
      requireUsableFor(modelName, "");
    }
  }

  /**
   * Says which option means nothing for a model.
   *
   * @param why how the model is known, if not by an option
   */
  private void requireUsableFor(String model, String why) {
    boolean workload = Workload.named(model) != null;
    if (!workload) {
      model(model);
    } else if (!initial.equals("nil")) {
      throw BadFile.whole("--initial " + initial, "a " + model + " has none" + why, "leave it out");
    }
    List<String> idle = new ArrayList<>(terms.idle(model));
    if (readingName != null && (workload || UNREAD.contains(model))) {
      idle.add("--reading " + readingName);
    }
    if (!idle.isEmpty()) {
      throw BadFile.whole(idle.getFirst(), "means nothing for a " + model + why, "leave it out");
    }
  }

  /** What {@code --model} may say. */
  static List<String> names() {
    return Stream.of(Models.names(), Workload.names()).flatMap(List::stream).toList();
  }

  /** Judges a file. */
  Finding judge(Path file) {
    try {
      History history = HistoryReader.read(file);
      String name = modelName;
      if (name == null) {
        name = recognised(file, history);
        requireUsableFor(name, ", which " + file + " is of");
      }
      Workload workload = Workload.named(name);
      return workload == null ? judge(history, name) : judge(history, workload);
    } catch (MalformedHistory | BadFile e) {
      return new Finding.Unusable(String.valueOf(e.getMessage()));
    } catch (ModelMismatch | WorkloadMismatch e) {
      return new Finding.Unusable(file + ": " + e.getMessage());
    }
  }

  private Finding judge(History history, String name) {
    Model<?> model = model(name);
    Budget budget = budget();
    long beganNs = budget.clockNs().getAsLong();
    Answer answer = Checker.judge(history, model, engine(), budget);
    FailingStretch stretch =
        answer.verdict() instanceof Verdict.Invalid invalid
            ? FailingStretch.of(history, model, invalid, budget.since(beganNs))
            : null;
    return new Finding.OfModel(history, name, answer, stretch);
  }

  private Finding judge(History history, Workload workload) {
    if (engine() != Engine.AUTO) {
      throw BadFile.whole("--engine " + engineName, "judges no " + workload.word(), "leave it out");
    }
    return new Finding.OfWorkload(
        history, Transactions.check(history, workload, terms.terms(), budget()));
  }

  private Budget budget() {
    return Budget.of(Duration.ofNanos(budgetNs));
  }

  private static String recognised(Path file, History history) {
    List<String> names = Recognition.of(history);
    if (names.size() == 1) {
      return names.getFirst();
    }
    throw names.isEmpty()
        ? BadFile.whole(
            file.toString(), "no model has all of its calls", "see docs/checkers.md for models")
        : BadFile.whole(
            file.toString(),
            "its calls are those of " + String.join(", ", names),
            "say by --model of which");
  }

  private Model<?> model(String name) {
    try {
      return Models.named(name, value(initial), reading());
    } catch (IllegalArgumentException e) {
      throw BadFile.whole(
          "--initial " + initial, String.valueOf(e.getMessage()), "leave it out, or mend it");
    }
  }

  /** What begins as no text does is EDN. */
  private static @Nullable Object value(String text) {
    if (!text.matches("(nil|true|false|-?\\d+(\\.\\d+)?|[\\[{(#:\"].*)")) {
      return text;
    }
    try {
      return Edn.parse(text);
    } catch (IllegalArgumentException e) {
      throw BadFile.whole(
          "--initial " + text, String.valueOf(e.getMessage()), "write it as EDN, or as a text");
    }
  }

  private Reading reading() {
    return switch (readingName) {
      case null -> Reading.DEFAULT;
      case "default" -> Reading.DEFAULT;
      case "knossos" -> Reading.KNOSSOS;
      case "porcupine" -> Reading.PORCUPINE;
      case "strict" -> Reading.PORCUPINE.withFailedTake(FailedTake.SAW_EMPTY);
      default ->
          throw BadFile.whole(
              "--reading " + readingName,
              "no such reading",
              "write default, knossos, porcupine or strict");
    };
  }

  private Engine engine() {
    List<String> names = Stream.of(Engine.values()).map(HistoryCheck::word).toList();
    return Stream.of(Engine.values())
        .filter(engine -> word(engine).equals(engineName))
        .findFirst()
        .orElseThrow(
            () ->
                BadFile.whole(
                    "--engine " + engineName,
                    "no such engine",
                    Nearest.advice(engineName, names, "there are")));
  }

  private static String word(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }
}
