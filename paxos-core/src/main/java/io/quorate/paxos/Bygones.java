package io.quorate.paxos;

import io.quorate.paxos.message.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * Hears from every message who has been started again. Where nodes keep nothing, what an earlier
 * self has said counts no more once a later one is heard of; {@link Recovery} tells why.
 */
final class Bygones {

  private final Members members;
  private final Rebirths rebirths;
  private final Member member;
  private final Leadership leadership;
  private final Ordering ordering;

  Bygones(Member member, Leadership leadership, Ordering ordering) {
    this.members = member.members();
    this.rebirths = member.rebirths();
    this.member = member;
    this.leadership = leadership;
    this.ordering = ordering;
  }

  /**
   * To be called before anything that the message says is counted.
   *
   * @param index of the sender
   * @param forgetful this replica while it has lost its memory; null else
   */
  void hear(Envelope envelope, int index, @Nullable Amnesiac forgetful) {
    hear(envelope.sender(), index, envelope.incarnation(), forgetful);
    Incarnations known = Rebirths.toldBy(envelope.message());
    for (int place = 0; place < known.size(); place++) {
      int node = known.node(place);
      hear(node, members.indexOf(node), known.incarnation(place), forgetful);
    }
  }

  private void hear(int node, int index, int incarnation, @Nullable Amnesiac forgetful) {
    if (rebirths.hear(node, index, incarnation)) {
      member.learner().voidVotes(index);
      leadership.voidWords(index);
      ordering.transition().voidWords(index);
      if (forgetful != null) {
        forgetful.voidAnswer(index);
      }
    }
  }
}
