package io.quorate.paxos.message;

import org.jspecify.annotations.Nullable;

/**
 * A message and who sent it. Groups and nodes have 16 bits, as on the wire; kept so, an envelope is
 * a quarter shorter than a record of numbers would be, and there is one for every message.
 */
public final class Envelope {

  private static final int ID_MAX = 0xFFFF;

  private final char group;
  private final char sender;
  private final int incarnation;
  private final Message message;

  /**
   * @param group Paxos group, 0 to 65535
   * @param sender node id of a member, 1 to 65535; 0 for a client
   * @param incarnation of the sender, counting its starts from 1
   * @param message what it says
   */
  public Envelope(int group, int sender, int incarnation, Message message) {
    if ((group & ID_MAX) != group || (sender & ID_MAX) != sender) {
      throw new IllegalArgumentException(
          "group %d, sender %d: both are 0 to %d".formatted(group, sender, ID_MAX));
    }
    this.group = (char) group;
    this.sender = (char) sender;
    this.incarnation = incarnation;
    this.message = message;
  }

  public int group() {
    return group;
  }

  public int sender() {
    return sender;
  }

  public int incarnation() {
    return incarnation;
  }

  public Message message() {
    return message;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Envelope that
        && group == that.group
        && sender == that.sender
        && incarnation == that.incarnation
        && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return ((group * 31 + sender) * 31 + incarnation) * 31 + message.hashCode();
  }

  @Override
  public String toString() {
    return "Envelope[group=%d, sender=%d, incarnation=%s, message=%s]"
        .formatted(group(), sender(), Integer.toUnsignedString(incarnation), message);
  }
}
