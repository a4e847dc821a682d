package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A counter of 64 bits: {@code add n}, where n may be negative, and {@code read}.
 *
 * <ul>
 *   <li>{@code add} tells nothing by its result; a <b>failed</b> one is left out; a <b>crashed</b>
 *       one may take effect at any time after its invocation or never. Adding 0 is left out.
 *   <li>A {@code read} of <b>nil</b>, and one that failed or crashed, tells nothing.
 * </ul>
 */
final class Counter implements Model<Long> {
  private final long initial;

  Counter(long initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public Long init() {
    return initial;
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "add" -> roleOfAdd(call);
      case "read" -> roleOfRead(call);
      default -> Role.FOREIGN;
    };
  }

  private static Role roleOfAdd(Call call) {
    if (!(call.input() instanceof Long n)) {
      return Role.FOREIGN;
    }
    return call.outcome() == Outcome.FAIL || n == 0 ? Role.IGNORED : Role.UPDATE;
  }

  private static Role roleOfRead(Call call) {
    if (call.outcome() != Outcome.OK || call.output() == null) {
      return Role.IGNORED;
    }
    return call.output() instanceof Long ? Role.OBSERVATION : Role.FOREIGN;
  }

  @Override
  public @Nullable Long step(Long count, Call call) {
    if (call.f().equals("read")) {
      return count.equals(call.output()) ? count : null;
    }
    return call.input() instanceof Long n ? Long.valueOf(count + n) : null;
  }

  @Override
  public String vocabulary() {
    return "add n, read";
  }
}
