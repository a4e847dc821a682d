package io.quorate.paxos.machine;

import org.jspecify.annotations.Nullable;

/**
 * The sequences of one session that have been used: the highest, and which of the {@value #SIZE} up
 * to it, with their results. Requests may arrive out of order within that reach; older ones can no
 * longer be told from repeats. A session that was forgotten and comes back begins above a floor: of
 * what lies below, nobody knows whether it was used before.
 */
final class SessionWindow {

  /** How far back a sequence can still be told apart. */
  static final int SIZE = 64;

  /** Neighbours in the {@link SessionTable}'s order of use, which alone changes them. */
  @Nullable SessionWindow older;

  @Nullable SessionWindow newer;

  private final long session;
  private long highest;
  private long floor;
  private long used;
  private byte @Nullable [] @Nullable [] results;

  /**
   * A session begins with the first sequence that is used, whatever it is.
   *
   * @param floor of the sequences up to this one it is not known whether they were used
   */
  SessionWindow(long session, long first, long floor) {
    this.session = session;
    this.highest = first;
    this.floor = floor;
    used = 1;
  }

  long session() {
    return session;
  }

  /** The highest sequence used. */
  long highest() {
    return highest;
  }

  /** Sequences are compared by their distance from the highest, so they may wrap. */
  Sessions.Admission look(long sequence) {
    long ahead = sequence - highest;
    if (ahead > 0) {
      return ahead <= Sessions.LEAP_MAX ? Sessions.Admission.FRESH : Sessions.Admission.EXPIRED;
    }
    if (ahead <= -SIZE) {
      return Sessions.Admission.STALE;
    }
    if ((used >>> -ahead & 1) != 0) {
      return Sessions.Admission.REPEATED;
    }
    return sequence - floor > 0 ? Sessions.Admission.FRESH : Sessions.Admission.EXPIRED;
  }

  void use(long sequence) {
    long ahead = sequence - highest;
    if (ahead > 0) {
      used = ahead >= SIZE ? 1 : used << ahead | 1;
      highest = sequence;
      if (highest - floor > SIZE) {
        floor = highest - SIZE; // It says nothing more; left behind, it would wrap.
      }
    } else {
      used |= 1L << -ahead;
    }
  }

  void remember(long sequence, byte[] result) {
    assert look(sequence) == Sessions.Admission.REPEATED : "a result for a request not used";
    if (results == null) {
      results = new byte @Nullable [SIZE][];
    }
    results[place(sequence)] = result;
  }

  byte @Nullable [] result(long sequence) {
    if (results == null || look(sequence) != Sessions.Admission.REPEATED) {
      return null;
    }
    return results[place(sequence)];
  }

  void write(SnapshotWriter out) {
    out.writeLong(session);
    out.writeLong(highest);
    out.writeLong(floor);
    out.writeLong(used);
    long kept = 0;
    for (int place = 0; place < SIZE; place++) {
      kept |= results == null || results[place] == null ? 0 : 1L << place;
    }
    out.writeLong(kept);
    for (int place = 0; place < SIZE; place++) {
      byte[] result = results == null ? null : results[place];
      if (result != null) {
        out.writeBytes(result);
      }
    }
  }

  static SessionWindow read(SnapshotReader in) {
    SessionWindow window = new SessionWindow(in.readLong(), in.readLong(), in.readLong());
    window.used = in.readLong();
    long kept = in.readLong();
    if (kept != 0) {
      byte @Nullable [][] results = new byte @Nullable [SIZE][];
      for (int place = 0; place < SIZE; place++) {
        results[place] = (kept >>> place & 1) == 0 ? null : in.readBytes();
      }
      window.results = results;
    }
    return window;
  }

  private static int place(long sequence) {
    return (int) (sequence & (SIZE - 1));
  }
}
