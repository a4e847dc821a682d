package io.quorate.ovs.openflow;

/** Something that was asked of a switch could not be done; one line says what, where and why. */
public class OpenFlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OpenFlowException(String message) {
    super(message);
  }

  public OpenFlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
