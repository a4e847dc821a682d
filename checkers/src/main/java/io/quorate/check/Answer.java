package io.quorate.check;

import io.quorate.check.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A verdict and who gave it.
 *
 * @param verdict what was found
 * @param engine the engine that decided, never {@link Engine#AUTO}; of an unknown verdict the one
 *     that was asked last
 * @param remark what else the engine has to say, in one line: why it cannot judge, what it reads
 *     otherwise; null for nothing
 */
public record Answer(Verdict verdict, Engine engine, @Nullable String remark) {
  /** Checks that somebody decided. */
  public Answer {
    if (engine == Engine.AUTO) {
      throw new IllegalArgumentException("AUTO chooses an engine and decides nothing itself");
    }
  }

  /** A verdict about which there is nothing more to say. */
  public Answer(Verdict verdict, Engine engine) {
    this(verdict, engine, null);
  }
}
