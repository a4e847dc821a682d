package io.quorate.ovs.live;

import io.quorate.fabric.file.BadFile;
import io.quorate.ovs.json.Fields;
import io.quorate.ovs.json.JsonText;
import io.quorate.ovs.store.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes the life of a switch's process hard on purpose, until further notice. It stands in a
 * file, so that a process that is started meanwhile has it no easier.
 *
 * @param diskFull logs take nothing more
 * @param diskTimes so many times as long a sync takes
 * @param clockRate so many times as fast ticks come
 * @param controllerCut the connection to the own switch is cut
 */
record Strain(boolean diskFull, long diskTimes, double clockRate, boolean controllerCut) {

  static final Strain NONE = new Strain(false, 1, 1, false);

  /** Of several faults together. */
  private static final long DISK_TIMES_MAX = 1_000_000;

  private static final double CLOCK_MOST = 100;

  Strain {
    diskTimes = Math.clamp(diskTimes, 1, DISK_TIMES_MAX);
    clockRate = Math.clamp(clockRate, 1 / CLOCK_MOST, CLOCK_MOST);
  }

  /**
   * Reads the file; without one there is none.
   *
   * @throws BadFile if it cannot be read
   */
  static Strain read(Path file) {
    try {
      if (!Files.exists(file)) {
        return NONE;
      }
      Fields fields = JsonText.object(Files.readString(file));
      return new Strain(
          fields.flag("disk-full"),
          fields.number("disk-times"),
          fields.fraction("clock-rate"),
          fields.flag("controller-cut"));
    } catch (IOException | IllegalArgumentException e) {
      throw BadFile.whole(file.toString(), "cannot be read: " + e.getMessage(), "delete it");
    }
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws BadFile if that cannot be
   */
  void write(Path file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("disk-full", diskFull);
    fields.put("disk-times", diskTimes);
    fields.put("clock-rate", clockRate);
    fields.put("controller-cut", controllerCut);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(next, JsonText.write(fields) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw BadFile.whole(file.toString(), "cannot be written: " + e.getMessage(), "make room");
    }
  }

  /** Has a log feel it. */
  void on(@Nullable WriteAheadLog log) {
    if (log != null) {
      log.fill(diskFull);
      log.slow(diskTimes);
    }
  }
}
