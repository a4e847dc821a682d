package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log: {@code append v}, where v is not nil, and {@code read} (result: all values in
 * order).
 *
 * <ul>
 *   <li>{@code append} may return the place of its value, counted from 0: a whole number other than
 *       its argument, or a pair {@code [place v]} with its argument. Every other result tells
 *       nothing, and so does a number that equals the argument, which many clients repeat.
 *   <li>A <b>failed</b> append changed nothing and is left out; a <b>crashed</b> one may take
 *       effect at any time after its invocation or never.
 *   <li>A {@code read} of <b>nil</b> saw the empty log, but under {@link NilRead#SAYS_NOTHING}
 *       agrees with anything. A read that failed or crashed tells nothing.
 * </ul>
 */
final class Log implements Model<Chain> {
  private static final int PAIR = 2;

  private final Reading reading;

  Log(Reading reading) {
    this.reading = reading;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Chain init() {
    return Chain.EMPTY;
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "append" -> roleOfAppend(call);
      case "read" -> roleOfRead(call);
      default -> Role.FOREIGN;
    };
  }

  private static Role roleOfAppend(Call call) {
    if (call.input() == null) {
      return Role.FOREIGN;
    }
    return call.outcome() == Outcome.FAIL ? Role.IGNORED : Role.UPDATE;
  }

  private Role roleOfRead(Call call) {
    if (call.outcome() != Outcome.OK) {
      return Role.IGNORED;
    }
    return switch (call.output()) {
      case null -> reading.nilRead() == NilRead.SAYS_NOTHING ? Role.IGNORED : Role.OBSERVATION;
      case List<?> values -> Role.OBSERVATION;
      default -> Role.FOREIGN;
    };
  }

  @Override
  public @Nullable Chain step(Chain log, Call call) {
    Object value = call.input();
    if (call.f().equals("read")) {
      return log.holds(values(call)) ? log : null;
    }
    Long place = place(call);
    boolean elsewhere = place != null && place != log.size();
    return value == null || elsewhere ? null : log.and(value);
  }

  private static List<?> values(Call call) {
    return call.output() instanceof List<?> values ? values : List.of();
  }

  /** Where the value of an append came to stand, if its result says so. */
  private static @Nullable Long place(Call call) {
    return switch (call.output()) {
      case Long n when !n.equals(call.input()) -> n;
      case List<?> pair
          when pair.size() == PAIR
              && pair.getFirst() instanceof Long n
              && !pair.equals(call.input())
              && pair.getLast() != null
              && pair.getLast().equals(call.input()) ->
          n;
      case null, default -> null;
    };
  }

  @Override
  public Kind kind() {
    return new Kind.Log();
  }

  @Override
  public @Nullable Move move(Call call) {
    Object value = call.input();
    if (call.f().equals("read")) {
      return new Move.ReadLog(values(call));
    }
    return value == null || place(call) != null ? null : new Move.Append(value);
  }

  @Override
  public long footprintBytes(Chain log) {
    return Chain.LINK_BYTES;
  }

  @Override
  public String vocabulary() {
    return "append v, read";
  }

  @Override
  public String describe(Chain log) {
    return log.toString();
  }
}
