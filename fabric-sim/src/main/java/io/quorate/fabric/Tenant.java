package io.quorate.fabric;

/**
 * A service, and the Paxos group of its own that orders what its clients send. Several may share
 * the switches of a fabric; none knows of another.
 *
 * @param service the address that its clients send to
 * @param group who orders
 */
public record Tenant(Service service, PaxosGroup group) {}
