package io.quorate.check.knossos;

import io.quorate.check.history.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One register that a call of a multi-register reads or writes. */
record Micro(boolean writes, @Nullable Object key, @Nullable Object value) {

  /** Those of a call that the model admits, in their order; of its result, if it has one. */
  static List<Micro> of(Call call) {
    Object value = call.output() == null ? call.input() : call.output();
    List<Micro> micros = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> micros.add(new Micro(call.f().equals("write"), k, v)));
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        List<?> micro = (List<?>) each;
        boolean writes = micro.getFirst().toString().matches(":?w(rite)?");
        micros.add(new Micro(writes, micro.get(1), micro.get(2)));
      }
    }
    return micros;
  }
}
