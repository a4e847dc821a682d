package io.quorate.paxos;

import io.quorate.paxos.message.Envelope;
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
import io.quorate.paxos.message.Message.Repair;
import io.quorate.paxos.message.Message.Reply;
import io.quorate.paxos.message.Message.Support;
import io.quorate.paxos.message.Message.Trust;

/**
 * What members tell each other besides phase 2: who leads, who would, and what somebody has missed.
 * It goes to the part of the replica that it is for.
 */
final class Correspondence {

  private final Leadership leadership;
  private final Election election;
  private final CatchUp catchUp;

  Correspondence(Leadership leadership, Election election, CatchUp catchUp) {
    this.leadership = leadership;
    this.election = election;
    this.catchUp = catchUp;
  }

  /**
   * Takes in a message that is not of phase 2.
   *
   * @param sender node id of the member that sent it
   * @param index the same member's index
   */
  void take(int sender, int index, Envelope envelope, Effects out) {
    switch (envelope.message()) {
      case Accept _, Learn _ -> throw new AssertionError("of phase 2");
      case Trust trust -> {
        if (leadership.onTrust(sender, trust, out)) {
          catchUp.chosenBelow(trust.chosenBelow(), index);
        }
      }
      case Prepare prepare -> election.onPrepare(sender, prepare, out);
      case Promise promise -> election.onPromise(sender, index, promise, out);
      case Nack nack -> leadership.onNack(nack, out);
      case Repair repair -> catchUp.onRepair(sender, repair, out);
      case Chosen chosen -> catchUp.onChosen(sender, chosen, out);
      case Join join -> leadership.onJoin(sender, out);
      case Ack ack -> {
        leadership.onAck(index, ack);
        catchUp.chosenBelow(ack.deliveredBelow(), index);
      }
      case Piece piece -> catchUp.onPiece(sender, piece, out);
      case Fetch fetch -> catchUp.onFetch(sender, fetch, out);
      case Canvass canvass -> election.onCanvass(sender, canvass, out);
      case Support support -> election.onSupport(index, support, out);
      case Message.HandOver turn -> election.onHandOver(sender, turn, out);
      case Message.Recover recover ->
          election.onRecover(sender, envelope.incarnation(), recover, out);
      // Told to one who knows by now; or between a client and its leader.
      case Message.Recovered _, Client _, Read _, Reply _, Refusal _ -> {}
    }
  }
}
