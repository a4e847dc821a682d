package io.quorate.fabric.program;

/**
 * The few numbers that a switch's programs must not lose when what runs them starts again: how far
 * ordered packets were handed to the service hosts, and the last numbers given to packets and
 * answers. All are 0 at first. A switch has them for each of the fabric's services.
 *
 * <p>In a simulator they are as long-lived as the switch; on a real one they outlive the process.
 */
public interface Registers {

  /** The number at a place, 0 if none was written there. */
  long get(int place);

  /** Writes the number at a place from 0 to {@link Places#count} - 1. */
  void set(int place, long value);

  /** Kept in memory. */
  static Registers inMemory(int count) {
    long[] values = new long[count];
    return new Registers() {
      @Override
      public long get(int place) {
        return values[place];
      }

      @Override
      public void set(int place, long value) {
        values[place] = value;
      }
    };
  }

  /** Which number stands where. */
  final class Places {

    /** Highest sequence stamped on a client's packet. */
    static final int STAMPED = 0;

    /** The next slot to hand to service hosts, and the next value in it. */
    static final int NEXT_SLOT = 1;

    static final int NEXT_INDEX = 2;

    /** Not 0 while packets that were delivered may not have been handed over. */
    static final int HANDING_OVER = 3;

    /** Not 0 once the service hosts here have missed packets. */
    static final int GIVEN_UP = 4;

    /** The first of those for answers: one for each edge switch and service host. */
    static final int ANSWERS = 8;

    private Places() {}

    /** How many registers the programs of a switch need for one service of a fabric. */
    public static int count(Directory directory) {
      return ANSWERS
          + directory.fabric().switches().size() * Math.max(1, directory.serviceHosts().size());
    }
  }
}
