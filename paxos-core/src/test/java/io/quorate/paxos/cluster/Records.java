package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.store.Recovered;
import io.quorate.paxos.store.StoreRecord;
import java.util.ArrayList;
import java.util.List;

/** What members write down: what a store has kept, its node has done, whether or not it said so. */
final class Records {

  private final Choice choice;
  private final Terms terms;

  /** By member, what it wanted stored since it started, durable or not. */
  private final List<List<StoreRecord>> written = new ArrayList<>();

  Records(int members, Choice choice, Terms terms) {
    this.choice = choice;
    this.terms = terms;
    for (int node = 0; node <= members; node++) {
      written.add(new ArrayList<>());
    }
  }

  void write(int node, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Store(StoreRecord record)) {
        written.get(node).add(record);
      }
    }
  }

  /** The node starts again with what its store gave back. */
  void recovered(int node, Recovered recovered) {
    for (StoreRecord record : recovered.records()) {
      recalled(node, record);
      if (record instanceof StoreRecord.Checkpoint checkpoint) {
        recallBefore(node, checkpoint);
        unseen(checkpoint.nextSlot());
        for (StoreRecord.Held held : checkpoint.held()) {
          if (held.votedIn() != null && held.voted() != null) {
            choice.recalled(node, held.votedIn(), held.slot(), held.voted());
          }
        }
      }
    }
    written.get(node).clear();
  }

  /** What the checkpoint has made superfluous, though nobody may have seen it done. */
  private void recallBefore(int node, StoreRecord.Checkpoint kept) {
    List<StoreRecord> records = written.get(node);
    int place = records.size() - 1;
    while (place >= 0
        && !(records.get(place) instanceof StoreRecord.Checkpoint checkpoint
            && checkpoint.nextSlot() == kept.nextSlot()
            && checkpoint.incarnation() == kept.incarnation())) {
      place--;
    }
    for (StoreRecord record : records.subList(0, Math.max(0, place))) {
      recalled(node, record);
    }
  }

  private void recalled(int node, StoreRecord record) {
    if (record instanceof StoreRecord.Voted voted) {
      choice.recalled(node, voted.ballot(), voted.slot(), voted.value());
    }
    if (record instanceof StoreRecord.Delivered delivered) {
      unseen(delivered.slot() + 1); // Who votes in later slots depends on it.
    }
  }

  /** Slots that were delivered, though nobody may have seen the outcome before the node stopped. */
  private void unseen(long end) {
    while (terms.next() < end) {
      Value value = choice.chosenIn(terms.next());
      if (value == null) {
        return;
      }
      terms.delivered(value, true);
    }
  }
}
