package io.quorate.cli;

import io.quorate.check.verdict.Budget;
import io.quorate.fabric.run.RunDirectory;
import io.quorate.fabric.run.RunResult;
import io.quorate.fabric.run.Summary;
import io.quorate.ovs.live.LiveRunDirectory;
import io.quorate.ovs.live.ReplayedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate replay}: a recorded run, run again. */
@Command(
    name = "replay",
    header = "Runs a recorded run again, bit for bit.",
    description = {
      "Takes the fabric, faults, workload and seed from the directory of a"
          + " run, runs it again and compares the digests. Exit code 1 if they differ, or if the run shows a violation.",
      "Of a live run it executes every replica again, from what that was driven with, and compares"
          + " the digests of all effects."
    },
    footer = {
      "  ./quorate replay runs/wan-three-1",
      "  ./quorate replay runs/wan-three-1 --out again && diff -r runs/wan-three-1 again"
    })
final class ReplayVerb implements Callable<Integer> {

  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory that a run left.")
  private Path run = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Leave a directory of the repeated run; must not exist. Default: none.")
  private @Nullable Path out;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Real time for checking the history. Default: 60s.")
  private long budgetNs = 60_000_000_000L;

  @Option(names = "--json", description = "Print the summary as JSON, and no progress.")
  private boolean json;

  ReplayVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (LiveRunDirectory.isOne(run)) {
      return live();
    }
    RunDirectory.Recorded recorded = RunDirectory.read(run);
    Recording recording = new Recording(console, Budget.of(Duration.ofNanos(budgetNs)));
    RunResult result =
        out == null
            ? recording.run(recorded.scenario(), !json)
            : recording.run(recorded.scenario(), out, !json).result();
    boolean same = result.digestText().equals(recorded.digest());
    if (json) {
      Map<String, String> more = new LinkedHashMap<>();
      more.put("recorded-digest", recorded.digest());
      more.put("replay", same ? "same" : "different");
      console.out().print(Summary.json(recorded.scenario(), result, more));
    } else {
      console.out().print(Summary.text(recorded.scenario(), result));
      console
          .out()
          .print(
              same
                  ? "replay         the same digest as recorded, " + recorded.digest() + "\n"
                  : "replay         DIFFERS: recorded was the digest " + recorded.digest() + "\n");
    }
    return same ? ExitCode.of(result.outcome()) : ExitCode.VIOLATION;
  }

  /** Executes every replica of a live run again, from what it was driven with. */
  private Integer live() {
    ReplayedRun replayed = LiveRunDirectory.replay(run);
    if (json) {
      console.out().print(LiveRunDirectory.json(replayed) + "\n");
    } else {
      replayed.seats().forEach(seat -> console.out().print(LiveRunDirectory.line(seat)));
      console.out().print("replay         " + LiveRunDirectory.replay(replayed) + "\n");
    }
    return replayed.isFine() ? ExitCode.FINE : ExitCode.VIOLATION;
  }
}
