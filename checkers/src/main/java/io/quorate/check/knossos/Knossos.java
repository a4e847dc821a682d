package io.quorate.check.knossos;

import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.ModelMismatch;
import io.quorate.check.verdict.Budget;
import io.quorate.check.verdict.Effort;
import io.quorate.check.verdict.Exhaustion;
import io.quorate.check.verdict.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks Knossos, which is at its best on short histories of few processes, and whose models and
 * algorithms are nobody's here: a second opinion.
 *
 * <p>It has {@code register}, {@code cas-register}, {@code mutex}, {@code fifo-queue}, {@code
 * unordered-queue} and {@code set}; {@code kv} is asked key by key as a {@code cas-register}, if it
 * has no {@code append}. What it cannot be told is left out, and then of its answers only those are
 * passed on that are right all the same; where none is, the verdict is unknown, with {@link
 * Exhaustion#UNSUITED} and a remark.
 *
 * <p>Knossos cannot be stopped in every place. After the budget is spent a thread of it may work on
 * for a while; it is a daemon, so the process can exit.
 */
public final class Knossos {
  private static final long WAIT_MS = 5;

  private Knossos() {}

  /** Whether Clojure and Knossos are on the class path; loads neither. */
  public static boolean isPresent() {
    return isThere("clojure/java/api/Clojure.class")
        && (isThere("knossos/wgl.clj") || isThere("knossos/wgl__init.class"));
  }

  private static boolean isThere(String resource) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null && loader.getResource(resource) != null;
  }

  /**
   * Judges a history by Knossos. The first call loads it, which takes some seconds that are not
   * taken from the budget. Its memory is that of the whole heap: the budget's is compared with the
   * growth of what is reachable.
   *
   * @throws KnossosAbsent when Knossos is not on the class path
   * @throws ModelMismatch when the history has a call that the model does not know
   */
  public static Opinion check(History history, Model<?> model, Budget budget) {
    if (!isPresent()) {
      throw new KnossosAbsent();
    }
    List<Question> questions = Questions.of(history, model);
    if (questions == null) {
      String remark =
          "Knossos has no model "
              + model.name()
              + " with these calls; it has register, cas-register, multi-register, mutex,"
              + " fifo-queue, unordered-queue and set";
      return new Opinion(
          new Verdict.Unknown(Exhaustion.UNSUITED, null, new Effort(0, history.size(), 0, 0, 0)),
          remark);
    }
    return ask(new Consultation(history, questions), budget);
  }

  private static Opinion ask(Consultation consultation, Budget budget) {
    CompletableFuture<Interop> loaded = new CompletableFuture<>();
    CompletableFuture<Opinion> held = new CompletableFuture<>();
    KnossosThreads threads = new KnossosThreads();
    threads.start(
        () -> {
          if (complete(loaded, Interop::get)) {
            complete(held, () -> consultation.hold(loaded.resultNow(), threads));
          }
        });
    Budget patience = new Budget(Long.MAX_VALUE, Long.MAX_VALUE, () -> 0, budget.cancelled());
    Exhaustion why = await(loaded, new Limits(patience));
    if (why == null && !loaded.isCompletedExceptionally()) {
      why = await(held, new Limits(budget));
    }
    if (why != null) {
      consultation.stop();
      return consultation.unfinished(why);
    }
    Throwable failure = loaded.isCompletedExceptionally() ? loaded.exceptionNow() : null;
    failure = held.isCompletedExceptionally() ? held.exceptionNow() : failure;
    return failure == null ? held.resultNow() : consultation.failed(failure);
  }

  /** Whatever is thrown, errors too, is Knossos' failure and not ours. */
  private static <T> boolean complete(CompletableFuture<T> future, Supplier<T> work) {
    try {
      return future.complete(work.get());
    } catch (Throwable t) {
      future.completeExceptionally(t);
      return false;
    }
  }

  /** Waits for an end; what was spent before it came, or null. */
  private static @Nullable Exhaustion await(CompletableFuture<?> future, Limits limits) {
    while (true) {
      try {
        future.get(WAIT_MS, TimeUnit.MILLISECONDS);
        return null;
      } catch (ExecutionException e) {
        return null;
      } catch (TimeoutException e) {
        Exhaustion spent = limits.spent();
        if (spent != null) {
          return spent;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Exhaustion.CANCELLED;
      }
    }
  }
}
