package io.quorate.paxos.message;

/**
 * A message and who sent it.
 *
 * @param group Paxos group
 * @param sender node id of a member; 0 for a client
 * @param incarnation of the sender, counting its starts from 1
 * @param message what it says
 */
public record Envelope(int group, int sender, int incarnation, Message message) {}
