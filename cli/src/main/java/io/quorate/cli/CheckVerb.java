package io.quorate.cli;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate check}: histories, from wherever. */
@Command(
    name = "check",
    header = "Judges whether histories are linearizable.",
    description = {
      "Reads histories as Jepsen and Knossos write them (EDN or JSON, also Jepsen's console log) and"
          + " those that runs leave, and judges each by itself. The exit code is that of the worst:"
          + " 2 if one cannot be used, else 1 if one is not valid, else 3 if one could not be decided"
          + " within the budget."
    },
    footer = {
      "  ./quorate check runs/wan-three-1/history.edn",
      "  ./quorate check history.edn --model cas-register --initial 0",
      "  ./quorate check histories --engine search --budget 60s --json",
      "  ./quorate check histories/register-stale.edn --html stale.html"
    })
final class CheckVerb implements Callable<Integer> {

  /** Names by which some systems have what the process writes to. */
  private static final List<Path> STREAMS = List.of(Path.of("/dev/stdout"), Path.of("/dev/stderr"));

  private final Console console;

  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "HISTORY",
      description = "Files, and directories of files; each is judged by itself.")
  private List<Path> named = new ArrayList<>();

  @Mixin private HistoryCheck check = new HistoryCheck();

  @Option(names = "--json", description = "Print a JSON object a line, one for each history.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page for a browser, too; of one history.")
  private @Nullable Path page;

  CheckVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    check.requireUsable();
    List<Path> files = HistoryFiles.of(named);
    requireOne(files);
    requireHarmless(files);
    FindingOutput output = output(files);
    output.begin();
    int worst = ExitCode.FINE;
    try (CheckProgress progress = new CheckProgress(console, json ? 0 : files.size())) {
      for (Path file : files) {
        progress.begin(file);
        long beganNs = System.nanoTime();
        Finding finding = check.judge(file);
        long elapsedNs = System.nanoTime() - beganNs;
        progress.end();
        if (finding instanceof Finding.Unusable unusable) {
          console.complain(unusable.reason());
        }
        writePage(file, finding);
        output.add(file, finding, elapsedNs);
        worst = ExitCode.worse(worst, finding.exitCode());
      }
    }
    output.end();
    return worst;
  }

  private void requireOne(List<Path> files) {
    if (page != null && files.size() > 1) {
      throw BadFile.whole(
          "--html " + page,
          "a page is of one history, and there are " + files.size(),
          "call it for each");
    }
  }

  /** A page replaces a page that is there, and nothing that it is no page's place to replace. */
  private void requireHarmless(List<Path> files) {
    if (page == null || !Files.exists(page)) {
      return;
    }
    String what = null;
    if (files.stream().anyMatch(file -> isSame(page, file))) {
      what = "is the history itself";
    } else if (!Files.isRegularFile(page)) {
      what = Files.isDirectory(page) ? "is a directory" : "is no regular file";
    } else if (STREAMS.stream().anyMatch(stream -> isSame(page, stream))) {
      what = "is where standard output or standard error goes";
    }
    if (what != null) {
      throw BadFile.whole("--html " + page, what, "name another file");
    }
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(file, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writePage(Path file, Finding finding) {
    if (page != null) {
      try {
        finding.writePage(page, file.toString());
      } catch (UncheckedIOException e) {
        throw BadFile.whole(
            "--html " + page,
            "cannot be written: " + reason(e),
            "name a file in a directory that can be");
      }
    }
  }

  /** The file is told already. */
  private static String reason(UncheckedIOException e) {
    String reason =
        e.getCause() instanceof FileSystemException cause
            ? cause.getReason()
            : String.valueOf(e.getCause()).replaceFirst("^[\\w.]+: ", "");
    return String.valueOf(reason);
  }

  private FindingOutput output(List<Path> files) {
    if (json) {
      return new FindingJson(console.out());
    }
    return files.size() == 1
        ? new FindingText(console.out())
        : new FindingTable(console.out(), files);
  }
}
