package io.quorate.check.model;

/** How a read that returned nil is read. */
public enum NilRead {
  /** The object held nil, or the key was absent. Porcupine's reading. */
  SAW_NIL,
  /** Nothing is known of what it saw, so any value agrees. Knossos' reading. */
  SAYS_NOTHING
}
