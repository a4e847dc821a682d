package io.quorate.fabric.tally;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.flow.CountedFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two runs of one scenario, each simulated or live, beside each other: have the same flow entries
 * counted the same, and do the same slots hold the same values?
 *
 * <p>Every entry must be there in both, with the same actions. An entry's packets must be equal if
 * it counts {@link Counting#REQUESTS}; if it counts {@link Counting#BEATS}, it tells of time, and
 * need not be. One that counts {@link Counting#BOTH} must be equal if all that count beats are. The
 * others, {@link Counting#HOSTS} and {@link Counting#RETURNS}, tell of hosts' kernels and of how a
 * real switch runs programs. Bytes are not compared: a real switch counts frames that come back
 * from its process with their tag.
 *
 * <p>Slots are compared from the first that each run has, in every group.
 *
 * @param differences in words, those of slots first; empty if the runs agree
 * @param entries how many are in both, by what they count
 * @param beatsEqual true if as many heartbeats were counted everywhere, so that all was compared
 * @param slots how many lines of the slots were the same, one for each value
 */
public record Comparison(
    List<String> differences, Map<Counting, Integer> entries, boolean beatsEqual, int slots) {

  /** Differences that are kept; there may be as many as there are slots. */
  public static final int DIFFERENCES_MAX = 40;

  private static final String FABRIC = "fabric.yaml";

  public Comparison {
    differences = List.copyOf(differences);
    entries = Collections.unmodifiableMap(new EnumMap<>(entries));
  }

  /** True if nothing that should agree differs. */
  public boolean agrees() {
    return differences.isEmpty();
  }

  /** How many entries of a kind are in both. */
  public int entries(Counting kind) {
    return entries.getOrDefault(kind, 0);
  }

  /**
   * Compares what two runs have left.
   *
   * @throws BadFile if a directory is not a finished run's, or they are of different fabrics
   */
  public static Comparison of(Path run, Path other) {
    if (!fabric(run).equals(fabric(other))) {
      throw BadFile.whole(
          other.toString(), "is a run of another fabric than " + run, "give two runs of one");
    }
    return new Comparing().compare(run, other);
  }

  private static String fabric(Path run) {
    Path file = run.resolve(FABRIC);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw BadFile.whole(file.toString(), "cannot be read", "give the directory that a run left");
    }
  }

  /** An entry in both runs. */
  private record Pair(String switchName, CountedFlow one, CountedFlow other, Counting kind) {
    boolean isEqual() {
      return one.packets() == other.packets();
    }
  }

  /** One comparison, under way. */
  private static final class Comparing {
    private final List<String> differences = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private int slots;

    Comparison compare(Path run, Path other) {
      slots(SlotsFile.read(run), SlotsFile.read(other));
      flows(FlowsFile.read(run), FlowsFile.read(other));
      boolean beatsEqual =
          pairs.stream().filter(each -> each.kind() == Counting.BEATS).allMatch(Pair::isEqual);
      Map<Counting, Integer> entries = new EnumMap<>(Counting.class);
      for (Pair pair : pairs) {
        entries.merge(pair.kind(), 1, Integer::sum);
        boolean demanded =
            switch (pair.kind()) {
              case REQUESTS -> true;
              case BOTH -> beatsEqual;
              case BEATS, HOSTS, RETURNS -> false;
            };
        if (demanded && !pair.isEqual()) {
          differ(
              "%s %s: %d packets and %d"
                  .formatted(
                      pair.switchName(),
                      pair.one().flow(),
                      pair.one().packets(),
                      pair.other().packets()));
        }
      }
      return new Comparison(differences, entries, beatsEqual, slots);
    }

    private void differ(String what) {
      if (differences.size() < DIFFERENCES_MAX) {
        differences.add(what);
      }
    }

    private void flows(List<SwitchTally> one, List<SwitchTally> other) {
      Map<String, SwitchTally> others = new LinkedHashMap<>();
      other.forEach(each -> others.put(each.switchName(), each));
      for (SwitchTally each : one) {
        SwitchTally same = others.remove(each.switchName());
        if (same == null) {
          differ("switch " + each.switchName() + " is only in the first run");
        } else {
          flows(each, same);
        }
      }
      others.keySet().forEach(name -> differ("switch " + name + " is only in the second run"));
    }

    private void flows(SwitchTally one, SwitchTally other) {
      Map<SwitchTally.Key, CountedFlow> others = other.byKey();
      for (CountedFlow flow : one.byKey().values()) {
        CountedFlow same = others.remove(SwitchTally.Key.of(flow.flow()));
        if (same != null && same.flow().equals(flow.flow())) {
          pairs.add(new Pair(one.switchName(), flow, same, Counting.of(flow.flow())));
        } else if (same != null) {
          differ(one.switchName() + " " + flow.flow() + ": is " + same.flow() + " in the other");
        } else {
          only(one.switchName(), flow, "first");
        }
      }
      others.values().forEach(flow -> only(one.switchName(), flow, "second"));
    }

    private void only(String switchName, CountedFlow flow, String which) {
      if (Counting.of(flow.flow()) != Counting.RETURNS) {
        differ(switchName + " " + flow.flow() + ": only in the " + which + " run");
      }
    }

    private void slots(List<String> one, List<String> other) {
      Map<String, List<String>> groups = new TreeMap<>(byGroup(one));
      Map<String, List<String>> others = byGroup(other);
      others.keySet().forEach(group -> groups.putIfAbsent(group, List.of()));
      groups.forEach((group, lines) -> slots(group, lines, others.getOrDefault(group, List.of())));
    }

    private void slots(String group, List<String> one, List<String> other) {
      if (one.size() != other.size()) {
        differ("group %s: %d values in slots and %d".formatted(group, one.size(), other.size()));
      }
      for (int at = 0; at < Math.min(one.size(), other.size()); at++) {
        if (one.get(at).equals(other.get(at))) {
          slots++;
        } else {
          differ("group %s: %s and %s".formatted(group, one.get(at), other.get(at)));
        }
      }
    }

    /** The lines of each group, with slots counted from its first. */
    private static Map<String, List<String>> byGroup(List<String> lines) {
      Map<String, List<String>> groups = new TreeMap<>();
      Map<String, Long> first = new TreeMap<>();
      for (String line : lines) {
        String[] words = line.split(" ", 3);
        @Nullable Long slot = words.length == 3 ? slot(words[1]) : null;
        if (slot == null) {
          throw BadFile.whole(
              SlotsFile.NAME, "has a line that is none: " + line, "give it as the run left it");
        }
        long base = first.computeIfAbsent(words[0], group -> slot);
        groups
            .computeIfAbsent(words[0], group -> new ArrayList<>())
            .add("slot +" + (slot - base) + " holds " + words[2]);
      }
      return groups;
    }

    private static @Nullable Long slot(String text) {
      return text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }
  }
}
