package io.quorate.paxos.cluster;

import io.quorate.paxos.message.Message;
import io.quorate.paxos.wire.EtherType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which packets are meant: any mixture of a type, a direction and a slot, such as {@code ACCEPT},
 * {@code LEARN 2->*} or {@code ACCEPT 1->3 slot=4}.
 *
 * @param type null for any
 * @param from 0 for any
 * @param to 0 for any
 * @param slot −1 for any
 */
record Which(@Nullable EtherType type, int from, int to, long slot) {

  private static final int ANY = 0;

  static Which parse(String text) {
    return parse(List.of(text.split(" ")));
  }

  static Which parse(List<String> words) {
    EtherType type = null;
    int from = ANY;
    int to = ANY;
    long slot = -1;
    for (String word : words) {
      int arrow = word.indexOf("->");
      if (arrow > 0) {
        from = end(word.substring(0, arrow));
        to = end(word.substring(arrow + 2));
      } else if (word.startsWith("slot=")) {
        slot = Long.parseLong(word.substring(5));
      } else if (!word.equals("*")) {
        type = EtherType.valueOf(word.toUpperCase(Locale.ROOT));
      }
    }
    return new Which(type, from, to, slot);
  }

  private static int end(String word) {
    return word.equals("*") ? ANY : Integer.parseInt(word);
  }

  boolean matches(Packet packet) {
    return (type == null || type == packet.type())
        && (from == ANY || from == packet.from())
        && (to == ANY || to == packet.to())
        && (slot < 0 || slot == slotOf(packet.envelope().message()));
  }

  private static long slotOf(Message message) {
    return switch (message) {
      case Message.Accept m -> m.slot();
      case Message.Learn m -> m.slot();
      case Message.Chosen m -> m.slot();
      case Message.Prepare m -> m.fromSlot();
      case Message.Promise m -> m.fromSlot();
      case Message.Repair m -> m.fromSlot();
      case Message.Trust m -> m.chosenBelow();
      case Message.Join m -> m.deliveredBelow();
      case Message.Ack m -> m.deliveredBelow();
      case Message.Piece m -> m.snapshot().slot();
      case Message.Fetch m -> m.snapshot().slot();
      case Message.HandOver m -> m.deliveredBelow();
      case Message.Recover m -> m.fromSlot();
      case Message.Recovered m -> m.fromSlot();
      case Message.Canvass m -> -1;
      case Message.Support m -> -1;
      case Message.Client m -> -1;
      case Message.Read m -> -1;
      case Message.Reply m -> -1;
      case Message.Nack m -> -1;
      case Message.Refusal m -> -1;
    };
  }
}
