package io.quorate.check.model;

import io.quorate.check.history.Operation;

/** A history has a call that the model does not know. The message is one line for a user. */
public final class ModelMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the operation and what the model knows instead. */
  public ModelMismatch(Model<?> model, Operation operation) {
    super(
        String.format(
            "%s, is no call of model %s (%s); choose the history's own model",
            operation.introduction(), model.name(), model.vocabulary()));
  }
}
