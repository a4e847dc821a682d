package io.quorate.ovs.live;

import io.quorate.fabric.file.BadFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Where the process of a live switch keeps what outlives it, in the fabric's run directory:
 *
 * <pre>
 *   switches/S1/control.sock       takes questions and commands
 *   switches/S1/strain             what makes its life hard on purpose, if anything does
 *   switches/S1/0/starts           how often its member of service 0 was started
 *   switches/S1/0/log/             the member's write-ahead log
 *   switches/S1/0/registers        what its programs must not lose
 *   inputs/S1-0-1.inputs           what the seat was driven with since its 1st start
 * </pre>
 */
public final class SwitchFiles {

  /** Directory of the recorded inputs, in the run directory. */
  public static final String INPUTS = "inputs";

  private final Path directory;
  private final String switchName;

  public SwitchFiles(Path runDirectory, String switchName) {
    this.directory = runDirectory;
    this.switchName = switchName;
  }

  /** Everything of the switch but its recorded inputs. */
  Path own() {
    return directory.resolve("switches").resolve(switchName);
  }

  private Path seat(int place) {
    return own().resolve(Integer.toString(place));
  }

  /** The unix socket on which the process takes commands. */
  public Path control() {
    return own().resolve("control.sock");
  }

  Path strain() {
    return own().resolve("strain");
  }

  /** The log of a member as it was, while a fault has damaged it. */
  Path keptLog(int place) {
    return seat(place).resolve("log.whole");
  }

  Path log(int place) {
    return seat(place).resolve("log");
  }

  Path registers(int place) {
    return seat(place).resolve("registers");
  }

  Path inputs(int place, int start) {
    String name = switchName + "-" + place + "-" + start + ".inputs";
    return directory.resolve(INPUTS).resolve(name);
  }

  /**
   * Counts a start, durably: no two lives of a member have the same number.
   *
   * @return which it is, from 1
   * @throws BadFile if it cannot be written down
   */
  int countStart(int place) {
    Path file = seat(place).resolve("starts");
    Path next = seat(place).resolve("starts.next");
    try {
      Files.createDirectories(seat(place));
      Files.createDirectories(directory.resolve(INPUTS));
      int start = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) + 1 : 1;
      Files.write(next, (start + "\n").getBytes(StandardCharsets.UTF_8));
      force(next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      force(seat(place));
      return start;
    } catch (IOException | NumberFormatException e) {
      throw BadFile.whole(
          file.toString(), "cannot be counted on: " + e, "take the fabric down and up again");
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
