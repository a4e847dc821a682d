package io.quorate.fabric.flow;

/**
 * A flow, group or statement that cannot be read. The message is one line: what is wrong, the
 * offending words in quotes, and how to mend it. Where the text stands is for the caller to add.
 */
public final class FlowSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal: what is wrong, the offending word, and how to mend it, in one line. */
  public FlowSyntaxException(String message) {
    super(message);
  }
}
