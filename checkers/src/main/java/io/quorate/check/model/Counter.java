package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A counter without bounds: {@code add n}, where n may be negative, and {@code read}. A count is a
 * {@code Long} as long as it fits one, and a {@code BigInteger} beyond, as histories have it.
 *
 * <ul>
 *   <li>{@code add} tells nothing by its result; a <b>failed</b> one is left out; a <b>crashed</b>
 *       one may take effect at any time after its invocation or never. Adding 0 is left out.
 *   <li>A {@code read} of <b>nil</b>, and one that failed or crashed, tells nothing.
 * </ul>
 */
final class Counter implements Model<Number> {
  private final long initial;

  Counter(long initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public Number init() {
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
    if (!isWhole(call.input())) {
      return Role.FOREIGN;
    }
    boolean changes = call.outcome() != Outcome.FAIL && !Long.valueOf(0).equals(call.input());
    return changes ? Role.UPDATE : Role.IGNORED;
  }

  private static Role roleOfRead(Call call) {
    if (call.outcome() != Outcome.OK || call.output() == null) {
      return Role.IGNORED;
    }
    return isWhole(call.output()) ? Role.OBSERVATION : Role.FOREIGN;
  }

  private static boolean isWhole(@Nullable Object value) {
    return value instanceof Long || value instanceof BigInteger;
  }

  @Override
  public @Nullable Number step(Number count, Call call) {
    if (call.f().equals("read")) {
      return count.equals(call.output()) ? count : null;
    }
    return call.input() instanceof Number n ? sum(count, n) : null;
  }

  private static Number sum(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) {
      long sum = x + y;
      boolean overflown = ((x ^ sum) & (y ^ sum)) < 0;
      if (!overflown) {
        return sum;
      }
    }
    BigInteger sum = exact(a).add(exact(b));
    return sum.bitLength() < Long.SIZE ? Long.valueOf(sum.longValue()) : sum;
  }

  private static BigInteger exact(Number n) {
    return n instanceof BigInteger large ? large : BigInteger.valueOf(n.longValue());
  }

  @Override
  public String vocabulary() {
    return "add n, read";
  }
}
