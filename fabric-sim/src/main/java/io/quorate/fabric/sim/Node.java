package io.quorate.fabric.sim;

/** A switch or a host of the running fabric: something that frames reach by numbered ports. */
public interface Node {

  /** The fabric's name for it. */
  String name();

  /**
   * A frame arrives.
   *
   * @param port where; a host has port 1 only
   * @param frame from the Ethernet destination on, without FCS; others may hold the same array, so
   *     it is read only: a node that rewrites a frame copies it first
   */
  void receive(int port, byte[] frame);

  /**
   * The port's link lost or regained its carrier.
   *
   * @param up true when frames can pass again
   */
  void carrierChanged(int port, boolean up);
}
