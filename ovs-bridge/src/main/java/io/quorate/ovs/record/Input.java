package io.quorate.ovs.record;

import io.quorate.paxos.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a seat was driven with, or a mark between two of them. Times are nanoseconds of
 * the recording host's monotonic clock; they are for people and for captures, nothing that is
 * executed again depends on them.
 */
public sealed interface Input {

  /** When. */
  long timeNs();

  /**
   * The replica was started, for the first time or again: the first input of every log.
   *
   * <p>Its bytes are what the disk gave back, after a torn end was cut off; empty for a member that
   * keeps nothing, and where there is no replica.
   */
  final class Started implements Input {
    private final long timeNs;
    private final int incarnation;
    private final long seed;
    private final long logStart;
    private final byte[] log;
    private final long[] registers;

    /**
     * @param incarnation of the replica that starts; 0 where there is none
     * @param seed of the random numbers that it is given
     * @param logStart offset of the first byte of the log, not negative
     * @param log what is there; given away
     * @param registers of the programs, as an earlier process left them; given away
     */
    public Started(
        long timeNs, int incarnation, long seed, long logStart, byte[] log, long[] registers) {
      this.registers = registers;
      this.timeNs = timeNs;
      this.incarnation = incarnation;
      this.seed = seed;
      this.logStart = logStart;
      this.log = log;
    }

    @Override
    public long timeNs() {
      return timeNs;
    }

    public int incarnation() {
      return incarnation;
    }

    public long seed() {
      return seed;
    }

    public long logStart() {
      return logStart;
    }

    /** Not a copy; read only. */
    public byte[] log() {
      return log;
    }

    /** Not a copy; read only. */
    public long[] registers() {
      return registers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Started that
          && timeNs == that.timeNs
          && incarnation == that.incarnation
          && seed == that.seed
          && logStart == that.logStart
          && Arrays.equals(log, that.log)
          && Arrays.equals(registers, that.registers);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(timeNs * 31 + seed) + Arrays.hashCode(log);
    }

    @Override
    public String toString() {
      return "Started[incarnation " + incarnation + ", log " + logStart + "+" + log.length + "]";
    }
  }

  /** A frame came for one of the programs. */
  final class Arrived implements Input {
    private final long timeNs;
    private final int program;
    private final byte[] frame;

    /**
     * @param program that was run on it, as {@code SwitchPrograms.run} numbers them, not negative
     * @param frame as it came, before the program; copied when it is appended, so it may then be
     *     changed in place
     */
    public Arrived(long timeNs, int program, byte[] frame) {
      this.timeNs = timeNs;
      this.program = program;
      this.frame = frame;
    }

    @Override
    public long timeNs() {
      return timeNs;
    }

    public int program() {
      return program;
    }

    /** Not a copy. */
    public byte[] frame() {
      return frame;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Arrived that
          && timeNs == that.timeNs
          && program == that.program
          && Arrays.equals(frame, that.frame);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(timeNs * 31 + program) + Arrays.hashCode(frame);
    }

    @Override
    public String toString() {
      return "Arrived[program " + program + ", " + frame.length + " bytes]";
    }
  }

  /**
   * The replica was stepped with something that did not come as a frame.
   *
   * @param event any but {@code Received}: a message is recorded as the frame that it came in
   */
  record Stepped(long timeNs, Event event) implements Input {}

  /** The disk was done with the sync that was under way. */
  record Synced(long timeNs) implements Input {}

  /** Ordered packets were handed to the service hosts as far as they could be sent. */
  record Pumped(long timeNs) implements Input {}

  /** Packets that were on their way to the service hosts may have been lost: hosts are given up. */
  record Doubted(long timeNs) implements Input {}

  /** The replica was stopped: what waited for the disk is lost ({@code Journal.crash}). */
  record Stopped(long timeNs) implements Input {}

  /**
   * What the step before this asked for, it was refused. The reader does not give these as inputs:
   * see {@link InputLogReader#refusals}.
   *
   * @param count which call it was, from 1, of all of its kind since the log began
   */
  record Refused(long timeNs, Asked by, long count) implements Input {}

  /** Of what. */
  enum Asked {
    /** {@code LogDisk.append}: there was no room. */
    DISK,
    /** {@code ProgramHost.handOver}: the packet could not be sent. */
    PORT
  }

  /**
   * A mark: what the digest of all effects so far was, after so many inputs.
   *
   * @param inputs appended before it, refusals not counted
   */
  record Digest(long timeNs, long inputs, long digest) implements Input {}

  /**
   * The last mark of a log that was closed in order.
   *
   * @param lost inputs that came after the last one recorded, because the disk did not keep up: 0
   *     in a whole log
   */
  record Ended(long timeNs, long lost) implements Input {}
}
