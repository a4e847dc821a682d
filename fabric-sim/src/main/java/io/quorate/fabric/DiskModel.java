package io.quorate.fabric;

import io.quorate.fabric.file.Entry;
import io.quorate.fabric.file.Fields;
import io.quorate.fabric.file.Units;
import io.quorate.paxos.Durability;
import java.util.List;

/**
 * The disk that each member of a durable group has.
 *
 * @param sync how long it takes to make durable what was written
 * @param capacityBytes room for the log and one checkpoint more
 */
public record DiskModel(Latency sync, long capacityBytes) {

  /** Of a file that says nothing: a solid-state disk, 50 to 200 microseconds and 256 MiB. */
  public static final DiskModel DEFAULT =
      new DiskModel(new Latency.Uniform(50_000, 200_000), 1L << 28);

  private static final long CAPACITY_MIN = 1 << 16;
  private static final long CAPACITY_MAX = 1L << 30;

  /** Reads {@code disk:} in the {@code paxos:} table of a fabric file. */
  static DiskModel read(Fields group, Durability durability) {
    Entry given = group.get("disk");
    if (given == null) {
      return DEFAULT;
    }
    if (durability == Durability.VOLATILE) {
      throw given.bad("members that keep nothing have no disks", "remove it, or say durable");
    }
    Fields fields = given.fields("a disk", List.of("sync", "capacity"));
    Entry sync = fields.get("sync");
    Entry capacity = fields.get("capacity");
    return new DiskModel(
        sync == null ? DEFAULT.sync : LinkFields.latency(sync),
        capacity == null
            ? DEFAULT.capacityBytes
            : Units.count(capacity, "bytes", CAPACITY_MIN, CAPACITY_MAX));
  }
}
