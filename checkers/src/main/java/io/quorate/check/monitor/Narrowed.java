package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model of which only some parts are of interest: calls of the others tell nothing. */
record Narrowed<S>(Model<S> whole, Set<@Nullable Object> parts) implements Variant<S> {
  @Override
  public Role role(Call call) {
    return parts.contains(whole.partition(call)) ? whole.role(call) : Role.IGNORED;
  }
}
