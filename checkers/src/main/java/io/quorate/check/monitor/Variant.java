package io.quorate.check.monitor;

import io.quorate.check.history.Call;
import io.quorate.check.model.Model;
import io.quorate.check.model.Role;
import org.jspecify.annotations.Nullable;

/** A model that is another one but for how calls are told apart. */
interface Variant<S> extends Model<S> {
  /** The other one. */
  Model<S> whole();

  @Override
  default String name() {
    return whole().name();
  }

  @Override
  default S init() {
    return whole().init();
  }

  @Override
  default @Nullable S step(S state, Call call) {
    return whole().step(state, call);
  }

  @Override
  default Role role(Call call) {
    return whole().role(call);
  }

  @Override
  default @Nullable Object partition(Call call) {
    return whole().partition(call);
  }

  @Override
  default boolean equal(S a, S b) {
    return whole().equal(a, b);
  }

  @Override
  default int hash(S state) {
    return whole().hash(state);
  }

  @Override
  default long footprintBytes(S state) {
    return whole().footprintBytes(state);
  }

  @Override
  default String vocabulary() {
    return whole().vocabulary();
  }

  @Override
  default String describe(S state) {
    return whole().describe(state);
  }

  @Override
  default String describe(Call call) {
    return whole().describe(call);
  }
}
