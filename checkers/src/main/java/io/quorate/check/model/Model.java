package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Edn;
import org.jspecify.annotations.Nullable;

/**
 * The sequential specification of an object: a deterministic state machine. Write one's own by
 * implementing {@link #name}, {@link #init} and {@link #step}; the rest have defaults that fit
 * immutable states with value equality.
 *
 * <p>All methods are pure functions of their arguments, and states are never modified. An object
 * whose behaviour is not deterministic is modelled by a state that is the set of the states it may
 * be in. Methods may be called from any thread.
 *
 * <p>Outcomes: a call with outcome {@code OK} has a result that the model must agree to; a call
 * with outcome {@code FAIL} changed nothing; a call with outcome {@code INFO} has no result, and
 * its {@code step} says what it does <em>if</em> it takes effect, which the engine may also choose
 * never to happen.
 *
 * @param <S> the state, never null
 */
public interface Model<S> {
  /** The name by which a user asks for the model, such as {@code cas-register}. */
  String name();

  /** The state of the object, or of each partition of it, before any call. */
  S init();

  /** The state after the call, or null when the call cannot have gone so in this state. */
  @Nullable S step(S state, Call call);

  /** What the call can tell. By default a refused call is ignored and all others are updates. */
  default Role role(Call call) {
    return switch (call.outcome()) {
      case FAIL -> Role.IGNORED;
      case OK, INFO -> Role.UPDATE;
    };
  }

  /**
   * The part of the object that a call is about. Calls of different parts must be independent; each
   * part starts from {@link #init} and is checked by itself. By default the call's key.
   */
  default @Nullable Object partition(Call call) {
    return call.key();
  }

  /**
   * What kind of object this is, for the engines that decide some kinds without a search; null when
   * it is of no such kind. A model that names a kind promises to be that object, and to say by
   * {@link #move} what each call does to it.
   */
  default @Nullable Kind kind() {
    return null;
  }

  /**
   * What a call does to an object of this {@link #kind}; null when the kind has no word for it.
   * Asked only for calls whose role is neither {@link Role#IGNORED} nor {@link Role#FOREIGN}.
   */
  default @Nullable Move move(Call call) {
    return null;
  }

  /** Whether two states are the same. Must agree with {@link #hash}. */
  default boolean equal(S a, S b) {
    return a.equals(b);
  }

  /** A hash of the state; equal states have equal hashes. */
  default int hash(S state) {
    return state.hashCode();
  }

  /** Roughly how many bytes a state occupies, so that an engine can keep its memory budget. */
  default long footprintBytes(S state) {
    return 64;
  }

  /** The calls that the model has, in a few words for a user whose history has others. */
  default String vocabulary() {
    return "calls of " + name();
  }

  /** A state in a few words, for people. */
  default String describe(S state) {
    return Edn.print(state);
  }

  /** A call in a few words, for people. */
  default String describe(Call call) {
    return call.toString();
  }
}
