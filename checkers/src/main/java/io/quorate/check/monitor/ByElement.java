package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Move;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of which no call sees more than one element: each element is an object of its own, and
 * since linearizability is local (Herlihy and Wing, 1990, theorem 1), a history is judged element
 * by element. Parts have the names of elements, or of a key and an element.
 */
record ByElement<S>(Model<S> whole) implements Variant<S> {
  /** Whether every call that tells something is about one element. */
  static boolean applies(History history, Model<?> model) {
    for (Call call : history.calls()) {
      boolean tells =
          switch (model.role(call)) {
            case OBSERVATION, UPDATE, OVERWRITE -> true;
            case IGNORED, FOREIGN -> false;
          };
      boolean ofOneElement =
          switch (model.move(call)) {
            case Move.Add add -> true;
            case Move.Touch touch -> true;
            case null, default -> false;
          };
      if (tells && !ofOneElement) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object element(@Nullable Move move) {
    return switch (move) {
      case Move.Add add -> add.element();
      case Move.Touch touch -> touch.element();
      case null, default -> null;
    };
  }

  @Override
  public @Nullable Object partition(Call call) {
    Object key = whole.partition(call);
    Object element = element(whole.move(call));
    return key == null ? element : Arrays.asList(key, element);
  }
}
