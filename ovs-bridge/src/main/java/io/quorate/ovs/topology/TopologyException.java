package io.quorate.ovs.topology;

/** A fabric could not be built, found or taken away; the message is one line for a person. */
public final class TopologyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One line for a person.
   *
   * @param message what, where, and how to mend it
   */
  public TopologyException(String message) {
    super(message);
  }

  /**
   * One line for a person.
   *
   * @param message what, where, and how to mend it
   */
  public TopologyException(String message, Throwable cause) {
    super(message, cause);
  }
}
