package io.quorate.paxos.cluster;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Incarnations;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.message.SnapshotName;
import io.quorate.paxos.store.StoreRecord;
import io.quorate.paxos.wire.EtherType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages and effects in words, one line each. */
final class Notation {

  private static final int BYTES_SHOWN = 40;

  private Notation() {}

  static String of(Message message) {
    return EtherType.of(message) + fields(message);
  }

  private static String fields(Message message) {
    return switch (message) {
      case Message.Join m -> " delivered below " + m.deliveredBelow();
      case Message.Client m -> " " + of(m.value());
      case Message.Read m -> " " + of(m.query());
      case Message.Accept m -> " " + m.ballot() + " slot " + m.slot() + " " + of(m.value());
      case Message.Learn m -> " " + m.ballot() + " slot " + m.slot() + known(m.known());
      case Message.Trust m ->
          " "
              + m.ballot()
              + " chosen below "
              + m.chosenBelow()
              + watermark(m.watermark())
              + round(m.round());
      case Message.Ack m ->
          " "
              + m.ballot()
              + " delivered below "
              + m.deliveredBelow()
              + round(m.round())
              + known(m.known());
      case Message.Recover m -> " votes from slot " + m.fromSlot();
      case Message.Recovered m -> recovered(m);
      case Message.Canvass m -> " " + m.ballot();
      case Message.Support m -> " " + m.ballot();
      case Message.Fetch m -> " " + of(m.snapshot()) + " from byte " + m.offset();
      case Message.Piece m ->
          " "
              + of(m.snapshot())
              + " byte "
              + m.offset()
              + " and "
              + (m.bytes().length - 1)
              + " more";
      case Message.Prepare m ->
          " "
              + m.ballot()
              + " from slot "
              + m.fromSlot()
              + (m.handedOver() == null ? "" : " heir of " + m.handedOver());
      case Message.HandOver m -> " " + m.ballot() + " delivered below " + m.deliveredBelow();
      case Message.Promise m -> " " + m.ballot() + promise(m);
      case Message.Nack m -> " promised " + m.promised();
      case Message.Reply m -> " " + of(m.result());
      case Message.Refusal m ->
          " "
              + Long.toHexString(m.session())
              + ":"
              + m.sequence()
              + " "
              + m.reason()
              + leader(m)
              + horizon(m);
      case Message.Repair m -> " from slot " + m.fromSlot() + " count " + m.count();
      case Message.Chosen m -> " slot " + m.slot() + " " + of(m.value());
    };
  }

  private static String of(SnapshotName snapshot) {
    return "snapshot of slot " + snapshot.slot() + ", " + snapshot.totalBytes() + " bytes,";
  }

  private static String watermark(long watermark) {
    return watermark == 0 ? "" : " watermark " + watermark;
  }

  /** A round by the leader's tick in which it began, and its number within that. */
  private static String round(long round) {
    return round == 0 ? "" : " round " + (round >>> 16) + "." + (round & 0xFFFF);
  }

  private static String promise(Message.Promise promise) {
    return " from slot "
        + promise.fromSlot()
        + of(promise.votes())
        + (promise.last() ? " end" : " next " + promise.nextSlot())
        + watermark(promise.watermark())
        + known(promise.known());
  }

  private static String recovered(Message.Recovered page) {
    return " to incarnation "
        + Integer.toUnsignedString(page.incarnation())
        + " promised "
        + page.promised()
        + " delivered below "
        + page.deliveredBelow()
        + ", from slot "
        + page.fromSlot()
        + of(page.votes())
        + (page.last() ? " end" : " next " + page.nextSlot())
        + watermark(page.watermark())
        + known(page.known());
  }

  private static String of(List<Message.Vote> votes) {
    StringBuilder text = new StringBuilder(votes.isEmpty() ? " no votes" : " votes");
    for (Message.Vote vote : votes) {
      text.append(" [" + vote.slot() + " " + vote.ballot() + " " + of(vote.value()) + "]");
    }
    return text.toString();
  }

  private static String known(Incarnations known) {
    return known.size() == 0 ? "" : " knows " + known;
  }

  private static String leader(Message.Refusal refusal) {
    return refusal.leader() == 0 ? " no leader" : " leader " + refusal.leader();
  }

  private static String horizon(Message.Refusal refusal) {
    boolean told = refusal.reason() == Message.Refusal.Reason.EXPIRED;
    return told ? " horizon " + refusal.horizon() : "";
  }

  static String of(Effect effect) {
    return switch (effect) {
      case Effect.Store e -> "stores " + of(e.record());
      case Effect.MemoryLost e ->
          e.members().isEmpty()
              ? "finds that memory was not lost"
              : "finds that memory is lost: " + e.members();
      case Effect.Restored e -> "starts from its store at slot " + e.slot();
      case Effect.Redelivered(Effect.Deliver e) ->
          "had delivered slot " + e.slot() + " " + of(e.value()) + " " + e.outcome();
      case Effect.Send e -> "sends " + of(e.message()) + " to " + e.to();
      case Effect.Broadcast e -> "sends " + of(e.message()) + " to all";
      case Effect.Answer e -> "answers " + of(e.message());
      case Effect.Deliver e ->
          "delivers slot " + e.slot() + index(e) + " " + of(e.value()) + " " + e.outcome();
      case Effect.Reconfigured e ->
          (e.inForce() ? "is in " : "knows of ") + e.configuration() + " from slot " + e.fromSlot();
      case Effect.Installed e -> "installs a snapshot: slot " + e.fromSlot() + " to " + e.slot();
      case Effect.LeaderChanged e ->
          e.leader() == 0 ? "trusts nobody" : "trusts " + e.leader() + " in " + e.ballot();
    };
  }

  private static String of(StoreRecord record) {
    return switch (record) {
      case StoreRecord.Started r -> "start " + r.incarnation();
      case StoreRecord.Promised r -> "promise of " + r.ballot();
      case StoreRecord.Voted r -> "vote " + r.ballot() + " slot " + r.slot() + " " + of(r.value());
      case StoreRecord.Delivered r ->
          "delivery of slot " + r.slot() + (r.value() == null ? ", as voted" : " " + of(r.value()));
      case StoreRecord.Checkpoint r ->
          "checkpoint of slot "
              + r.nextSlot()
              + ", promised "
              + r.promised()
              + ", "
              + r.held().size()
              + " slots held, watermark "
              + r.watermark();
    };
  }

  private static String index(Effect.Deliver deliver) {
    return deliver.index() == 0 && deliver.last() ? "" : "/" + deliver.index();
  }

  /** A value in words; of a long one only its length. */
  static String of(Value value) {
    if (value.isBatch()) {
      return value.parts().stream().map(Notation::of).toList().toString();
    }
    return value.isChange() || value.bytes().length <= BYTES_SHOWN
        ? value.toString()
        : Long.toHexString(value.session())
            + ":"
            + value.sequence()
            + " ("
            + value.bytes().length
            + " bytes)";
  }

  /** A client's value from its text. */
  static Value value(long session, long sequence, String text) {
    return Value.of(session, sequence, text.getBytes(StandardCharsets.US_ASCII));
  }
}
