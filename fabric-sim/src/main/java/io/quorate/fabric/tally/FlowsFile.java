package io.quorate.fabric.tally;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.CountedFlow;
import io.quorate.fabric.flow.FlowSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file {@code flows.txt} of a run: for each switch a line {@code # NAME}, and below it its flow
 * entries with their counters, in {@code ovs-ofctl} syntax with {@code run_code:N} for our
 * programs.
 */
public final class FlowsFile {

  /** Its name in a run's directory. */
  public static final String NAME = "flows.txt";

  private static final String HEADING = "# ";

  private FlowsFile() {}

  /** The text of the file. */
  public static String text(List<SwitchTally> switches) {
    StringBuilder text = new StringBuilder();
    for (SwitchTally each : switches) {
      text.append(HEADING).append(each.switchName()).append('\n');
      each.flows().forEach(flow -> text.append(flow).append('\n'));
    }
    return text.toString();
  }

  /**
   * Reads the file of a run.
   *
   * @throws BadFile if there is none, or a line of it is none
   */
  public static List<SwitchTally> read(Path run) {
    Path file = run.resolve(NAME);
    Map<String, List<CountedFlow>> switches = new LinkedHashMap<>();
    List<CountedFlow> flows = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (line.startsWith(HEADING)) {
        flows =
            switches.computeIfAbsent(line.substring(HEADING.length()), key -> new ArrayList<>());
      } else if (!line.isBlank()) {
        flows.add(entry(file, number, line));
      }
    }
    List<SwitchTally> tallies = new ArrayList<>();
    switches.forEach((name, entries) -> tallies.add(new SwitchTally(name, entries)));
    return tallies;
  }

  private static CountedFlow entry(Path file, int number, String line) {
    try {
      return CountedFlow.parse(line);
    } catch (FlowSyntaxException e) {
      throw BadFile.at(
          file.toString(),
          number,
          1,
          String.valueOf(e.getMessage()),
          "give a directory as the run left it");
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw BadFile.whole(
          file.toString(), "cannot be read", "give the directory of a run that was finished");
    }
  }
}
