package io.quorate.ovs.openflow;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for an answer, within a time. */
final class Waiting {
  private Waiting() {}

  /**
   * The answer.
   *
   * @throws OpenFlowException if it does not come in time, was refused, or the thread is
   *     interrupted
   */
  static <T> T forAnswer(CompletableFuture<T> answer, Duration timeout, String what) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OpenFlowException(
          "no answer to %s within %d ms".formatted(what, timeout.toMillis()), e);
    } catch (ExecutionException e) {
      throw failed(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenFlowException("interrupted while waiting for " + what, e);
    }
  }

  /** What the connection's thread told, as this thread's own. */
  private static OpenFlowException failed(String what, ExecutionException e) {
    Throwable cause = e.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new OpenFlowException(what + ": " + (cause == null ? e : cause).getMessage(), e);
  }
}
