package io.quorate.fabric.campaign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quorate.fabric.run.Figure;
import io.quorate.fabric.run.RunResult.Outcome;
import io.quorate.fabric.run.Summary;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a campaign, for people and for programs. */
public final class SoakSummary {

  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;

  private SoakSummary() {}

  /**
   * Some lines of text, each ending with a newline.
   *
   * @param command the command that runs one seed
   */
  public static String text(SoakReport report, LongFunction<String> command) {
    StringBuilder text = new StringBuilder();
    figures(text, report);
    probes(text, report);
    verdicts(text, report, command);
    return text.toString();
  }

  private static void figures(StringBuilder text, SoakReport report) {
    line(
        text,
        "seeds",
        String.format(
            Locale.ROOT,
            "%d of %s in %.1f s, %.2f a second; slowest %d, %.2f s",
            report.done(),
            report.seeds(),
            report.elapsedNs() / NS_PER_S,
            report.seedsPerSecond(),
            report.slowestSeed(),
            report.slowestNs() / NS_PER_S));
    line(
        text,
        "operations",
        report.total(Figure.OPERATIONS) + " made, " + report.total(Figure.ANSWERED) + " answered");
    line(
        text,
        "slots",
        report.total(Figure.SLOTS) + " delivered, " + report.total(Figure.NOOPS) + " no-ops");
    line(text, "elections", report.total(Figure.ELECTIONS) + " won");
    if (report.total(Figure.SYNCS) > 0) {
      line(text, "disks", Summary.disks(report::total));
    }
    line(text, "fail-over", failOvers(report.failOvers()));
    line(text, "faults", report.total(Figure.FAULTS) + ": " + faults(report));
    line(
        text,
        "simulator",
        String.format(
            Locale.ROOT,
            "%d events, %.1f s of virtual time",
            report.total(Figure.EVENTS),
            report.total(Figure.END_NS) / NS_PER_S));
  }

  private static void verdicts(
      StringBuilder text, SoakReport report, LongFunction<String> command) {
    line(
        text,
        "verdicts",
        report.count(Outcome.FINE)
            + " fine, "
            + report.count(Outcome.VIOLATION)
            + (report.count(Outcome.VIOLATION) == 1 ? " violation, " : " violations, ")
            + report.count(Outcome.UNKNOWN)
            + " unknown");
    for (long seed : report.unknown()) {
      line(text, "unknown", "seed " + seed + ": " + command.apply(seed));
    }
    SoakReport.Failure failure = report.failure();
    if (failure != null) {
      line(text, "VIOLATION", "seed " + failure.seed());
      failure.problems().forEach(each -> text.append("  ").append(each).append('\n'));
      line(text, "run it again", command.apply(failure.seed()));
    }
  }

  private static String failOvers(SoakReport.FailOverTimes times) {
    return String.format(
        Locale.ROOT,
        "%d leaders lost, time without service: median %.0f ms, p99 %.0f, max %.0f",
        times.count(),
        times.p50Ns() / NS_PER_MS,
        times.p99Ns() / NS_PER_MS,
        times.maxNs() / NS_PER_MS);
  }

  private static String faults(SoakReport report) {
    return report.faults().isEmpty()
        ? "none scheduled"
        : report.faults().entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private static void probes(StringBuilder text, SoakReport report) {
    List<Probe> missed =
        Stream.of(Probe.values()).filter(probe -> report.count(probe) == 0).toList();
    int all = Probe.values().length;
    line(text, "situations", (all - missed.size()) + " of " + all + " came about");
    for (Probe probe : missed) {
      line(text, "", "never: " + probe.meaning());
    }
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format(Locale.ROOT, "%-14s ", label)).append(value).append('\n');
  }

  /**
   * One JSON object, with a newline behind it.
   *
   * @param command the command that runs one seed
   */
  public static String json(SoakReport report, LongFunction<String> command) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("outcome", lowerCase(report.outcome()));
      json.writeNumberField("first-seed", report.seeds().first());
      json.writeNumberField("last-seed", report.seeds().last());
      json.writeNumberField("done", report.done());
      json.writeNumberField("elapsed-ns", report.elapsedNs());
      json.writeNumberField("slowest-seed", report.slowestSeed());
      json.writeNumberField("slowest-ns", report.slowestNs());
      counts(json, "verdicts", report.outcomes(), SoakSummary::lowerCase);
      counts(json, "totals", report.totals(), Figure::word);
      counts(json, "faults", report.faults(), kind -> kind);
      counts(json, "situations", report.probes(), Probe::word);
      json.writeObjectFieldStart("fail-over-ns");
      json.writeNumberField("count", report.failOvers().count());
      json.writeNumberField("p50", report.failOvers().p50Ns());
      json.writeNumberField("p99", report.failOvers().p99Ns());
      json.writeNumberField("max", report.failOvers().maxNs());
      json.writeEndObject();
      runs(json, report, command);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  private static String lowerCase(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static <K> void counts(
      JsonGenerator json, String field, Map<K, Long> counts, Function<K, String> word)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<K, Long> each : counts.entrySet()) {
      json.writeNumberField(word.apply(each.getKey()), each.getValue());
    }
    json.writeEndObject();
  }

  /** The runs that somebody will want to look at. */
  private static void runs(JsonGenerator json, SoakReport report, LongFunction<String> command)
      throws IOException {
    json.writeArrayFieldStart("unknown");
    for (long seed : report.unknown()) {
      json.writeStartObject();
      json.writeNumberField("seed", seed);
      json.writeStringField("replay-command", command.apply(seed));
      json.writeEndObject();
    }
    json.writeEndArray();
    SoakReport.Failure failure = report.failure();
    if (failure != null) {
      json.writeObjectFieldStart("failure");
      json.writeNumberField("seed", failure.seed());
      json.writeArrayFieldStart("problems");
      for (String problem : failure.problems()) {
        json.writeString(problem);
      }
      json.writeEndArray();
      json.writeStringField("replay-command", command.apply(failure.seed()));
      json.writeEndObject();
    }
  }
}
