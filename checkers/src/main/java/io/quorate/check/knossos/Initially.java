package io.quorate.check.knossos;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.history.Outcome;
import io.quorate.check.model.Held;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an object holds before any call, in words for Knossos. */
final class Initially {
  private Initially() {}

  /** The argument of the function that makes Knossos' model; null where it takes none. */
  static @Nullable Object of(Model<?> model, History history, Wording wording) {
    if (model.init() instanceof Held held) {
      return wording.value(held.value());
    }
    return model.name().equals("multi-register") ? registers(model, history, wording) : null;
  }

  /** Whether a register that was read as nil, among others, may hold anything. */
  static boolean nilSaysNothing(Model<?> model) {
    return model.name().equals("multi-register") && model.role(read("any", null)) == Role.IGNORED;
  }

  /**
   * A multi-register does not say what it begins with, but agrees to reads of it. What nobody read
   * need not be known.
   */
  private static Object registers(Model<?> model, History history, Wording wording) {
    Map<Object, Object> initial = new LinkedHashMap<>();
    for (Call call : history.calls()) {
      for (Micro micro : Micro.of(call)) {
        if (!micro.writes() && isInitial(model, micro)) {
          initial.put(wording.value(micro.key()), wording.value(micro.value()));
        }
      }
    }
    return initial;
  }

  private static <S> boolean isInitial(Model<S> model, Micro read) {
    Call call = read(read.key(), read.value());
    return model.role(call) == Role.OBSERVATION && model.step(model.init(), call) != null;
  }

  private static Call read(@Nullable Object key, @Nullable Object value) {
    Map<@Nullable Object, @Nullable Object> registers = new HashMap<>();
    registers.put(key, value);
    Object result = Collections.unmodifiableMap(registers);
    return new Call("read", null, result, result, Outcome.OK);
  }
}
