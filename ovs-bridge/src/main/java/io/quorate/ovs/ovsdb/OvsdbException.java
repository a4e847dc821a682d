package io.quorate.ovs.ovsdb;

/** Something that was asked of the database or the switch could not be done; one line says why. */
public final class OvsdbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OvsdbException(String message) {
    super(message);
  }

  public OvsdbException(String message, Throwable cause) {
    super(message, cause);
  }
}
