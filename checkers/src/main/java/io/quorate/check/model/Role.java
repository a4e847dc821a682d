package io.quorate.check.model;

/** What a call can tell a checker. */
public enum Role {
  /**
   * Nothing: the call is left out. A refused write; a read that crashed, for nobody learned what it
   * saw.
   */
  IGNORED,
  /**
   * It sees the state and never changes it. In every state, {@link Model#step} either refuses the
   * call or returns an equal state. Engines rely on this to place such calls at once.
   */
  OBSERVATION,
  /** It may change the state. */
  UPDATE,
  /**
   * It sets the state to one that does not depend on the state before, and cannot be refused: a
   * plain write. Engines rely on this to leave out crashed calls that nobody can have noticed.
   */
  OVERWRITE,
  /** The model has no such call, or not with this argument: the history is of another model. */
  FOREIGN
}
