package io.quorate.ovs.live;

import io.quorate.fabric.file.BadFile;
import io.quorate.fabric.program.Registers;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Registers in a file that is mapped into memory: what a process has written there is there when it
 * was killed at any moment, for the pages are the system's. They do not outlive a power cut, and
 * need not: then the hosts behind the switch are gone too.
 *
 * <p>For one thread. The mapping lasts as long as the process.
 */
public final class MappedRegisters implements Registers {

  private final LongBuffer values;

  private MappedRegisters(LongBuffer values) {
    this.values = values;
  }

  /**
   * Opens the file, or makes it with all registers 0.
   *
   * @throws BadFile if that cannot be, or the file has another number of registers
   */
  public static MappedRegisters open(Path file, int count) {
    long bytes = (long) count * Long.BYTES;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != 0 && channel.size() != bytes) {
        throw BadFile.whole(
            file.toString(),
            "has " + channel.size() + " bytes where the fabric needs " + bytes,
            "it belongs to another fabric: take that one down first");
      }
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      return new MappedRegisters(mapped.order(ByteOrder.nativeOrder()).asLongBuffer());
    } catch (IOException e) {
      throw BadFile.whole(
          file.toString(), "cannot be used: " + e.getMessage(), "is there room on the disk?");
    }
  }

  @Override
  public long get(int place) {
    return values.get(place);
  }

  @Override
  public void set(int place, long value) {
    values.put(place, value);
  }

  /** All of them, as they are now. */
  public long[] toArray() {
    long[] all = new long[values.capacity()];
    values.get(0, all);
    return all;
  }

  /** Registers in memory that begin with these numbers. */
  static Registers copyOf(long[] all) {
    Registers copy = Registers.inMemory(all.length);
    for (int place = 0; place < all.length; place++) {
      copy.set(place, all[place]);
    }
    return copy;
  }
}
