package io.quorate.ovs.openflow;

/** A switch refused a change; nothing was changed, unless the message says otherwise. */
public final class ChangeRefusedException extends OpenFlowException {
  private static final long serialVersionUID = 1L;

  private final transient Change change;
  private final int type;
  private final int code;

  ChangeRefusedException(String message, Change change, int type, int code) {
    super(message);
    this.change = change;
    this.type = type;
    this.code = code;
  }

  /** What was refused. */
  public Change change() {
    return change;
  }

  /** The error's type, as the version of the protocol numbers it. */
  public int type() {
    return type;
  }

  /** The error's code, as the version of the protocol numbers it. */
  public int code() {
    return code;
  }
}
