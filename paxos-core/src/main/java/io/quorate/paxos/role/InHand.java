package io.quorate.paxos.role;

import io.quorate.paxos.Value;

/**
 * The requests that a leader has taken and not yet delivered, so that one which is asked again
 * takes no second slot. What is delivered, the sessions remember.
 *
 * <p>A hash table with linear probing in arrays (Knuth, "The Art of Computer Programming", volume
 * 3, section 6.4, algorithms L and R); it grows with what is in hand, which is bounded by whoever
 * takes requests. It is kept so empty that a request mostly finds its first place free: a branch
 * that goes either way by chance costs more than the memory.
 */
public final class InHand {

  private static final int LENGTH_MIN = 64;
  private static final int PLACES_EACH = 8;

  /** Session and sequence of the request at each place, side by side. */
  private long[] names = new long[2 * LENGTH_MIN];

  private boolean[] taken = new boolean[LENGTH_MIN];
  private int size;

  /** How many there are. */
  public int size() {
    return size;
  }

  /** True if the request is in hand. */
  public boolean contains(Value request) {
    return taken[find(request.session(), request.sequence())];
  }

  /** Takes the request in hand; true if it was not. */
  public boolean add(Value request) {
    int place = find(request.session(), request.sequence());
    if (taken[place]) {
      return false;
    }
    put(place, request.session(), request.sequence());
    if (++size * PLACES_EACH > taken.length) {
      grow();
    }
    return true;
  }

  /** Takes all requests in hand of which a proposed value is made; a no-op is of none. */
  public void addParts(Value proposed) {
    if (!proposed.isNoop()) {
      proposed.parts().forEach(this::add);
    }
  }

  /** The request is in hand no more, if it was. */
  public void remove(Value request) {
    int gap = find(request.session(), request.sequence());
    if (!taken[gap]) {
      return;
    }
    size--;
    taken[gap] = false;
    for (int next = after(gap); taken[next]; next = after(next)) {
      int home = home(names[2 * next], names[2 * next + 1]);
      // Whoever cannot be reached over the gap any more moves into it.
      if (distance(home, next) >= distance(gap, next)) {
        put(gap, names[2 * next], names[2 * next + 1]);
        taken[next] = false;
        gap = next;
      }
    }
  }

  /** Nothing is in hand any more. */
  public void clear() {
    names = new long[2 * LENGTH_MIN];
    taken = new boolean[LENGTH_MIN];
    size = 0;
  }

  /** The place of the request, or the free one where it would go. */
  private int find(long session, long sequence) {
    int place = home(session, sequence);
    while (taken[place] && (names[2 * place] != session || names[2 * place + 1] != sequence)) {
      place = after(place);
    }
    return place;
  }

  private int home(long session, long sequence) {
    long mixed = (session * 0xc2b2ae3d27d4eb4fL + sequence) * 0x9e3779b185ebca87L;
    return (int) (mixed >>> 32) & (taken.length - 1);
  }

  private int after(int place) {
    return (place + 1) & (taken.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (taken.length - 1);
  }

  private void put(int place, long session, long sequence) {
    names[2 * place] = session;
    names[2 * place + 1] = sequence;
    taken[place] = true;
  }

  private void grow() {
    long[] oldNames = names;
    boolean[] old = taken;
    names = new long[oldNames.length * 2];
    taken = new boolean[old.length * 2];
    for (int place = 0; place < old.length; place++) {
      if (old[place]) {
        long session = oldNames[2 * place];
        long sequence = oldNames[2 * place + 1];
        put(find(session, sequence), session, sequence);
      }
    }
  }
}
