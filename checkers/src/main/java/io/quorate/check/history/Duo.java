package io.quorate.check.history;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list of two, which most lists in histories are: a key and a value, or the arguments
 * of a cas.
 */
final class Duo extends AbstractList<@Nullable Object> implements RandomAccess {
  private final @Nullable Object first;
  private final @Nullable Object second;

  Duo(@Nullable Object first, @Nullable Object second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public @Nullable Object get(int place) {
    return switch (place) {
      case 0 -> first;
      case 1 -> second;
      default -> throw new IndexOutOfBoundsException(place);
    };
  }

  @Override
  public int size() {
    return 2;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Duo duo
        ? Objects.equals(first, duo.first) && Objects.equals(second, duo.second)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return 31 * (31 + Objects.hashCode(first)) + Objects.hashCode(second);
  }
}
