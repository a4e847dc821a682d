package io.quorate.ovs.live;

import io.quorate.check.history.HistoryWriter;
import io.quorate.check.verdict.Verdict;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Units;
import io.quorate.fabric.run.Scenario;
import io.quorate.ovs.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a live run leaves behind:
 *
 * <pre>
 *   live.json        what was run, and the verdict
 *   fabric.yaml      the fabric as it was
 *   faults.yaml      the fault schedule
 *   history.edn, history.jsonl    as a simulated run's; history-2.edn of a further group
 *   clients/         the same, as each client host recorded it
 *   hosts/           what each service host received
 *   inputs/          what each replica was driven with, since the fabric was up
 *   flows.txt        what each flow entry counted, from the first request on
 *   slots.txt        what each slot holds
 *   summary.txt      what was printed at the end
 * </pre>
 *
 * <p>It is written under another name and moved to its place when it is whole.
 */
public final class LiveRunDirectory implements AutoCloseable {

  /** Marks the directory of a live run. */
  public static final String LIVE = "live.json";

  static final String FABRIC = "fabric.yaml";
  private static final int NUMBER_MAX = 10_000;

  private final Path draft;
  private final Path place;
  private boolean finished;

  private LiveRunDirectory(Path draft, Path place) {
    this.draft = draft;
    this.place = place;
  }

  /**
   * Begins a directory.
   *
   * @param wanted where it will be, or with a number behind it if that is taken
   * @throws BadFile if it cannot be made
   */
  public static LiveRunDirectory create(Path wanted) {
    Path first = wanted.toAbsolutePath().normalize();
    try {
      Files.createDirectories(first.getParent());
      for (int number = 1; number <= NUMBER_MAX; number++) {
        Path place = number == 1 ? first : first.resolveSibling(first.getFileName() + "-" + number);
        Path draft = place.resolveSibling("." + place.getFileName() + ".part");
        if (!Files.exists(place) && !Files.exists(draft)) {
          return new LiveRunDirectory(Files.createDirectory(draft), place);
        }
      }
      throw new IOException("all numbers are taken");
    } catch (IOException e) {
      throw BadFile.whole(
          wanted.toString(), "cannot be made: " + e.getMessage(), "give a directory that can be");
    }
  }

  /** Where the run writes. */
  public Path draft() {
    return draft;
  }

  /** Where it is once it is finished. */
  public Path place() {
    return place;
  }

  /** True if the directory is one that a live run left. */
  public static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve(LIVE));
  }

  /**
   * Executes a recorded run again.
   *
   * @throws BadFile if it is no live run's directory, or damaged
   */
  public static ReplayedRun replay(Path directory) {
    return ReplayedRun.of(directory.resolve(FABRIC), directory.resolve(SwitchFiles.INPUTS));
  }

  /** Writes what came of it and puts the directory in its place. */
  public void finish(Scenario scenario, LiveResult result) {
    try {
      for (LiveResult.ServiceResult service : result.services()) {
        boolean first = service.group() == scenario.fabric().group().id();
        String name = first ? "" : "-" + service.group();
        HistoryWriter.writeEdn(service.history(), draft.resolve("history" + name + ".edn"));
        HistoryWriter.writeJsonLines(service.history(), draft.resolve("history" + name + ".jsonl"));
      }
      Files.writeString(draft.resolve("faults.yaml"), FaultFile.write(scenario.faults()));
      Files.writeString(draft.resolve("summary.txt"), text(scenario, result));
      Files.writeString(draft.resolve(LIVE), json(scenario, result) + "\n");
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      finished = true;
    } catch (IOException e) {
      throw BadFile.whole(
          place.toString(), "cannot be written: " + e.getMessage(), "is there room on the disk?");
    }
  }

  /** What is printed at the end. */
  public static String text(Scenario scenario, LiveResult result) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "fabric",
        scenario.fabric().name()
            + ", live, "
            + Units.time(scenario.durationNs())
            + " of real time");
    result.figures().forEach((name, value) -> line(text, name, value));
    if (!result.hosts().hosts().isEmpty()) {
      line(text, "hosts", hosts(result.hosts()));
    }
    result.hosts().differences().forEach(each -> line(text, "VIOLATION", "hosts: " + each));
    result.problems().forEach(each -> line(text, "VIOLATION", each));
    line(text, "replay", replay(result.replayed()));
    for (LiveResult.ServiceResult service : result.services()) {
      line(text, "history", history(service.verdict()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(" ".repeat(Math.max(1, 15 - name.length()))).append(value);
    text.append('\n');
  }

  private static String hosts(HostLogs hosts) {
    String given = hosts.givenUp().isEmpty() ? "" : "; given up: " + hosts.givenUp();
    return hosts.hosts().size()
        + " received "
        + hosts.packets()
        + " packets, "
        + (hosts.differences().isEmpty() ? "all the same in the same order" : "not the same")
        + given;
  }

  /** What a replay has come to, in a line or some. */
  public static String replay(ReplayedRun replayed) {
    long inputs = replayed.seats().stream().mapToLong(ReplayReport::inputs).sum();
    long digests = replayed.seats().stream().mapToLong(ReplayReport::digests).sum();
    StringBuilder text = new StringBuilder();
    text.append(replayed.seats().size()).append(" logs, ").append(inputs).append(" inputs, ");
    text.append(digests).append(" digests, ");
    text.append(replayed.isFine() ? "all the same as recorded" : "DIFFERS");
    for (ReplayReport each : replayed.seats()) {
      if (!each.agrees()) {
        text.append("\nVIOLATION      ").append(each.seat()).append(": ");
        text.append(each.difference());
      }
    }
    replayed.violations().forEach(each -> text.append("\nVIOLATION      ").append(each));
    return text.toString();
  }

  private static String history(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid valid -> "linearizable";
      case Verdict.Invalid invalid -> "NOT linearizable: " + invalid;
      case Verdict.Unknown unknown -> "unknown: " + unknown;
    };
  }

  /** The same for programs. */
  public static String json(Scenario scenario, LiveResult result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", 1L);
    document.put("fabric", scenario.fabric().name());
    document.put("seed", scenario.seed());
    document.put("duration-ns", scenario.durationNs());
    document.put("workload", scenario.workload().toString());
    document.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    document.put("figures", new LinkedHashMap<String, Object>(result.figures()));
    document.put("hosts-given-up", result.hosts().givenUp());
    document.put("host-packets", result.hosts().packets());
    document.put("problems", result.problems());
    document.put("host-differences", result.hosts().differences());
    document.put(
        "replay",
        List.copyOf(result.replayed().seats().stream().map(LiveRunDirectory::document).toList()));
    return JsonText.write(document);
  }

  /** A replay for programs. */
  public static String json(ReplayedRun replayed) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("replay", replayed.isFine() ? "same" : "different");
    document.put("violations", replayed.violations());
    document.put(
        "logs", List.copyOf(replayed.seats().stream().map(LiveRunDirectory::document).toList()));
    return JsonText.write(document);
  }

  /** What the replay of one log has come to, in a line. */
  public static String line(ReplayReport report) {
    return String.format(
        Locale.ROOT,
        "%-22s %,12d inputs, digest %016x, next slot %d, state %016x%s%n",
        report.seat(),
        report.inputs(),
        report.digest(),
        report.nextSlot(),
        report.stateDigest(),
        report.agrees() ? "" : "  DIFFERS");
  }

  private static Map<String, Object> document(ReplayReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("log", report.seat());
    document.put("inputs", report.inputs());
    document.put("digest", String.format("%016x", report.digest()));
    document.put("next-slot", report.nextSlot());
    if (report.difference() != null) {
      document.put("difference", report.difference());
    }
    document.put("state-digest", String.format("%016x", report.stateDigest()));
    return document;
  }

  /** Removes what was written if the run was not finished. */
  @Override
  public void close() {
    if (finished) {
      return;
    }
    try (Stream<Path> walk = Files.walk(draft)) {
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // Its name begins with a dot and ends with .part: it looks like what it is.
    }
  }
}
