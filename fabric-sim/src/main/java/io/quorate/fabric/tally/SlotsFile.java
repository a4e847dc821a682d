package io.quorate.fabric.tally;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.packet.Ipv4;
import io.quorate.fabric.packet.Ipv4Address;
import io.quorate.fabric.packet.Udp;
import io.quorate.paxos.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file {@code slots.txt} of a run: a line for each value that was delivered, {@code GROUP SLOT
 * VALUE}, in the order of each group's slots. Of a client's UDP packet the line tells source, port
 * of destination and payload: what its sender's kernel adds, such as the identification, differs
 * from run to run. For use by one thread; writing throws {@link UncheckedIOException}.
 */
public final class SlotsFile implements SlotLog, AutoCloseable {

  /** Its name in a run's directory. */
  public static final String NAME = "slots.txt";

  private final Writer out;

  private SlotsFile(Writer out) {
    this.out = out;
  }

  /** Begins a file, which must not exist yet. */
  public static SlotsFile create(Path file) {
    try {
      return new SlotsFile(Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delivered(int group, long slot, Value value) {
    try {
      out.append(Integer.toString(group)).append(' ').append(Long.toString(slot)).append(' ');
      out.append(words(value)).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String words(Value value) {
    byte[] bytes = value.bytes();
    if (value.isNoop() || value.isChange()) {
      return value.toString();
    }
    int udp = Ipv4.isValid(bytes, 0) ? Udp.at(bytes, 0) : -1;
    return udp < 0
        ? printable(bytes, 0, bytes.length)
        : Ipv4Address.format(Ipv4.source(bytes, 0))
            + ':'
            + Udp.sourcePort(bytes, udp)
            + " to "
            + Udp.destinationPort(bytes, udp)
            + ' '
            + printable(bytes, udp + Udp.BYTES, Ipv4.end(bytes, 0));
  }

  private static String printable(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < to; at++) {
      if (bytes[at] < ' ' || bytes[at] > '~' || bytes[at] == '\\') {
        text.append(String.format("\\x%02x", bytes[at]));
      } else {
        text.append((char) bytes[at]);
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the lines of a run's file.
   *
   * @throws BadFile if there is none
   */
  static List<String> read(Path run) {
    Path file = run.resolve(NAME);
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw BadFile.whole(
          file.toString(),
          "cannot be read",
          "give the directory of a run that was finished; a live one not with --no-record");
    }
  }
}
