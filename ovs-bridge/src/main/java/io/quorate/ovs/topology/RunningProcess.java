package io.quorate.ovs.topology;

import io.quorate.ovs.json.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A process of a live fabric. The kernel uses process ids again; id and start time together name
 * one process for ever.
 *
 * @param name what it is, e.g. {@code ovs-vswitchd}
 * @param pid process id
 * @param startTicks when it started, in clock ticks since the machine's boot (field 22 of
 *     /proc/PID/stat)
 */
public record RunningProcess(String name, long pid, long startTicks) {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern BLANK = Pattern.compile(" ");

  /** Fields of /proc/PID/stat after the name, which is in brackets and may hold anything. */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  /** As plain values, for JSON. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", name);
    document.put("pid", pid);
    document.put("startTicks", startTicks);
    return document;
  }

  /** What {@link #document} has written. */
  static RunningProcess of(Fields fields) {
    return new RunningProcess(
        fields.text("name"), fields.number("pid"), fields.number("startTicks"));
  }

  /** A process that runs now. */
  static RunningProcess of(String name, long pid) {
    return new RunningProcess(name, pid, startTicks(pid));
  }

  /** True while this very process runs; a zombie does not. */
  public boolean isAlive() {
    return startTicks >= 0 && startTicks(pid) == startTicks;
  }

  /** When it started; -1 if there is none, or only a zombie. */
  static long startTicks(long pid) {
    String stat = read(PROC.resolve(pid + "/stat"));
    int bracket = stat.lastIndexOf(')');
    if (bracket < 0) {
      return -1;
    }
    String[] fields = BLANK.split(stat.substring(bracket + 2), -1);
    return fields.length > START_TIME && !fields[STATE].equals("Z")
        ? Long.parseLong(fields[START_TIME])
        : -1;
  }

  /**
   * Every process that was started for a fabric, or is in one of its namespaces; never this one or
   * one that it descends from.
   *
   * @param directory the fabric's run directory
   * @param namespaces kernel numbers of its namespaces
   */
  static List<RunningProcess> allOf(Path directory, Set<Long> namespaces) {
    List<RunningProcess> found = new ArrayList<>();
    Set<Long> spared = ourselves();
    try (var processes = Files.newDirectoryStream(PROC)) {
      for (Path each : processes) {
        String number = each.getFileName().toString();
        if (DIGITS.matcher(number).matches()
            && !spared.contains(Long.parseLong(number))
            && (isMarked(each, directory) || isIn(each, namespaces))) {
          long pid = Long.parseLong(number);
          RunningProcess process = of(read(each.resolve("comm")).strip(), pid);
          if (process.isAlive()) {
            found.add(process);
          }
        }
      }
    } catch (IOException e) {
      throw new TopologyException("cannot list /proc: " + e.getMessage(), e);
    }
    return found;
  }

  private static Set<Long> ourselves() {
    Set<Long> line = new TreeSet<>();
    Optional<ProcessHandle> each = Optional.of(ProcessHandle.current());
    while (each.isPresent() && line.add(each.get().pid())) {
      each = each.get().parent();
    }
    return line;
  }

  private static boolean isMarked(Path process, Path directory) {
    // What is read is bytes, one a character.
    byte[] bytes = directory.toString().getBytes(StandardCharsets.UTF_8);
    String written = new String(bytes, StandardCharsets.ISO_8859_1);
    String mark = "\0" + Shell.MARK + "=" + written + "\0";
    return ("\0" + read(process.resolve("environ"))).contains(mark);
  }

  private static boolean isIn(Path process, Set<Long> namespaces) {
    try {
      String link = Files.readSymbolicLink(process.resolve("ns/net")).toString();
      return link.startsWith("net:[")
          && namespaces.contains(Long.parseLong(link.substring(5, link.length() - 1)));
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended meanwhile.
    }
  }
}
