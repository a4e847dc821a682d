package io.quorate.paxos.machine;

import org.jspecify.annotations.Nullable;

/**
 * Which requests of which sessions have been used, for at most so many sessions. When the table is
 * full, the session that was unused for longest goes, counted in requests and not in time: every
 * replica that sees the same requests forgets the same sessions.
 *
 * <p>Of all sessions that were forgotten one number is kept, the <em>horizon</em>: the highest
 * sequence that any of them had used. A session that is not known may only begin above it, so no
 * request of a forgotten session is ever taken for a new one, however late a copy of it comes; its
 * client is told, and goes on above the horizon. (Lee, Park, Kejriwal, Matsushita and Ousterhout,
 * "Implementing Linearizability at Large Scale and Low Latency", SOSP 2015, forget a client when
 * its lease ends, which is by time; here the log decides, and so the same on every replica.)
 *
 * <p>Sequences have 64 bits and are compared by their distance, so they may wrap. What makes that
 * sound is that nobody may leap: a sequence lies at most {@value #LEAP_MAX} above the highest of
 * its session, or above the horizon if the session is new. So one hostile client cannot use all
 * numbers up, and a copy of a request would have to be delayed until 2<sup>31</sup> others had
 * leapt as far as they may before it could be taken for a new one.
 */
public final class Sessions {

  /** What a table says of a request. */
  public enum Admission {
    /** Not used before. */
    FRESH,
    /** Used before. */
    REPEATED,
    /** Too old to tell; treated as used. */
    STALE,
    /**
     * The session was forgotten, and may have used it; or it lies too far above what was used.
     * Treated as used; its client goes on above {@link Sessions#highest}.
     */
    EXPIRED
  }

  /** How far above what was used before a sequence may lie. */
  public static final long LEAP_MAX = 1L << 32;

  /** The horizon while no session was forgotten: below 0, where most clients begin. */
  private static final long NOTHING_FORGOTTEN = -1;

  private final int sessionsMax;

  private final SessionTable windows = new SessionTable();

  private long horizon;

  /**
   * @param sessionsMax sessions remembered
   */
  public Sessions(int sessionsMax) {
    this(sessionsMax, NOTHING_FORGOTTEN);
  }

  /** A table that has forgotten sessions which had used sequences up to {@code horizon}. */
  Sessions(int sessionsMax, long horizon) {
    this.sessionsMax = sessionsMax;
    this.horizon = horizon;
  }

  /** What is known of the request. Looking does not count as use. */
  public Admission look(long session, long sequence) {
    SessionWindow window = windows.get(session);
    return window == null ? lookNew(sequence) : window.look(sequence);
  }

  private Admission lookNew(long sequence) {
    long ahead = sequence - horizon;
    return ahead > 0 && ahead <= LEAP_MAX ? Admission.FRESH : Admission.EXPIRED;
  }

  /** The highest sequence of the session; the horizon if the session is not known. */
  public long highest(long session) {
    SessionWindow window = windows.get(session);
    return window == null ? horizon : window.highest();
  }

  /** Uses the request if it is fresh. */
  public Admission admit(long session, long sequence) {
    SessionWindow window = windows.get(session);
    if (window != null) {
      windows.use(window);
      Admission admission = window.look(sequence);
      if (admission == Admission.FRESH) {
        window.use(sequence);
      }
      return admission;
    }
    Admission admission = lookNew(sequence);
    if (admission == Admission.FRESH) {
      windows.add(new SessionWindow(session, sequence, horizon));
      forgetOneTooMany();
    }
    return admission;
  }

  private void forgetOneTooMany() {
    SessionWindow gone = windows.oldest();
    if (windows.size() > sessionsMax && gone != null) {
      windows.remove(gone);
      horizon = gone.highest() - horizon > 0 ? gone.highest() : horizon;
    }
  }

  /** Keeps the result of a request that was just admitted. */
  public void remember(long session, long sequence, byte[] result) {
    SessionWindow window = windows.get(session);
    assert window != null : "a result for a session that is not known";
    window.remember(sequence, result);
  }

  /** Writes the horizon and the whole table down, the session unused for longest first. */
  void write(SnapshotWriter out) {
    out.writeLong(horizon);
    out.writeInt(windows.size());
    for (SessionWindow each = windows.oldest(); each != null; each = each.newer) {
      each.write(out);
    }
  }

  /** A table as it was written down. */
  static Sessions read(int sessionsMax, SnapshotReader in) {
    Sessions sessions = new Sessions(sessionsMax, in.readLong());
    int count = in.readInt();
    if (count > sessionsMax) {
      throw new IllegalArgumentException(
          "a snapshot of " + count + " sessions, of which " + sessionsMax + " fit");
    }
    for (int left = count; left > 0; left--) {
      SessionWindow window = SessionWindow.read(in);
      if (sessions.windows.get(window.session()) != null) {
        throw new IllegalArgumentException("a snapshot with a session that is there twice");
      }
      sessions.windows.add(window);
    }
    return sessions;
  }

  /** The result kept for the request, or null. */
  public byte @Nullable [] result(long session, long sequence) {
    SessionWindow window = windows.get(session);
    return window == null ? null : window.result(sequence);
  }
}
