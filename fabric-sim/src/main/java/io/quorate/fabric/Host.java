package io.quorate.fabric;

/**
 * A host with one network interface.
 *
 * @param name unique among switches and hosts
 * @param role what it does
 * @param attachedTo name of its switch
 * @param ipv4 address
 * @param mac address, in the low 48 bits
 */
public record Host(String name, Role role, String attachedTo, int ipv4, long mac) {

  /** Clients send requests to the service address; service hosts run the replicated service. */
  public enum Role {
    CLIENT,
    SERVICE
  }
}
