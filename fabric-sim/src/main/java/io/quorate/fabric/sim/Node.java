package io.quorate.fabric.sim;

/** A switch or a host of the running fabric: something that frames reach by numbered ports. */
public interface Node {

  /** The fabric's name for it. */
  String name();

  /**
   * A frame arrives.
   *
   * @param port where; a host has port 1 only
   * @param frame from the Ethernet destination on, without FCS; it belongs to the node from now on,
   *     which may rewrite it in place and send it on
   */
  void receive(int port, byte[] frame);

  /**
   * The port's link lost or regained its carrier.
   *
   * @param up true when frames can pass again
   */
  void carrierChanged(int port, boolean up);
}
