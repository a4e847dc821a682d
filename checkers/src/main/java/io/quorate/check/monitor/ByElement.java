package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Move;
import io.quorate.check.model.Role;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of which no call sees more than one element: each element is an object of its own, and
 * since linearizability is local (Herlihy and Wing, 1990, theorem 1), a history is judged element
 * by element. Parts have the names of elements, or of a key and an element.
 */
record ByElement<S>(Model<S> whole) implements Model<S> {
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
  public String name() {
    return whole.name();
  }

  @Override
  public S init() {
    return whole.init();
  }

  @Override
  public @Nullable S step(S state, Call call) {
    return whole.step(state, call);
  }

  @Override
  public Role role(Call call) {
    return whole.role(call);
  }

  @Override
  public @Nullable Object partition(Call call) {
    Object key = whole.partition(call);
    Object element = element(whole.move(call));
    return key == null ? element : Arrays.asList(key, element);
  }

  @Override
  public boolean equal(S a, S b) {
    return whole.equal(a, b);
  }

  @Override
  public int hash(S state) {
    return whole.hash(state);
  }

  @Override
  public long footprintBytes(S state) {
    return whole.footprintBytes(state);
  }

  @Override
  public String vocabulary() {
    return whole.vocabulary();
  }

  @Override
  public String describe(S state) {
    return whole.describe(state);
  }

  @Override
  public String describe(Call call) {
    return whole.describe(call);
  }
}
