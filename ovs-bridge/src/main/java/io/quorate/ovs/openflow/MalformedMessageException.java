package io.quorate.ovs.openflow;

/** Bytes that are no OpenFlow message: truncated, or with a length that does not fit. */
public final class MalformedMessageException extends OpenFlowException {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }
}
