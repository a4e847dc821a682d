package io.quorate.check.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings values into the one form in which histories hold them, so that {@code equals} means "the
 * same value": whole numbers that fit are {@code Long}, collections are immutable copies.
 */
final class Canonical {
  private static final int DEPTH_MAX = 256;
  private static final int LONG_BITS_MAX = 63;

  private Canonical() {}

  /**
   * @throws IllegalArgumentException when the value has no place in a history
   */
  static @Nullable Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("values are nested deeper than " + DEPTH_MAX);
    }
    return switch (value) {
      case null -> null;
      case Long n -> n;
      case String s -> s;
      case Boolean b -> b;
      case Double d -> d;
      case Keyword k -> k;
      case Symbol s -> s;
      case Character c -> c;
      case Integer n -> n.longValue();
      case Short n -> n.longValue();
      case Byte n -> n.longValue();
      case Float f -> f.doubleValue();
      case BigInteger n -> n.bitLength() <= LONG_BITS_MAX ? (Object) n.longValue() : n;
      case BigDecimal n -> n.stripTrailingZeros();
      case Tagged t -> new Tagged(t.tag(), of(t.value(), depth + 1));
      case List<?> list -> list(list, depth);
      case Map<?, ?> map -> map(map, depth);
      case Set<?> set -> set(set, depth);
      default ->
          throw new IllegalArgumentException(
              "a history cannot hold a value of " + value.getClass().getName());
    };
  }

  private static Object list(List<?> list, int depth) {
    List<@Nullable Object> copy = new ArrayList<>(list.size());
    for (Object element : list) {
      copy.add(of(element, depth + 1));
    }
    return immutable(copy);
  }

  /** A list that nobody else holds, as histories keep it. */
  static List<@Nullable Object> immutable(List<@Nullable Object> list) {
    return list.size() == 2
        ? new Duo(list.get(0), list.get(1))
        : Collections.unmodifiableList(list);
  }

  private static Object map(Map<?, ?> map, int depth) {
    Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      copy.put(of(entry.getKey(), depth + 1), of(entry.getValue(), depth + 1));
    }
    return Collections.unmodifiableMap(copy);
  }

  private static Object set(Set<?> set, int depth) {
    Set<@Nullable Object> copy = new LinkedHashSet<>();
    for (Object element : set) {
      copy.add(of(element, depth + 1));
    }
    return Collections.unmodifiableSet(copy);
  }
}
