package io.quorate.ovs.openflow;

/** A flow, group or meter that the version of the protocol in use has no words for. */
public final class InexpressibleException extends OpenFlowException {
  private static final long serialVersionUID = 1L;

  public InexpressibleException(String message) {
    super(message);
  }
}
