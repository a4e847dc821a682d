package io.quorate.paxos;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The effects of a step, in order; {@link Effect} says what the order binds a host to, above all
 * what must wait for a {@link Effect.Store}. A host may keep one and {@link #clear} it between
 * steps. Not thread-safe.
 */
public final class Effects implements Iterable<Effect> {

  private final ArrayList<Effect> list = new ArrayList<>();

  void add(Effect effect) {
    list.add(effect);
  }

  public int size() {
    return list.size();
  }

  public Effect get(int index) {
    return list.get(index);
  }

  public void clear() {
    list.clear();
  }

  /** A copy that later steps do not change. */
  public List<Effect> toList() {
    return List.copyOf(list);
  }

  @Override
  public Iterator<Effect> iterator() {
    return list.iterator();
  }
}
