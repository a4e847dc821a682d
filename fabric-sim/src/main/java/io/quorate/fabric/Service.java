package io.quorate.fabric;

/**
 * The one address that clients send to, and how ordered packets are delivered.
 *
 * @param ipv4 virtual IPv4 address
 * @param mac virtual MAC address, in the low 48 bits
 * @param udpPort UDP port of the service
 * @param delivery what a switch does with an ordered value
 * @param agree replies of distinct hosts that must agree before the client is answered; 1 = first
 */
public record Service(int ipv4, long mac, int udpPort, Delivery delivery, int agree) {

  /** The two forms of delivery. */
  public enum Delivery {
    /** The ordered packet is rewritten for each local service host and output on its port. */
    PACKETS,
    /** The ordered value is a command, applied to a state machine in the switch's replica. */
    STATE_MACHINE
  }
}
