package io.quorate.check.model;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A lock: {@code acquire} takes it when it is free, {@code release} frees it when it is held. As
 * with Knossos' mutex, it does not ask who holds it.
 *
 * <ul>
 *   <li>A <b>failed</b> acquire or release changed nothing and is left out.
 *   <li>One that returned {@code OK} with <b>false</b> was tried in vain: the lock was held (for an
 *       acquire) or free (for a release). Every other result, nil too, is success.
 *   <li>A <b>crashed</b> acquire or release may take effect at any time after its invocation or
 *       never.
 * </ul>
 */
final class Mutex implements Model<Mutex.Lock> {
  /** Whether somebody has the lock. */
  enum Lock {
    FREE,
    HELD;

    @Override
    public String toString() {
      return this == FREE ? "free" : "held";
    }
  }

  @Override
  public String name() {
    return "mutex";
  }

  @Override
  public Lock init() {
    return Lock.FREE;
  }

  @Override
  public Role role(Call call) {
    boolean known =
        switch (call.f()) {
          case "acquire", "lock", "release", "unlock" -> true;
          default -> false;
        };
    if (!known) {
      return Role.FOREIGN;
    }
    return switch (call.outcome()) {
      case FAIL -> Role.IGNORED;
      case INFO -> Role.UPDATE;
      case OK -> wasInVain(call) ? Role.OBSERVATION : Role.UPDATE;
    };
  }

  @Override
  public @Nullable Lock step(Lock lock, Call call) {
    boolean acquires = call.f().equals("acquire") || call.f().equals("lock");
    boolean possible = acquires == (lock == Lock.FREE);
    if (wasInVain(call)) {
      return possible ? null : lock;
    }
    return !possible ? null : acquires ? Lock.HELD : Lock.FREE;
  }

  private static boolean wasInVain(Call call) {
    return call.outcome() == Outcome.OK && Boolean.FALSE.equals(call.output());
  }

  @Override
  public String vocabulary() {
    return "acquire, release";
  }

  @Override
  public String describe(Lock lock) {
    return lock.toString();
  }
}
