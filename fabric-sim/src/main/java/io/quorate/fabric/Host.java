package io.quorate.fabric;

/**
 * A host with one network interface.
 *
 * @param name unique among switches and hosts
 * @param role what it does
 * @param attachedTo name of its switch
 * @param ipv4 address
 * @param mac address, in the low 48 bits
 * @param group id of the Paxos group that orders what a service host is sent; a client may ask all,
 *     and has {@link #EVERY}
 */
public record Host(String name, Role role, String attachedTo, int ipv4, long mac, int group) {

  /** The group of a client. */
  public static final int EVERY = -1;

  /** Where there is one group, with the id that it has by default. */
  public Host(String name, Role role, String attachedTo, int ipv4, long mac) {
    this(name, role, attachedTo, ipv4, mac, role == Role.CLIENT ? EVERY : 1);
  }

  /** Clients send requests to the service address; service hosts run the replicated service. */
  public enum Role {
    CLIENT,
    SERVICE
  }
}
