package io.quorate.check.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes keyed values apart: from {@code [key value]} to a call with a key. */
final class Pairs {
  private static final int PAIR = 2;

  private Pairs() {}

  static History split(History history, Keying keying, String file) {
    return switch (keying) {
      case PLAIN -> history;
      case DETECT -> areKeyed(history.calls()) ? split(history) : history;
      case PAIRS -> {
        if (!history.calls().stream().allMatch(Pairs::isPair)) {
          throw new MalformedHistory(file, 0, "not every value is a pair [key value]");
        }
        yield split(history);
      }
    };
  }

  private static boolean areKeyed(List<Call> calls) {
    for (Call call : calls) {
      boolean keyed = call.key() == null && !call.f().equals("txn") && isPair(call);
      if (!keyed || (call.f().equals("cas") && !isPair(second(call.input())))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPair(Call call) {
    if (!isPair(call.input())) {
      return false;
    }
    boolean blank = call.outcome() != Outcome.OK;
    return blank || (isPair(call.output()) && sameFirst(call.input(), call.output()));
  }

  private static boolean isPair(@Nullable Object value) {
    return value instanceof List<?> list && list.size() == PAIR;
  }

  private static boolean sameFirst(@Nullable Object a, @Nullable Object b) {
    Object key = first(a);
    return key != null && key.equals(first(b));
  }

  private static @Nullable Object first(@Nullable Object pair) {
    return pair instanceof List<?> list ? list.getFirst() : null;
  }

  private static @Nullable Object second(@Nullable Object pair) {
    return pair instanceof List<?> list ? list.getLast() : null;
  }

  private static History split(History history) {
    Repeats repeats = new Repeats();
    List<Call> calls = new ArrayList<>(history.calls().size());
    for (Call call : history.calls()) {
      Object key = repeats.of(first(call.input()));
      Object output = call.outcome() == Outcome.OK ? second(call.output()) : null;
      calls.add(new Call(call.f(), key, second(call.input()), output, call.outcome()));
    }
    return history.withCalls(calls);
  }
}
