package io.quorate.cli;

import io.quorate.fabric.tally.Comparison;
import io.quorate.fabric.tally.Counting;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate compare}: two runs of one scenario, such as a simulated and a live one. */
@Command(
    name = "compare",
    header = "Compares what flow entries counted and slots hold in two runs of one scenario.",
    description = {
      "Either may be simulated or live. Without faults, and with a number of requests that is fixed,"
          + " they agree; docs/live.md says which counters may differ and why."
    },
    footer = {
      "  ./quorate run fabrics/calm/wan-three.yaml --workload kv:askers=1,clients=1,requests=100",
      "  sudo ./quorate live run fabrics/calm/wan-three.yaml --workload kv:askers=1,clients=1,requests=100",
      "  ./quorate compare runs/wan-three-calm-1 runs/live-wan-three-calm"
    })
final class CompareVerb implements Callable<Integer> {

  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory that a run left.")
  private Path run = Path.of("");

  @Parameters(index = "1", paramLabel = "RUN", description = "That of the other.")
  private Path other = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  CompareVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Comparison found = Comparison.of(run, other);
    console.out().print(json ? json(found) : text(found));
    return found.agrees() ? ExitCode.FINE : ExitCode.VIOLATION;
  }

  private static String text(Comparison found) {
    StringBuilder text = new StringBuilder();
    int requests = found.entries(Counting.REQUESTS);
    int both = found.entries(Counting.BOTH);
    text.append(
        "flows          %d entries that count requests; %d that count heartbeats too, %s%n"
            .formatted(
                requests,
                both,
                found.beatsEqual()
                    ? "all compared, for there were as many heartbeats"
                    : "not compared, for there were not as many heartbeats"));
    text.append(
        "not compared   %d of heartbeats alone, %d of ARP and ping%n"
            .formatted(found.entries(Counting.BEATS), found.entries(Counting.HOSTS)));
    text.append("slots          %d values the same%n".formatted(found.slots()));
    found.differences().forEach(each -> text.append("DIFFERS        ").append(each).append('\n'));
    text.append("runs           ").append(found.agrees() ? "agree\n" : "DIFFER\n");
    return text.toString();
  }

  private static String json(Comparison found) {
    return JsonText.object(
        object -> {
          object.writeBooleanField("agree", found.agrees());
          object.writeBooleanField("heartbeats-equal", found.beatsEqual());
          object.writeNumberField("entries-of-requests", found.entries(Counting.REQUESTS));
          object.writeNumberField("entries-of-both", found.entries(Counting.BOTH));
          object.writeNumberField("entries-of-heartbeats", found.entries(Counting.BEATS));
          object.writeNumberField("entries-of-hosts", found.entries(Counting.HOSTS));
          object.writeNumberField("values-in-slots", found.slots());
          JsonText.strings(object, "differences", found.differences());
        });
  }
}
