package io.quorate.fabric.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.observe.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What came of a run, for people and for programs. */
public final class Summary {

  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;

  private Summary() {}

  /** Some lines of text, each ending with a newline. */
  public static String text(Scenario scenario, RunResult result) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "fabric",
        String.format(
            Locale.ROOT,
            "%s, seed %d, %.1f s of virtual time",
            scenario.fabric().name(),
            scenario.seed(),
            result.count(Figure.END_NS) / NS_PER_S));
    traffic(text, result);
    slots(text, result);
    if (result.count(Figure.CHANGES_ASKED) > 0) {
      line(
          text,
          "configuration",
          String.format(
              Locale.ROOT,
              "%d changes chosen, %d in force; %d cannot be",
              result.count(Figure.CHANGES_CHOSEN),
              result.count(Figure.CHANGES_ACTIVE),
              result.count(Figure.CHANGES_REFUSED)));
    }
    line(
        text,
        "elections",
        String.format(
            Locale.ROOT,
            "%d won; %d faults",
            result.count(Figure.ELECTIONS),
            result.count(Figure.FAULTS)));
    if (result.count(Figure.SYNCS) > 0) {
      line(text, "disks", disks(result::count));
    }
    latency(text, result);
    line(text, "fail-over", failOvers(result.failOvers()));
    line(text, "healing", healing(scenario, result));
    verdicts(text, result);
    line(
        text,
        "digest",
        String.format(
            Locale.ROOT, "%s over %d events", result.digestText(), result.count(Figure.EVENTS)));
    return text.toString();
  }

  private static void traffic(StringBuilder text, RunResult result) {
    line(
        text,
        "operations",
        String.format(
            Locale.ROOT,
            "%d made, %d answered%s%s",
            result.count(Figure.OPERATIONS),
            result.count(Figure.ANSWERED),
            givenUp(result) == 0 ? "" : ", " + givenUp(result) + " given up",
            ofPackets(result, Figure.ANSWERED_TWICE, ", %d answered twice")));
    line(
        text,
        "packets",
        String.format(
            Locale.ROOT,
            "%d sent, of these %d retries%s",
            result.count(Figure.SENT),
            result.count(Figure.RETRIES),
            ofPackets(result, Figure.LOST, "; %d lost on the way in")));
  }

  /** Requests of which nobody knows what became of them. */
  private static long givenUp(RunResult result) {
    return result.count(Figure.EXPIRED) + result.count(Figure.GIVEN_UP);
  }

  private static void slots(StringBuilder text, RunResult result) {
    line(
        text,
        "slots",
        String.format(
            Locale.ROOT,
            "%d delivered, of these %d no-ops and %d repeats",
            result.count(Figure.SLOTS),
            result.count(Figure.NOOPS),
            result.count(Figure.REPEATED)));
    if (result.count(Figure.HOST_PACKETS) > 0) {
      line(
          text,
          "service hosts",
          String.format(
              Locale.ROOT,
              result.violations().isEmpty()
                  ? result.count(Figure.HOSTS_NOT_SERVED) == 0
                      ? "each was handed the same %d packets in the same order"
                      : "those served were handed the same %d packets in the same order"
                  : "were handed up to %d packets each",
              result.count(Figure.HOST_PACKETS)));
    }
    if (result.count(Figure.HOSTS_NOT_SERVED) > 0) {
      line(
          text,
          "not served",
          String.format(
              Locale.ROOT,
              "%d service hosts are at switches that do not learn",
              result.count(Figure.HOSTS_NOT_SERVED)));
    }
    if (result.count(Figure.HOSTS_GIVEN_UP) > 0) {
      line(
          text,
          "given up",
          String.format(
              Locale.ROOT,
              "%d service hosts missed packets that nobody remembers; start them anew",
              result.count(Figure.HOSTS_GIVEN_UP)));
    }
  }

  /** Words for what durable members wrote, of one run or many. */
  public static String disks(ToLongFunction<Figure> count) {
    long records = count.applyAsLong(Figure.RECORDS_STORED);
    long syncs = count.applyAsLong(Figure.SYNCS);
    return String.format(
        Locale.ROOT,
        "%d records in %d syncs (%.2f each), of these %d checkpoints; %d torn bytes cut off",
        records,
        syncs,
        (double) records / syncs,
        count.applyAsLong(Figure.CHECKPOINTS),
        count.applyAsLong(Figure.TORN_BYTES));
  }

  /** Words for the times of fail-overs. */
  private static String failOvers(FailOvers failOvers) {
    if (failOvers.count() == 0) {
      return "no leader was lost while clients asked";
    }
    return String.format(
        Locale.ROOT,
        "%d: median %.2f ms, p99 %.2f, max %.2f",
        failOvers.count(),
        failOvers.percentileNs(50) / NS_PER_MS,
        failOvers.percentileNs(99) / NS_PER_MS,
        failOvers.maxNs() / NS_PER_MS);
  }

  private static void failOvers(JsonGenerator json, FailOvers failOvers) throws IOException {
    json.writeObjectFieldStart("fail-over-ns");
    json.writeNumberField("count", failOvers.count());
    json.writeNumberField("p50", failOvers.percentileNs(50));
    json.writeNumberField("p99", failOvers.percentileNs(99));
    json.writeNumberField("max", failOvers.maxNs());
    json.writeEndObject();
  }

  /** The time from healing to the last answer, where every request has one. */
  private static String healing(Scenario scenario, RunResult result) {
    long unanswered =
        result.count(Figure.OPERATIONS) - result.count(Figure.ANSWERED) - givenUp(result);
    long drainNs = result.count(Figure.DRAIN_NS);
    boolean cutShort = !result.violations().isEmpty();
    if (cutShort && result.count(Figure.END_NS) < scenario.durationNs()) {
      return "not reached";
    } else if (unanswered > 0) {
      return String.format(Locale.ROOT, "not all answered: %d requests still wait", unanswered);
    } else if (drainNs == 0) {
      return "no request was pending";
    }
    return String.format(
        Locale.ROOT,
        "%.2f ms to the last answer; %.0f are allowed",
        drainNs / NS_PER_MS,
        scenario.patienceNs() / NS_PER_MS);
  }

  /** What only a run has in which packets are replicated: with sessions, a repeat is the same. */
  private static String ofPackets(RunResult result, Figure figure, String words) {
    return result.counts().containsKey(figure)
        ? String.format(Locale.ROOT, words, result.count(figure))
        : "";
  }

  private static void latency(StringBuilder text, RunResult result) {
    if (result.count(Figure.ANSWERED) == 0) {
      line(text, "latency", "no answers");
      return;
    }
    RunResult.Latencies latency = result.latency();
    line(
        text,
        "latency",
        String.format(
            Locale.ROOT,
            "p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f (virtual time)",
            latency.p50Ns() / NS_PER_MS,
            latency.p90Ns() / NS_PER_MS,
            latency.p99Ns() / NS_PER_MS,
            latency.p999Ns() / NS_PER_MS,
            latency.maxNs() / NS_PER_MS));
  }

  private static void verdicts(StringBuilder text, RunResult result) {
    if (result.violations().isEmpty()) {
      line(text, "invariants", "all held");
    }
    for (Violation violation : result.violations()) {
      line(
          text,
          "VIOLATION",
          String.format(
              Locale.ROOT,
              "%s, at %.6f s: %s",
              violation.invariant(),
              violation.timeNs() / NS_PER_S,
              violation.what()));
    }
    for (ServiceVerdict service : result.services()) {
      history(text, service, result.services().size() > 1);
    }
  }

  private static void history(StringBuilder text, ServiceVerdict service, boolean ofMany) {
    String words =
        switch (service.verdict()) {
          case Verdict.Valid valid -> "linearizable";
          case Verdict.Invalid invalid -> "NOT linearizable";
          case Verdict.Unknown unknown -> "unknown: the checker's budget was spent";
        };
    String of =
        String.format(
            Locale.ROOT,
            "; group %d, %d answered, %d slots",
            service.group(),
            service.answered(),
            service.slots());
    line(text, "history", words + (ofMany ? of : ""));
    if (service.verdict() instanceof Verdict.Invalid) {
      service
          .verdict()
          .explanation()
          .lines()
          .forEach(each -> text.append("  ").append(each).append('\n'));
    }
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format(Locale.ROOT, "%-14s ", label)).append(value).append('\n');
  }

  /** One JSON object, with a newline behind it. */
  public static String json(Scenario scenario, RunResult result) {
    return json(scenario, result, new TreeMap<>());
  }

  /**
   * One JSON object, with a newline behind it.
   *
   * @param more fields that only the caller knows, put last
   */
  public static String json(Scenario scenario, RunResult result, Map<String, String> more) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("fabric", scenario.fabric().name());
      json.writeNumberField("seed", scenario.seed());
      json.writeStringField("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
      json.writeStringField("history", verdict(result.verdict()));
      json.writeStringField("digest", result.digestText());
      for (Map.Entry<Figure, Long> figure : result.counts().entrySet()) {
        json.writeNumberField(figure.getKey().word(), figure.getValue());
      }
      latencies(json, result.latency());
      failOvers(json, result.failOvers());
      if (result.services().size() > 1) {
        services(json, result);
      }
      violations(json, result);
      json.writeObjectFieldStart("drops");
      for (Map.Entry<String, Long> drop : result.drops().entrySet()) {
        json.writeNumberField(drop.getKey(), drop.getValue());
      }
      json.writeEndObject();
      for (Map.Entry<String, String> each : more.entrySet()) {
        json.writeStringField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  /** The word for a verdict in JSON. */
  public static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid valid -> "linearizable";
      case Verdict.Invalid invalid -> "not-linearizable";
      case Verdict.Unknown unknown -> "unknown";
    };
  }

  private static void services(JsonGenerator json, RunResult result) throws IOException {
    json.writeArrayFieldStart("groups");
    for (ServiceVerdict service : result.services()) {
      json.writeStartObject();
      json.writeNumberField("group", service.group());
      json.writeStringField("history", verdict(service.verdict()));
      json.writeNumberField("answered", service.answered());
      json.writeNumberField("slots", service.slots());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void latencies(JsonGenerator json, RunResult.Latencies latency)
      throws IOException {
    json.writeObjectFieldStart("latency-ns");
    json.writeNumberField("p50", latency.p50Ns());
    json.writeNumberField("p90", latency.p90Ns());
    json.writeNumberField("p99", latency.p99Ns());
    json.writeNumberField("p99.9", latency.p999Ns());
    json.writeNumberField("max", latency.maxNs());
    json.writeEndObject();
  }

  private static void violations(JsonGenerator json, RunResult result) throws IOException {
    json.writeArrayFieldStart("violations");
    for (Violation violation : result.violations()) {
      json.writeStartObject();
      json.writeStringField("invariant", violation.invariant());
      json.writeNumberField("time-ns", violation.timeNs());
      json.writeStringField("what", violation.what());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
