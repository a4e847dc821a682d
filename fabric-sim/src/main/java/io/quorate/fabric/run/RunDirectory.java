package io.quorate.fabric.run;

import io.quorate.check.history.HistoryWriter;
import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.app.Workload;
import io.quorate.fabric.fault.FaultFile;
import io.quorate.fabric.fault.FaultSchedule;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.file.Units;
import io.quorate.fabric.file.YamlFile;
import io.quorate.fabric.tally.FlowsFile;
import io.quorate.fabric.tally.SlotsFile;
import io.quorate.fabric.trace.PcapngWriter;
import io.quorate.fabric.trace.TimelineWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a run leaves behind, and all that is needed to run it again:
 *
 * <pre>
 *   scenario.yaml    seed, duration, workload, and the digest that came out
 *   fabric.yaml      the fabric as it was
 *   faults.yaml      the fault schedule, whether written or drawn
 *   history.edn      what clients asked and were told, as Jepsen's tools read it
 *   history.jsonl    the same, a JSON object a line; history-2.edn and so on of a further group
 *   trace.pcapng     every frame, on every port
 *   timeline.jsonl   what `quorate trace` draws
 *   slots.txt        what each slot holds
 *   flows.txt        what each flow entry counted; `quorate compare` reads both
 *   summary.txt      what was printed at the end
 *   summary.json     the same for programs
 * </pre>
 *
 * <p>The directory is written under another name beside its place and moved there when it is whole:
 * a run that is interrupted leaves nothing that looks finished.
 */
public final class RunDirectory implements AutoCloseable {

  private static final String SCENARIO = "scenario.yaml";
  private static final String FABRIC = "fabric.yaml";
  private static final String FAULTS = "faults.yaml";
  private static final String SUMMARY = "summary.txt";

  /** Name of the timeline in a run's directory. */
  public static final String TIMELINE = "timeline.jsonl";

  private static final long DURATION_NS_MAX = 24L * 3_600 * 1_000_000_000;

  /** Most directories of one name that are numbered. */
  private static final int NUMBER_MAX = 10_000;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{16}");

  private final boolean numbered;
  private final Draft draft;
  private final Scenario scenario;
  private final PcapngWriter capture;
  private final TimelineWriter timeline;
  private final SlotsFile slots;
  private Path place;
  private boolean finished;

  private RunDirectory(Path place, boolean numbered, Draft draft, Scenario scenario)
      throws IOException {
    this.place = place;
    this.numbered = numbered;
    this.draft = draft;
    this.scenario = scenario;
    draft.write(FABRIC, FabricFile.write(scenario.fabric()));
    draft.write(FAULTS, FaultFile.write(scenario.faults()));
    this.capture =
        PcapngWriter.create(
            draft.file("trace.pcapng"),
            "Quorate: fabric " + scenario.fabric().name() + ", seed " + scenario.seed());
    this.timeline = TimelineWriter.create(draft.file(TIMELINE));
    this.slots = SlotsFile.create(draft.file(SlotsFile.NAME));
  }

  /**
   * Begins a directory.
   *
   * @param place where it will be; must not exist yet, nor when the run is finished
   * @throws BadFile if it exists or cannot be written; then nothing is left
   */
  public static RunDirectory create(Path place, Scenario scenario) {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw taken(place);
    }
    return begin(place, false, scenario);
  }

  /**
   * Begins a directory whose name will be the first that is free when the run is finished: {@code
   * place}, or else with {@code -2}, {@code -3} … behind it. So runs that go on at the same time do
   * not stand in each other's way.
   *
   * @throws BadFile if it cannot be written; then nothing is left
   */
  public static RunDirectory createNumbered(Path place, Scenario scenario) {
    return begin(place, true, scenario);
  }

  private static RunDirectory begin(Path place, boolean numbered, Scenario scenario) {
    Draft draft;
    try {
      draft = Draft.beside(place.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw unwritable(place, e);
    }
    try {
      return new RunDirectory(place, numbered, draft, scenario);
    } catch (IOException | UncheckedIOException e) {
      draft.discard();
      throw unwritable(place, e);
    }
  }

  private static BadFile taken(Path place) {
    return BadFile.whole(
        place.toString(), "already exists", "give another directory, or remove it");
  }

  private static BadFile unwritable(Path place, Exception e) {
    return BadFile.whole(
        place.toString(), "cannot be written: " + reason(e), "give a directory that can be");
  }

  private static String reason(Exception e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return switch (cause) {
      case FileAlreadyExistsException exists -> exists.getFile() + " is in the way";
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.NoSuchFileException missing -> "no such directory";
      case java.nio.file.FileSystemException other when other.getReason() != null ->
          other.getReason();
      default -> cause.getClass().getSimpleName();
    };
  }

  /** Where the run writes while it goes. */
  public Outputs outputs() {
    return new Outputs(capture, timeline, slots);
  }

  /**
   * Writes what came of the run and puts the directory in its place.
   *
   * @throws BadFile if it cannot be written, or the place was taken meanwhile; nothing is left
   *     after {@link #close}
   */
  public void finish(RunResult result) {
    try {
      closeOutputs();
      draft.write(FlowsFile.NAME, FlowsFile.text(result.flows()));
      for (ServiceVerdict service : result.services()) {
        boolean first = service.group() == scenario.fabric().group().id();
        String name = first ? "" : "-" + service.group();
        HistoryWriter.writeEdn(service.history(), draft.file("history" + name + ".edn"));
        HistoryWriter.writeJsonLines(service.history(), draft.file("history" + name + ".jsonl"));
      }
      draft.write(SCENARIO, scenarioText(scenario, result));
      draft.write(SUMMARY, Summary.text(scenario, result));
      draft.write("summary.json", Summary.json(scenario, result));
      move();
      finished = true;
    } catch (FileAlreadyExistsException e) {
      throw taken(place);
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(place, e);
    }
  }

  private void closeOutputs() {
    capture.close();
    timeline.close();
    slots.close();
  }

  private void move() throws IOException {
    Path first = place;
    for (int number = 1; ; number++) {
      Path free = number == 1 ? first : first.resolveSibling(first.getFileName() + "-" + number);
      try {
        draft.moveTo(free.toAbsolutePath().normalize());
        place = free;
        return;
      } catch (FileAlreadyExistsException e) {
        if (!numbered || number == NUMBER_MAX) {
          throw e;
        }
      }
    }
  }

  /**
   * Removes what was written, while another thread may still be writing it: for the end of a
   * process that is interrupted. Does nothing to a run that is finished.
   */
  public void abandon() {
    if (!finished) {
      draft.discard();
    }
  }

  /** Removes what was written if the run was not finished. */
  @Override
  public void close() {
    if (!finished) {
      try {
        closeOutputs();
      } catch (UncheckedIOException alreadyFailing) {
        // The drafts are removed all the same.
      }
      draft.discard();
    }
  }

  /** Where the directory is once the run is finished, as its name was given. */
  public Path place() {
    return place;
  }

  private static String scenarioText(Scenario scenario, RunResult result) {
    return """
        # Everything that decides this run; `quorate replay` reads it.
        seed: %d
        duration: %s
        workload: "%s"
        fabric: %s
        faults: %s
        digest: "%s"
        """
        .formatted(
            scenario.seed(),
            Units.time(scenario.durationNs()),
            scenario.workload(),
            FABRIC,
            FAULTS,
            result.digestText());
  }

  // ---------------------------------------------------------------- reading

  /**
   * A recorded run.
   *
   * @param scenario to be run again
   * @param digest what came out
   */
  public record Recorded(Scenario scenario, String digest) {}

  /**
   * Reads a directory back.
   *
   * @throws BadFile if it is not one, or a file in it is damaged
   */
  public static Recorded read(Path directory) {
    check(directory);
    Entry root = YamlFile.parse(TextFile.read(directory.resolve(SCENARIO)));
    Fields fields =
        root.fields(
            "a scenario", List.of("seed", "duration", "workload", "fabric", "faults", "digest"));
    Fabric fabric = FabricFile.read(directory.resolve(FABRIC));
    FaultSchedule faults = FaultFile.read(directory.resolve(FAULTS), fabric);
    Workload workload = Workload.parse(text(fields, "workload", "kv"));
    long seed = seed(fields.need("seed", "seed: 1"));
    long durationNs = Units.timeNs(fields.need("duration", "duration: 8s"), 1, DURATION_NS_MAX);
    return new Recorded(new Scenario(fabric, workload, faults, seed, durationNs), digest(fields));
  }

  /**
   * The fabric of a recorded run.
   *
   * @throws BadFile if it is no run's directory, or the fabric file is damaged
   */
  public static Fabric fabric(Path directory) {
    check(directory);
    return FabricFile.read(directory.resolve(FABRIC));
  }

  private static void check(Path directory) {
    String wrong =
        !Files.isDirectory(directory)
            ? "is no directory"
            : !Files.exists(directory.resolve(SCENARIO))
                ? "is not a run's directory (no " + SCENARIO + ")"
                : "";
    if (!wrong.isEmpty()) {
      throw BadFile.whole(directory.toString(), wrong, "give the directory that a run left");
    }
  }

  private static String digest(Fields fields) {
    Entry entry = fields.need("digest", "digest: 0123456789abcdef");
    String text = entry.text("a digest");
    if (!DIGEST.matcher(text).matches()) {
      throw entry.bad(
          Entry.quoted(text) + " is no digest",
          "write the 16 hexadecimal digits that the run gave");
    }
    return text;
  }

  private static String text(Fields fields, String key, String example) {
    return fields.need(key, key + ": " + example).text("a text");
  }

  private static long seed(Entry entry) {
    String text = entry.text("a whole number");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw entry.bad("\"" + text + "\" is no seed", "write a whole number");
    }
  }
}
