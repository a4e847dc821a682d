package io.quorate.fabric.fault;

import io.quorate.fabric.Fabric;
import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.file.TextFile;
import io.quorate.fabric.file.Units;
import io.quorate.fabric.file.YamlFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Fault files: {@code docs/fault-file.md} says what may stand in them. All methods may be called
 * from any thread.
 */
public final class FaultFile {

  private FaultFile() {}

  /**
   * Reads a fault schedule and checks it against the fabric that it is for.
   *
   * @throws BadFile if the file cannot be read, or anything in it is wrong
   */
  public static FaultSchedule read(Path path, Fabric fabric) {
    return parse(TextFile.read(path), fabric);
  }

  /**
   * Checks a fault schedule that has been read already.
   *
   * @throws BadFile if anything in it is wrong
   */
  public static FaultSchedule parse(TextFile file, Fabric fabric) {
    return new FaultReader(fabric).read(YamlFile.parse(file));
  }

  /** The schedule as YAML, one line a fault; it reads back equal. */
  public static String write(FaultSchedule schedule) {
    if (schedule.faults().isEmpty()) {
      return "faults: []\n";
    }
    StringBuilder out = new StringBuilder("faults:\n");
    for (TimedFault timed : schedule.faults()) {
      out.append("  - {at: ").append(Units.time(timed.atNs())).append(", ");
      out.append(timed.fault().kind()).append(": ").append(fields(timed.fault()));
      if (timed.durationNs() != 0 && timed.durationNs() != TimedFault.UNTIL_HEALED) {
        out.append(", for: ").append(Units.time(timed.durationNs()));
      }
      out.append("}\n");
    }
    return out.toString();
  }

  private static String fields(Fault fault) {
    return switch (fault) {
      case Fault.Crash(String node) -> node;
      case Fault.Pause(String node) -> node;
      case Fault.FlowWipe(String node) -> node;
      case Fault.DiskFull(String node) -> node;
      case Fault.LogTorn(String node) -> node;
      case Fault.LogLost(String node) -> node;
      case Fault.DataPlaneDown() -> Fault.ALL;
      case Fault.ControllerCut(String node) -> node;
      case Fault.SlowDisk(String node, int times) -> "{on: %s, times: %d}".formatted(node, times);
      case Fault.ClockRate(String node, double rate) ->
          "{on: %s, rate: %s}".formatted(node, Units.factor(rate));
      case Fault.ClockJump(String node, int ticks) ->
          ticks > 0
              ? "{on: %s, ahead: %d ticks}".formatted(node, ticks)
              : "{on: %s, back: %d ticks}".formatted(node, -ticks);
      case Fault.Reboot(String node) -> node;
      case Fault.Reconfigure(int group, Change change) ->
          "{group: %d, %s}".formatted(group, change.fields());
      case Fault.HandOver(String to) -> "{to: " + to + "}";
      case Fault.LinkDown(String link) -> link;
      case Fault.Partition(List<String> from, List<String> to, boolean oneWay) ->
          "{from: %s, to: %s%s}".formatted(from, to, oneWay ? ", one-way: yes" : "");
      case Fault.Loss(String link, double probability) -> chance(link, probability, "");
      case Fault.Duplication(String link, double probability) -> chance(link, probability, "");
      case Fault.Reordering(String link, double probability, long holdNs) ->
          chance(link, probability, ", hold: " + Units.time(holdNs));
      case Fault.Delay(String link, long extraNs) ->
          "{link: %s, extra: %s}".formatted(link, Units.time(extraNs));
      case Fault.Corruption(String link, double probability) -> chance(link, probability, "");
    };
  }

  private static String chance(String link, double probability, String more) {
    return "{link: %s, probability: %s%s}".formatted(link, Units.probability(probability), more);
  }
}
