package io.quorate.paxos;

import io.quorate.paxos.message.Message;
import java.util.Arrays;

/**
 * Who has been started again, as far as this replica knows. What a node said before its last start
 * is refused: a message may be older than the memory of whoever sent it.
 *
 * <p>Where nodes keep nothing, that is not enough, for an old message may come in before anybody
 * here knows that it is old. There, whatever is counted in a quorum tells which incarnations its
 * sender knew of; it is taken in before the message is counted, and what was counted of an earlier
 * self of anybody is void. Why this suffices is said at {@link Recovery}.
 */
final class Rebirths {

  private final int selfIndex;
  private final boolean tells;
  private Incarnations known;

  /** The same by member's index, as every message asks for it. */
  private final int[] latest;

  /**
   * @param incarnation of this node
   */
  Rebirths(ReplicaConfig config, Members members, int incarnation) {
    this.selfIndex = members.selfIndex();
    this.tells = config.durability() == Durability.VOLATILE;
    this.known = Incarnations.FIRST.with(members.self(), incarnation);
    this.latest = new int[members.size()];
    Arrays.fill(latest, 1);
    latest[members.selfIndex()] = incarnation;
  }

  /** What goes with a message that is counted: nothing where nothing is ever void. */
  Incarnations told() {
    return tells ? known : Incarnations.FIRST;
  }

  /** What is known, whether or not it is told. */
  Incarnations known() {
    return known;
  }

  /** What the sender of this message knows, where it says so. */
  static Incarnations toldBy(Message message) {
    if (message instanceof Message.Learn learn) {
      return learn.known();
    }
    if (message instanceof Message.Ack ack) {
      return ack.known();
    }
    if (message instanceof Message.Promise promise) {
      return promise.known();
    }
    return message instanceof Message.Recovered page ? page.known() : Incarnations.FIRST;
  }

  /** True if the message comes from an earlier self of the member with this index. */
  boolean isOutdated(int index, int incarnation) {
    return Incarnations.isLater(incarnation, latest[index]);
  }

  /**
   * Takes in that a node is heard of in this incarnation.
   *
   * @param index its index; −1 if it is a stranger, of whom nothing is kept
   * @return true if what its earlier selves have said is void
   */
  boolean hear(int node, int index, int incarnation) {
    boolean isStranger = index < 0 || index == selfIndex;
    if (isStranger || !Incarnations.isLater(latest[index], incarnation)) {
      return false;
    }
    known = known.with(node, incarnation);
    latest[index] = incarnation;
    return tells;
  }
}
