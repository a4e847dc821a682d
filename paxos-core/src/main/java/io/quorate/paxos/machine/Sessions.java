package io.quorate.paxos.machine;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of which sessions have been used, for at most so many sessions. When the table is
 * full, the session that was unused for longest goes, counted in requests and not in time: every
 * replica that sees the same requests forgets the same sessions.
 */
public final class Sessions {

  /** What a table says of a request. */
  public enum Admission {
    /** Not used before. */
    FRESH,
    /** Used before. */
    REPEATED,
    /** Too old to tell; treated as used. */
    STALE
  }

  private final int sessionsMax;

  /** By session, the one unused for longest first. */
  private final LinkedHashMap<Long, SessionWindow> windows = new LinkedHashMap<>();

  /**
   * @param sessionsMax sessions remembered
   */
  public Sessions(int sessionsMax) {
    this.sessionsMax = sessionsMax;
  }

  /** What is known of the request. Looking does not count as use. */
  public Admission look(long session, long sequence) {
    SessionWindow window = windows.get(session);
    return window == null ? Admission.FRESH : window.look(sequence);
  }

  /** Uses the request if it is fresh. */
  public Admission admit(long session, long sequence) {
    SessionWindow window = windows.get(session);
    if (window == null) {
      windows.put(session, new SessionWindow(sequence));
      if (windows.size() > sessionsMax) {
        windows.pollFirstEntry();
      }
      return Admission.FRESH;
    }
    windows.putLast(session, window);
    Admission admission = window.look(sequence);
    if (admission == Admission.FRESH) {
      window.use(sequence);
    }
    return admission;
  }

  /** Keeps the result of a request that was just admitted. */
  public void remember(long session, long sequence, byte[] result) {
    SessionWindow window = windows.get(session);
    assert window != null : "a result for a session that is not known";
    window.remember(sequence, result);
  }

  /** Writes the whole table down, the session unused for longest first. */
  void write(SnapshotWriter out) {
    out.writeInt(windows.size());
    windows.forEach(
        (session, window) -> {
          out.writeLong(session);
          window.write(out);
        });
  }

  /** A table as it was written down. */
  static Sessions read(int sessionsMax, SnapshotReader in) {
    Sessions sessions = new Sessions(sessionsMax);
    int count = in.readInt();
    if (count > sessionsMax) {
      throw new IllegalArgumentException(
          "a snapshot of " + count + " sessions, of which " + sessionsMax + " fit");
    }
    for (int left = count; left > 0; left--) {
      sessions.windows.put(in.readLong(), SessionWindow.read(in));
    }
    return sessions;
  }

  /** The result kept for the request, or null. */
  public byte @Nullable [] result(long session, long sequence) {
    SessionWindow window = windows.get(session);
    return window == null ? null : window.result(sequence);
  }
}
