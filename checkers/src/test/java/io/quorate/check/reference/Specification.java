package io.quorate.check.reference;

import io.quorate.check.history.Call;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An object written a second time, in the plainest way: no code is shared with the models. States
 * are immutable values.
 */
interface Specification {
  /** What an operation did when it was run. */
  record Result(Object state, @Nullable Object output, boolean refused) {
    static Result ok(Object state, @Nullable Object output) {
      return new Result(state, output, false);
    }

    static Result refused(Object state) {
      return new Result(state, null, true);
    }
  }

  /** What may be called. */
  record Request(String f, @Nullable Object input) {}

  Object start();

  /** Every state in which the call may leave the object; none if it cannot have gone so. */
  List<Object> after(Object state, Call call);

  /** A call out of a hat; {@code fresh} is a value that no other call has had. */
  Request draw(RandomGenerator random, long fresh);

  /** Runs a call. */
  Result run(Object state, Request request, RandomGenerator random);

  /**
   * A result out of a hat, for a call that returned; values below {@code fresh} have been drawn.
   */
  @Nullable Object guess(Request request, RandomGenerator random, long fresh);
}
