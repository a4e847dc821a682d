package io.quorate.paxos.cluster;

import io.quorate.paxos.Ballot;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import java.util.List;
import java.util.Map;

/** Messages that nobody has sent, as a transcript spells them: a type, and key=value for fields. */
final class Forgery {

  private Forgery() {}

  /** The message, as the words have it. */
  static Message of(String type, Map<String, String> fields) {
    long slot = number(fields, "slot", 0);
    Value value =
        Notation.value(9, number(fields, "sequence", 1), fields.getOrDefault("value", ""));
    return switch (type) {
      case "JOIN" -> new Message.Join(slot);
      case "ACCEPT" -> new Message.Accept(ballot(fields), slot, value);
      case "LEARN" -> new Message.Learn(ballot(fields), slot);
      case "TRUST" ->
          new Message.Trust(
              ballot(fields), slot, number(fields, "watermark", 0), number(fields, "round", 0));
      case "PREPARE" -> new Message.Prepare(ballot(fields), slot);
      case "CANVASS" -> new Message.Canvass(ballot(fields));
      case "SUPPORT" -> new Message.Support(ballot(fields));
      case "HANDOVER" -> new Message.HandOver(ballot(fields), slot);
      case "ACK" -> new Message.Ack(ballot(fields), slot, number(fields, "round", 0));
      case "PROMISE" -> new Message.Promise(ballot(fields), slot, List.of(), slot, true, 0, 0);
      case "NACK" -> new Message.Nack(ballot(fields));
      case "REPAIR" -> new Message.Repair(slot, number(fields, "count", 1));
      case "CHOSEN" -> new Message.Chosen(slot, value);
      case "REPLY" -> new Message.Reply(value);
      default -> throw new IllegalArgumentException("cannot forge " + type);
    };
  }

  private static Ballot ballot(Map<String, String> fields) {
    String[] parts = fields.getOrDefault("ballot", "").split("\\.", 2);
    return new Ballot(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** A field that is a number, or what is meant without it. */
  static int number(Map<String, String> options, String key, int otherwise) {
    String text = options.get(key);
    return text == null ? otherwise : Integer.parseInt(text);
  }
}
