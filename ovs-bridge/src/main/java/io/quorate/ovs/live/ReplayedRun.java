package io.quorate.ovs.live;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.FabricFile;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.tally.SlotLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A live run executed again off line: every seat's recorded inputs, all in the order of their
 * times, each machine watched by the simulator's own observers of agreement and of delivery in
 * order.
 *
 * @param seats what the replay of each has come to
 * @param violations of invariants, in words
 */
public record ReplayedRun(List<ReplayReport> seats, List<String> violations) {

  private static final int VIOLATIONS_MAX = 10;

  /** Of one seat, {@code S1-0-2.inputs} comes before {@code S1-0-10.inputs}. */
  private static final Comparator<Path> LIVES_IN_ORDER =
      Comparator.<Path>comparingInt(each -> each.toString().length())
          .thenComparing(Comparator.naturalOrder());

  public ReplayedRun {
    seats = List.copyOf(seats);
    violations = List.copyOf(violations);
  }

  /** True if every digest was the same and every invariant held. */
  public boolean isFine() {
    return violations.isEmpty() && seats.stream().allMatch(ReplayReport::agrees);
  }

  /** As {@link #of(Path, Path, SlotLog)}, for one who does not care about the slots. */
  public static ReplayedRun of(Path fabricFile, Path inputs) {
    return of(fabricFile, inputs, SlotLog.NONE);
  }

  /**
   * Replays.
   *
   * @param fabricFile the text that the run used
   * @param inputs directory of its logs
   * @param slots gets what each slot holds
   * @throws BadFile if a file is missing, damaged or of another run
   */
  public static ReplayedRun of(Path fabricFile, Path inputs, SlotLog slots) {
    String text;
    List<Path> logs;
    try (Stream<Path> files = Files.list(inputs)) {
      text = Files.readString(fabricFile);
      logs =
          files.filter(each -> each.toString().endsWith(".inputs")).sorted(LIVES_IN_ORDER).toList();
    } catch (IOException e) {
      throw BadFile.whole(
          inputs.toString(), "cannot be read: " + e.getMessage(), "name a live run's directory");
    }
    Fabric fabric = FabricFile.read(fabricFile);
    List<String> violations = new ArrayList<>();
    List<GroupWatch> groups =
        fabric.views().stream().map(view -> watch(view, violations, slots)).toList();
    List<SeatReplay> seats = new ArrayList<>();
    try {
      for (Path log : logs) {
        seats.add(new SeatReplay(log, fabric, text, groups));
      }
      run(seats);
      return new ReplayedRun(seats.stream().map(SeatReplay::report).toList(), violations);
    } finally {
      seats.forEach(SeatReplay::close);
    }
  }

  private static GroupWatch watch(Fabric view, List<String> violations, SlotLog slots) {
    int group = view.group().id();
    return new GroupWatch(
        (invariant, what) -> {
          if (violations.size() < VIOLATIONS_MAX) {
            violations.add(invariant + ", group " + group + ": " + what);
          }
        },
        group,
        slots);
  }

  /** The seat whose next input came first goes on. */
  private static void run(List<SeatReplay> seats) {
    while (true) {
      SeatReplay first = null;
      for (SeatReplay each : seats) {
        if (each.nextNs() != Long.MAX_VALUE && (first == null || each.nextNs() < first.nextNs())) {
          first = each;
        }
      }
      if (first == null) {
        return;
      }
      first.step();
    }
  }
}
