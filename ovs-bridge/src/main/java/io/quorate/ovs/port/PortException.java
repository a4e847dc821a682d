package io.quorate.ovs.port;

/**
 * A port, namespace or privilege could not be had. The message is one line: what, where, and how to
 * mend it.
 */
public final class PortException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** One line. */
  public PortException(String message) {
    super(message);
  }
}
