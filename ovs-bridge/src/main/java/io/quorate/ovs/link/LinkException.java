package io.quorate.ovs.link;

/** The link process could not be asked, or refused; the message is one line for a person. */
public final class LinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What, where, and how to mend it. */
  public LinkException(String message) {
    super(message);
  }

  /** What, where, and how to mend it; and what it came from. */
  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
