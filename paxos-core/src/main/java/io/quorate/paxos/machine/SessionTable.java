package io.quorate.paxos.machine;

import org.jspecify.annotations.Nullable;

/**
 * The windows of sessions by session, and in the order of their use. Every value that is delivered
 * looks its session up and makes it the one used last, so both are made for that: a hash table with
 * linear probing, whose entries are the windows themselves (Knuth, "The Art of Computer
 * Programming", volume 3, section 6.4, algorithms L and R), and links from one window to the next.
 */
final class SessionTable {

  private static final int LENGTH_MIN = 64;

  private @Nullable SessionWindow[] places = new @Nullable SessionWindow[LENGTH_MIN];
  private int size;
  private @Nullable SessionWindow oldest;
  private @Nullable SessionWindow newest;

  int size() {
    return size;
  }

  /** The window of the session, or null if there is none. */
  @Nullable SessionWindow get(long session) {
    SessionWindow last = newest;
    return last != null && last.session() == session ? last : places[find(session)];
  }

  /** Takes in a session that is not there, as the one used last. */
  void add(SessionWindow window) {
    int place = find(window.session());
    assert places[place] == null : "a session that is there already";
    places[place] = window;
    append(window);
    if (++size * 2 > places.length) {
      grow();
    }
  }

  /** The window's session is the one used last. */
  void use(SessionWindow window) {
    if (window != newest) {
      unlink(window);
      append(window);
    }
  }

  /** The session unused for longest; null if there is none. */
  @Nullable SessionWindow oldest() {
    return oldest;
  }

  /** Takes a session out that is there. */
  void remove(SessionWindow window) {
    unlink(window);
    size--;
    int gap = find(window.session());
    places[gap] = null;
    int next = after(gap);
    for (SessionWindow moved = places[next]; moved != null; moved = places[next]) {
      // Whoever cannot be reached over the gap any more moves into it.
      if (distance(home(moved.session()), next) >= distance(gap, next)) {
        places[gap] = moved;
        places[next] = null;
        gap = next;
      }
      next = after(next);
    }
  }

  private void append(SessionWindow window) {
    SessionWindow last = newest;
    window.older = last;
    window.newer = null;
    if (last == null) {
      oldest = window;
    } else {
      last.newer = window;
    }
    newest = window;
  }

  private void unlink(SessionWindow window) {
    SessionWindow older = window.older;
    SessionWindow newer = window.newer;
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
  }

  /** The place of the session, or the free one where it would go. */
  private int find(long session) {
    int place = home(session);
    SessionWindow window = places[place];
    while (window != null && window.session() != session) {
      place = after(place);
      window = places[place];
    }
    return place;
  }

  private int home(long session) {
    return (int) ((session * 0x9e3779b185ebca87L) >>> 32) & (places.length - 1);
  }

  private int after(int place) {
    return (place + 1) & (places.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (places.length - 1);
  }

  private void grow() {
    places = new @Nullable SessionWindow[places.length * 2];
    for (SessionWindow each = oldest; each != null; each = each.newer) {
      places[find(each.session())] = each;
    }
  }
}
