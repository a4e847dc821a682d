package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model of which only some parts are of interest: calls of the others tell nothing. */
record Narrowed<S>(Model<S> whole, Set<@Nullable Object> parts) implements Model<S> {
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
    return parts.contains(whole.partition(call)) ? whole.role(call) : Role.IGNORED;
  }

  @Override
  public @Nullable Object partition(Call call) {
    return whole.partition(call);
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
