package io.quorate.fabric;

import io.quorate.paxos.Lease;

/**
 * How clients' reads are answered where the service is a state machine.
 *
 * @param path what a read goes through
 * @param lease what lets a leader answer alone; {@link Lease#NONE} unless {@code path} says so
 */
public record Reads(Path path, Lease lease) {

  /** What a read goes through. */
  public enum Path {
    /** A read is a command like any other and takes a slot. */
    LOG,
    /** A read takes no slot; the leader asks a quorum whether it still leads. */
    INDEX,
    /** As {@link #INDEX}, and while a lease holds the leader asks nobody. */
    LEASE
  }

  /** Reads take slots. */
  public static final Reads LOGGED = new Reads(Path.LOG, Lease.NONE);

  public Reads {
    if (lease.isOn() != (path == Path.LEASE)) {
      throw new IllegalArgumentException(path + " with " + lease);
    }
  }
}
