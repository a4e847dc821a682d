package io.quorate.paxos;

import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.Message.Accept;
import io.quorate.paxos.message.Message.Ack;
import io.quorate.paxos.message.Message.Canvass;
import io.quorate.paxos.message.Message.Chosen;
import io.quorate.paxos.message.Message.Client;
import io.quorate.paxos.message.Message.Fetch;
import io.quorate.paxos.message.Message.Join;
import io.quorate.paxos.message.Message.Learn;
import io.quorate.paxos.message.Message.Nack;
import io.quorate.paxos.message.Message.Piece;
import io.quorate.paxos.message.Message.Prepare;
import io.quorate.paxos.message.Message.Promise;
import io.quorate.paxos.message.Message.Read;
import io.quorate.paxos.message.Message.Refusal;
import io.quorate.paxos.message.Message.Refusal.Reason;
import io.quorate.paxos.message.Message.Repair;
import io.quorate.paxos.message.Message.Reply;
import io.quorate.paxos.message.Message.Support;
import io.quorate.paxos.message.Message.Trust;

/**
 * A replica that has lost its memory, for as long as it has: it wins it back ({@link Recovery}),
 * takes in what is chosen, and plays no other role.
 */
final class Amnesiac {

  private final Leadership leadership;
  private final Ordering ordering;
  private final CatchUp catchUp;
  private final Reads reads;
  private final Window window;
  private final Recovery recovery;

  Amnesiac(
      Member member,
      Leadership leadership,
      Ordering ordering,
      CatchUp catchUp,
      Reads reads,
      int incarnation) {
    this.leadership = leadership;
    this.ordering = ordering;
    this.catchUp = catchUp;
    this.reads = reads;
    this.window = member.window();
    this.recovery = new Recovery(member, catchUp, incarnation);
  }

  /** Takes in what is no message. */
  void take(Event event, Effects out) {
    switch (event) {
      case Event.Booted booted -> {
        leadership.forgets(out);
        recovery.begin(out);
      }
      case Event.Ticked ticked -> {
        leadership.tick();
        recovery.tick(out);
        catchUp.tick(out);
      }
      case Event.Proposed proposed -> ordering.refuse(proposed.value(), Reason.NOT_LEADER, out);
      case Event.Asked asked -> reads.ask(asked.query(), out);
      // A wish for a leader, which it is not, and a hint for one who follows.
      case Event.HandOver _, Event.Link _ -> {}
      case Event.Received received -> throw new AssertionError("a message is overheard");
    }
  }

  /** What an earlier self of this member has told is void. */
  void voidAnswer(int index) {
    recovery.voidAnswer(index);
  }

  /** Takes in what it has asked for, and what is chosen. */
  void overhear(int sender, int index, Message message, Effects out) {
    switch (message) {
      case Message.Recover recover -> recovery.asks(index, out);
      case Repair _, Fetch _ -> {}
      case Message.Recovered page -> recovery.onPage(sender, index, page, out);
      case Chosen chosen -> catchUp.onChosen(sender, chosen, out);
      case Piece piece -> catchUp.onPiece(sender, piece, out);
      case Accept accept -> ordering.overhear(sender, accept, out);
      case Learn learn -> ordering.onLearn(index, learn, out);
      case Trust trust -> {
        if (leadership.owns(sender, trust.ballot())) {
          window.raise(trust.watermark());
          catchUp.chosenBelow(trust.chosenBelow(), index);
        }
      }
      case Prepare _, Promise _, Nack _, Join _, Ack _, Canvass _, Support _ -> {}
      case Message.HandOver _, Client _, Read _, Reply _, Refusal _ -> {}
    }
    // One without memory asks, and does nothing else.
    boolean asks =
        message instanceof Message.Recover || message instanceof Repair || message instanceof Fetch;
    if (!asks) {
      recovery.remembers(index, out);
    }
  }

  /** True if it has won its memory back, and is as others are from now on. */
  boolean remembers(Effects out) {
    if (!recovery.isOver()) {
      return false;
    }
    recovery.end(out);
    leadership.standDown(0);
    return true;
  }
}
