package io.quorate.fabric.planted;

import io.quorate.fabric.TestFabrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/planted-bugs.md}: a table with a row for each bug, and prose around it. */
final class PlantedBugsPage {

  private static final Path PLACE = TestFabrics.root().resolve("docs/planted-bugs.md");

  private static final Pattern ROW =
      Pattern.compile(
          "\\| `([a-z0-9-]+)` \\| (.+) \\| (\\d+) \\| (.+) \\| ([a-z0-9-]+) \\| (\\d+) \\|");

  /**
   * What the page says of a bug.
   *
   * @param median seeds that it took to find it, from several starts
   * @param caughtBy the invariants that found it
   * @param fabric on which it shows
   * @param seed with which it shows there
   */
  record Row(String name, String wrong, int median, String caughtBy, String fabric, long seed) {

    /** Of hunts from several starts. */
    static Row of(PlantedBug bug, List<Hunt.Catch> catches) {
      int median =
          catches.stream().map(Hunt.Catch::seeds).sorted().toList().get(catches.size() / 2);
      Map<String, Integer> invariants = new TreeMap<>();
      catches.forEach(each -> invariants.merge(each.invariant(), 1, Integer::sum));
      String caughtBy =
          invariants.entrySet().stream()
              .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
              .map(Map.Entry::getKey)
              .collect(Collectors.joining("; "));
      Hunt.Catch first = catches.getFirst();
      return new Row(bug.name(), bug.wrong(), median, caughtBy, first.fabric(), first.seed());
    }

    /** The same with other words. */
    private Row of(String words) {
      return new Row(name, words, median, caughtBy, fabric, seed);
    }

    private String line() {
      return "| `%s` | %s | %d | %s | %s | %d |"
          .formatted(name, wrong, median, caughtBy, fabric, seed);
    }
  }

  private PlantedBugsPage() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String line : lines()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(
            new Row(
                row.group(1),
                row.group(2),
                Integer.parseInt(row.group(3)),
                row.group(4),
                row.group(5),
                Long.parseLong(row.group(6))));
      }
    }
    return rows;
  }

  /** Writes the table anew with this row in it. */
  static void rewrite(Row fresh) throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    rows().forEach(row -> rows.put(row.name(), row));
    rows.put(fresh.name(), fresh);
    List<String> table = new ArrayList<>();
    for (PlantedBug bug : Catalogue.ALL) {
      Row row = rows.get(bug.name());
      if (row != null) {
        table.add(row.of(bug.wrong()).line());
      }
    }
    List<String> page = new ArrayList<>(lines());
    int head = page.indexOf("| --- | --- | --- | --- | --- | --- |");
    page.removeIf(line -> ROW.matcher(line).matches());
    page.addAll(head + 1, table);
    Files.write(PLACE, page);
  }

  /** All that is written there. */
  static String text() {
    return String.join("\n", lines());
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PLACE);
    } catch (IOException e) {
      throw new IllegalStateException("no page of planted bugs", e);
    }
  }
}
