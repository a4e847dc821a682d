package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Model;
import io.quorate.check.model.Move;
import io.quorate.check.model.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is worth looking closer: whether some part of a history brings no value in twice. Most
 * histories that monitors are not made for repeat whole calls, such as one write of a few values,
 * and that is seen at little cost.
 */
final class Prospect {
  private Prospect() {}

  /** Whether some part has no call that brings a value in and is made more than once. */
  static boolean isOpen(History history, Model<?> model) {
    List<Call> calls = history.calls();
    int[] made = new int[calls.size()];
    for (int op = 0; op < history.size(); op++) {
      made[history.callOf(op)]++;
    }
    Map<@Nullable Object, Boolean> closed = new HashMap<>();
    int open = 0;
    for (int number = 0; number < made.length; number++) {
      Call call = calls.get(number);
      Object part = model.partition(call);
      Boolean known = closed.putIfAbsent(part, false);
      open += known == null ? 1 : 0;
      boolean alreadyClosed = known != null && known;
      if (!alreadyClosed && made[number] > 1 && bringsIn(model, call)) {
        closed.put(part, true);
        open--;
      }
    }
    return open > 0;
  }

  private static boolean bringsIn(Model<?> model, Call call) {
    Role role = model.role(call);
    boolean told = role == Role.UPDATE || role == Role.OVERWRITE;
    if (!told || call.outcome() == Outcome.FAIL) {
      return false;
    }
    return switch (model.move(call)) {
      case Move.Write m -> true;
      case Move.Cas m -> true;
      case Move.Put m -> true;
      case Move.Add m -> true;
      case Move.Append m -> true;
      case null, default -> false;
    };
  }
}
